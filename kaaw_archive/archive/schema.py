"""The tables, views and indexes, as a numbered list of migrations; a migration that has landed is never changed."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from sqlite_utils import Migrations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

APPLICATION_ID = 0x6B616177  # "kaaw" in ASCII: what `file` and we know an archive by

MIGRATIONS = Migrations("kaaw_archive")


def statements(script: str) -> Iterator[str]:
    """The single statements of a script; executescript would commit the migration's transaction."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""


@MIGRATIONS()
def m001_initial(db: Database) -> None:
    """Facts, derivations, decisions, the search index and the four promised views."""
    for script in (_FACTS, _DERIVED, _DECISIONS, _SEARCH, _VIEWS):
        for statement in statements(script):
            db.execute(statement)


SCHEMA_VERSION = 1  # how many migrations there are; stored in PRAGMA user_version

_FACTS = """
CREATE TABLE crawls (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    spider TEXT NOT NULL,
    source TEXT NOT NULL,              -- '*': each page's own site is its source
    args_json TEXT NOT NULL,
    software TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    state TEXT NOT NULL CHECK (state IN ('running', 'finished', 'degraded', 'failed', 'killed')),
    reason TEXT,
    requests INTEGER NOT NULL DEFAULT 0,
    captures INTEGER NOT NULL DEFAULT 0,
    new_payloads INTEGER NOT NULL DEFAULT 0,
    problems INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE urls (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE headers (
    id INTEGER PRIMARY KEY,
    json TEXT NOT NULL UNIQUE          -- {name: [value, ...]}, names in lower case
) STRICT;
CREATE TABLE dictionaries (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL,
    made_at TEXT NOT NULL,
    data BLOB NOT NULL
) STRICT;
CREATE INDEX dictionaries_by_site ON dictionaries (site, id);
CREATE TABLE payloads (
    digest TEXT PRIMARY KEY,           -- sha256: and hex, over the bytes without transfer and content encoding
    size_bytes INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    codec TEXT NOT NULL CHECK (codec IN ('raw', 'zstd', 'zstd-dictionary', 'zstd-delta')),
    base_digest TEXT REFERENCES payloads (digest),
    dictionary_id INTEGER REFERENCES dictionaries (id),
    data BLOB,                         -- NULL: erased
    first_seen_at TEXT NOT NULL
) STRICT;
CREATE TABLE captures (
    id INTEGER PRIMARY KEY,
    crawl_id INTEGER NOT NULL REFERENCES crawls (id),
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('page', 'seed', 'robots', 'asset', 'probe')),
    url_id INTEGER NOT NULL REFERENCES urls (id),
    page_id INTEGER REFERENCES pages (id),      -- derived; NULL: not folded yet
    via_id INTEGER REFERENCES captures (id),
    captured_at TEXT NOT NULL,
    method TEXT NOT NULL,
    status INTEGER,
    error TEXT,
    error_text TEXT,
    payload_digest TEXT REFERENCES payloads (digest),
    revisit TEXT CHECK (revisit IN ('digest', '304')),
    headers_id INTEGER REFERENCES headers (id),
    headers_rest_json TEXT,            -- RFC 7396 merge patch that turns the shared headers into this response's
    etag TEXT,
    last_modified TEXT,
    wire_bytes INTEGER,
    content_encoding TEXT,
    elapsed_ms INTEGER,
    ip TEXT,
    tls_error TEXT,
    cert_sha256 TEXT,                  -- NULL: no TLS, or as in this host's capture before in the same crawl
    robots TEXT NOT NULL CHECK (robots IN ('allowed', 'denied', 'unknown')),
    robots_capture_id INTEGER REFERENCES captures (id),
    rights_json TEXT,
    origin TEXT,
    UNIQUE (crawl_id, seq)
) STRICT;
CREATE INDEX captures_by_url ON captures (url_id, id);
CREATE INDEX captures_by_page ON captures (page_id, id) WHERE page_id IS NOT NULL;
CREATE INDEX captures_not_folded ON captures (id) WHERE page_id IS NULL AND kind IN ('page', 'asset');
CREATE INDEX captures_by_via ON captures (via_id) WHERE via_id IS NOT NULL;
CREATE TABLE link_checks (
    id INTEGER PRIMARY KEY,
    link_url TEXT NOT NULL,
    crawl_id INTEGER NOT NULL REFERENCES crawls (id),
    checked_at TEXT NOT NULL,
    capture_id INTEGER REFERENCES captures (id),
    method TEXT NOT NULL,
    status INTEGER,
    error TEXT,
    hops_json TEXT NOT NULL,
    final_url TEXT,
    title TEXT,
    media_type TEXT,
    page_kind TEXT,
    text_digest TEXT,
    similarity REAL,
    tls_error TEXT,
    requests INTEGER NOT NULL,
    elapsed_ms INTEGER NOT NULL,
    verdict TEXT NOT NULL,             -- derived, as the three that follow
    rule TEXT NOT NULL,
    reason TEXT NOT NULL,
    rules_version TEXT NOT NULL
) STRICT;
CREATE INDEX link_checks_by_link ON link_checks (link_url, checked_at);
"""

