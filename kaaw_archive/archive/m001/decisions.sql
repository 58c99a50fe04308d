-- Decisions of people, keyed by address; kaaw derive never touches them.

CREATE TABLE decisions (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('acknowledge', 'snooze', 'ignore', 'watch', 'block')),
    subject TEXT NOT NULL,
    value_json TEXT,
    reason TEXT,
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    until_at TEXT
) STRICT;
CREATE INDEX decisions_by_subject ON decisions (kind, subject);
