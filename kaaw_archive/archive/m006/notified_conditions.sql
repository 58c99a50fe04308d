-- What people were told last of the condition of a source; a source that is not here was well.
CREATE TABLE _notified_conditions (
    source TEXT PRIMARY KEY,
    condition TEXT NOT NULL,
    notified_at TEXT NOT NULL
) STRICT;
