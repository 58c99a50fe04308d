"""Links that are checked: evidence beside each check, changes of health, pages that others are held against."""

from __future__ import annotations

LINKS = """
ALTER TABLE link_checks ADD COLUMN evidence_json TEXT;  -- what the rules look at beside the other columns
CREATE UNIQUE INDEX link_checks_by_capture ON link_checks (link_url, capture_id);
CREATE INDEX link_checks_by_crawl ON link_checks (crawl_id);
CREATE INDEX link_checks_of_capture ON link_checks (capture_id) WHERE capture_id IS NOT NULL;
CREATE INDEX links_due ON links (next_check_at);
CREATE INDEX links_by_health ON links (health);
CREATE TABLE health_changes (
    id INTEGER PRIMARY KEY,
    link_id INTEGER NOT NULL REFERENCES links (id),
    check_id INTEGER NOT NULL REFERENCES link_checks (id),
    after_at TEXT,                     -- the check before; NULL: there was none
    at TEXT NOT NULL,                  -- the check that showed it
    from_health TEXT NOT NULL,
    to_health TEXT NOT NULL,
    cause TEXT NOT NULL
) STRICT;
CREATE INDEX health_changes_by_link ON health_changes (link_id, at);
CREATE INDEX health_changes_by_check ON health_changes (check_id);
CREATE TABLE _references (              -- internal: a made-up address of a folder, or a home page, as it was last seen
    what TEXT NOT NULL CHECK (what IN ('sibling', 'home')),
    place TEXT NOT NULL,               -- origin and folder
    url TEXT NOT NULL,
    final_url TEXT NOT NULL,
    status INTEGER,
    error TEXT,
    title TEXT,
    sketch_json TEXT NOT NULL,
    capture TEXT,
    seen_at TEXT NOT NULL,
    PRIMARY KEY (what, place)
) STRICT;
CREATE TABLE _reported (                -- internal: what a report has said of a link; said again only when it changes
    link_url TEXT PRIMARY KEY,
    said TEXT NOT NULL,
    reported_at TEXT NOT NULL
) STRICT;
"""
