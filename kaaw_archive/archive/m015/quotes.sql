-- SQLite changes no CHECK of a table that exists: the table is made anew with one more kind of decision.
CREATE TABLE decisions_with_quotes (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('acknowledge', 'snooze', 'ignore', 'watch', 'block', 'follow', 'correct', 'quote')),
    subject TEXT NOT NULL,
    value_json TEXT,
    reason TEXT,
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    until_at TEXT,
    row_digest BLOB NOT NULL DEFAULT x'00000000'
) STRICT;
INSERT INTO decisions_with_quotes
SELECT id, kind, subject, value_json, reason, made_by, made_at, until_at, row_digest FROM decisions;
DROP TABLE decisions;
ALTER TABLE decisions_with_quotes RENAME TO decisions;
CREATE INDEX decisions_by_subject ON decisions (kind, subject);
