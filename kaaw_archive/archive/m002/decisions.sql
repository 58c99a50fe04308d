-- SQLite changes no CHECK of a table that exists: the table is made anew with two more kinds of decisions.

CREATE TABLE decisions_with_more_kinds (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('acknowledge', 'snooze', 'ignore', 'watch', 'block', 'follow', 'correct')),
    subject TEXT NOT NULL,
    value_json TEXT,
    reason TEXT,
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    until_at TEXT
) STRICT;
INSERT INTO decisions_with_more_kinds SELECT id, kind, subject, value_json, reason, made_by, made_at, until_at FROM decisions;
DROP TABLE decisions;
ALTER TABLE decisions_with_more_kinds RENAME TO decisions;
CREATE INDEX decisions_by_subject ON decisions (kind, subject);
