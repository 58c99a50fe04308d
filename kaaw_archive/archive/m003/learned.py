"""What is learned of a site from its captures, and what a version was compared by."""

from __future__ import annotations

LEARNED = """
ALTER TABLE snapshots ADD COLUMN cut_json TEXT;  -- lines at the ends of the text that many pages of the site have
CREATE TABLE _standing (                -- internal: the earliest articles on which a line of text stands, five at most
    line INTEGER NOT NULL,             -- digest of the site, the extractor and the line
    article INTEGER NOT NULL,          -- digest of the article's key
    capture_id INTEGER NOT NULL REFERENCES captures (id),
    PRIMARY KEY (line, article)
) STRICT, WITHOUT ROWID;
CREATE TABLE _to_fold_again (           -- internal: groups of pages for which more was known than when they were folded
    fold_group TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
CREATE TABLE _beside (                  -- internal: digests of the lines that a version's page shows beside its text
    snapshot_id INTEGER PRIMARY KEY REFERENCES snapshots (id),
    lines BLOB NOT NULL
) STRICT;
CREATE TABLE _made_by (                 -- internal: the version of the rules by which something derived was made
    what TEXT PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO _made_by (what, version) VALUES ('search', 1);
"""