_DERIVED = """
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

_DECISIONS = """
CREATE TABLE decisions (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL
        CHECK (kind IN ('acknowledge', 'snooze', 'ignore', 'watch', 'block', 'redact', 'bookmark')),
    subject TEXT NOT NULL,
    value_json TEXT,
    reason TEXT,
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    until_at TEXT
) STRICT;
CREATE INDEX decisions_by_subject ON decisions (kind, subject);
"""

# The analysed text is kept, because an external-content index is only deleted from with the very words it was given.
_SEARCH = """
CREATE TABLE search_texts (
    article_id INTEGER PRIMARY KEY REFERENCES articles (id),
    title TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE search_index USING fts5 (
    title, text, content='search_texts', content_rowid='article_id', tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER search_texts_inserted AFTER INSERT ON search_texts BEGIN
    INSERT INTO search_index (rowid, title, text) VALUES (new.article_id, new.title, new.text);
END;
CREATE TRIGGER search_texts_deleted AFTER DELETE ON search_texts BEGIN
    INSERT INTO search_index (search_index, rowid, title, text)
    VALUES ('delete', old.article_id, old.title, old.text);
END;
CREATE TRIGGER search_texts_updated AFTER UPDATE ON search_texts BEGIN
    INSERT INTO search_index (search_index, rowid, title, text)
    VALUES ('delete', old.article_id, old.title, old.text);
    INSERT INTO search_index (rowid, title, text) VALUES (new.article_id, new.title, new.text);
END;
"""

_VIEWS = """
CREATE VIEW visits AS
SELECT c.id, r.uid || '-' || c.seq AS uid, r.uid AS crawl_uid, r.spider, r.source, c.kind, u.url, c.captured_at,
       c.method, c.status, c.error, c.error_text, c.payload_digest, p.size_bytes, p.media_type, c.revisit,
       json_patch(json_patch(coalesce(h.json, '{}'), coalesce(c.headers_rest_json, '{}')),
                  json_patch(CASE WHEN c.etag IS NULL THEN '{}'
                                  ELSE json_object('etag', json_array(c.etag)) END,
                             CASE WHEN c.last_modified IS NULL THEN '{}'
                                  ELSE json_object('last-modified', json_array(c.last_modified)) END)
                 ) AS headers_json,
       c.etag, c.last_modified, c.wire_bytes, c.content_encoding, c.elapsed_ms, c.ip, c.tls_error, c.cert_sha256,
       c.robots, c.robots_capture_id, c.rights_json, c.via_id, via.url AS via_url, c.origin
FROM captures c
JOIN crawls r ON r.id = c.crawl_id
JOIN urls u ON u.id = c.url_id
LEFT JOIN payloads p ON p.digest = c.payload_digest
LEFT JOIN headers h ON h.id = c.headers_id
LEFT JOIN captures v ON v.id = c.via_id
LEFT JOIN urls via ON via.id = v.url_id;

CREATE VIEW latest AS
SELECT a.url, a.source, a.state, s.version, s.title, s.lead, s.text, s.author, s.published_on, s.published_clue,
       s.modified_on, s.language, a.first_seen_at, a.last_seen_at, u.url AS captured_url, s.payload_digest
FROM articles a
JOIN snapshots s ON s.article_id = a.id
     AND s.version = (SELECT max(version) FROM snapshots WHERE article_id = a.id)
JOIN captures c ON c.id = s.capture_id
JOIN urls u ON u.id = c.url_id;

CREATE VIEW edits AS
SELECT a.url AS article_url, a.source, old.version AS from_version, new.version AS to_version,
       old.last_seen_at AS last_seen_old_at, new.first_seen_at AS first_seen_new_at,
       e.edit_kind, e.significance, e.is_silent
FROM snapshots new
JOIN snapshots old ON old.article_id = new.article_id AND old.version = new.version - 1
JOIN articles a ON a.id = new.article_id
LEFT JOIN events e ON e.to_snapshot_id = new.id AND e.kind = 'edited' AND NOT e.is_superseded;

CREATE VIEW citations AS
SELECT a.url AS article_url, s.version,
       s.version = (SELECT max(version) FROM snapshots WHERE article_id = a.id) AS is_latest,
       l.url AS link_url, m.anchor_text, m.sentence, m.role, k.verdict, k.rule, k.checked_at, l.health
FROM mentions m
JOIN snapshots s ON s.id = m.snapshot_id
JOIN articles a ON a.id = s.article_id
JOIN links l ON l.id = m.link_id
LEFT JOIN link_checks k ON k.id = l.last_check_id;
"""
