"""Derivations: what can be made again from the facts."""

from __future__ import annotations

DERIVED = """
CREATE TABLE pages (
    id INTEGER PRIMARY KEY,
    url_key TEXT NOT NULL UNIQUE,
    key_version INTEGER NOT NULL,
    url TEXT NOT NULL,
    source TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('article', 'listing', 'document', 'asset', 'error', 'other')),
    cms TEXT,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    last_capture_id INTEGER NOT NULL REFERENCES captures (id),
    due_at TEXT,
    interval_s INTEGER,
    state TEXT NOT NULL CHECK (state IN ('live', 'gone', 'moved'))
) STRICT;
CREATE INDEX pages_by_source ON pages (source, due_at);
CREATE TABLE readings (
    id INTEGER PRIMARY KEY,
    capture_id INTEGER NOT NULL UNIQUE REFERENCES captures (id),
    page_kind TEXT NOT NULL,
    cms TEXT,
    problem TEXT,
    is_suspect INTEGER NOT NULL DEFAULT 0,
    extractor TEXT NOT NULL,
    extractor_version TEXT NOT NULL,
    options_json TEXT NOT NULL
) STRICT;
CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    page_id INTEGER NOT NULL REFERENCES pages (id),
    url TEXT NOT NULL,
    source TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('live', 'withdrawn', 'moved')),
    moved_to_id INTEGER REFERENCES articles (id),
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL
) STRICT;
CREATE INDEX articles_by_page ON articles (page_id);
CREATE INDEX articles_by_source ON articles (source, last_seen_at);
CREATE INDEX articles_by_successor ON articles (moved_to_id) WHERE moved_to_id IS NOT NULL;
CREATE TABLE snapshots (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles (id),
    version INTEGER NOT NULL,
    capture_id INTEGER NOT NULL REFERENCES captures (id),
    last_capture_id INTEGER NOT NULL REFERENCES captures (id),
    payload_digest TEXT NOT NULL REFERENCES payloads (digest),
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    title TEXT NOT NULL,
    kicker TEXT,
    lead TEXT,
    text TEXT NOT NULL,
    structure TEXT NOT NULL,           -- JSON list of blocks
    author TEXT,
    issuer TEXT,
    place TEXT,
    kind TEXT NOT NULL,
    language TEXT,
    published_on TEXT,
    published_clue TEXT,
    modified_on TEXT,
    modified_clue TEXT,
    text_digest TEXT NOT NULL,
    reading_id INTEGER NOT NULL REFERENCES readings (id),
    UNIQUE (article_id, version)
) STRICT;
CREATE INDEX snapshots_by_capture ON snapshots (capture_id);
CREATE INDEX snapshots_by_reading ON snapshots (reading_id);
CREATE INDEX snapshots_by_date ON snapshots (published_on);
CREATE TABLE incidents (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('relaunch', 'template', 'outage')),
    pattern TEXT NOT NULL,
    mapping_json TEXT,
    started_at TEXT NOT NULL,
    ended_at TEXT
) STRICT;
CREATE TABLE links (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    url_key TEXT NOT NULL,
    host TEXT NOT NULL,
    page_id INTEGER REFERENCES pages (id),
    first_cited_at TEXT NOT NULL,
    health TEXT NOT NULL DEFAULT 'unchecked'
        CHECK (health IN ('unchecked', 'alive', 'failing', 'dead', 'returned', 'not_judged')),
    health_since_at TEXT,
    last_check_id INTEGER REFERENCES link_checks (id),
    next_check_at TEXT,
    incident_id INTEGER REFERENCES incidents (id)
) STRICT;
CREATE INDEX links_by_key ON links (url_key);
CREATE INDEX links_by_page ON links (page_id) WHERE page_id IS NOT NULL;
CREATE INDEX links_by_host ON links (host, next_check_at);
CREATE TABLE mentions (
    id INTEGER PRIMARY KEY,
    snapshot_id INTEGER NOT NULL REFERENCES snapshots (id),
    link_id INTEGER NOT NULL REFERENCES links (id),
    position INTEGER NOT NULL,
    href TEXT NOT NULL,
    anchor_text TEXT NOT NULL,
    sentence TEXT,
    role TEXT NOT NULL
        CHECK (role IN ('source', 'reference', 'internal', 'list', 'related', 'attachment', 'image')),
    rel TEXT,
    UNIQUE (snapshot_id, position)
) STRICT;
CREATE INDEX mentions_by_link ON mentions (link_id);
CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('new', 'edited', 'withdrawn', 'moved', 'returned',
                                       'link_failing', 'link_dead', 'link_returned')),
    article_id INTEGER REFERENCES articles (id),
    link_id INTEGER REFERENCES links (id),
    source TEXT NOT NULL,
    after_at TEXT,                     -- it happened after this capture and not later than before_at
    before_at TEXT NOT NULL,
    from_snapshot_id INTEGER REFERENCES snapshots (id),
    to_snapshot_id INTEGER REFERENCES snapshots (id),
    proof_json TEXT NOT NULL,
    edit_kind TEXT,
    significance REAL,
    is_silent INTEGER,
    incident_id INTEGER REFERENCES incidents (id),
    rule TEXT NOT NULL,
    is_superseded INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX events_by_article ON events (article_id) WHERE article_id IS NOT NULL;
CREATE INDEX events_by_link ON events (link_id) WHERE link_id IS NOT NULL;
CREATE INDEX events_by_time ON events (before_at);
CREATE INDEX events_by_from ON events (from_snapshot_id) WHERE from_snapshot_id IS NOT NULL;
CREATE INDEX events_by_to ON events (to_snapshot_id) WHERE to_snapshot_id IS NOT NULL;
"""
