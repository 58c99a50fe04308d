-- Facts: what was fetched, by which crawl, with which bytes. Rows are added and never changed.

CREATE TABLE crawls (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    spider TEXT NOT NULL,
    source TEXT NOT NULL,
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
    url TEXT NOT NULL UNIQUE,
    site TEXT
) STRICT;

-- A block of header lines; a line without a value takes it from the capture (kaaw_archive/archive/headers.py).
CREATE TABLE headers (
    id INTEGER PRIMARY KEY,
    json TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE certificates (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    der BLOB
) STRICT;

CREATE TABLE dictionaries (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL,
    made_at TEXT NOT NULL,
    data BLOB NOT NULL
) STRICT;
CREATE INDEX dictionaries_by_site ON dictionaries (site, id);

CREATE TABLE payloads (
    digest TEXT PRIMARY KEY,
    size_bytes INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    codec TEXT NOT NULL CHECK (codec IN ('raw', 'zstd', 'zstd-dictionary', 'zstd-delta')),
    base_digest TEXT REFERENCES payloads (digest),
    dictionary_id INTEGER REFERENCES dictionaries (id),
    data BLOB,
    first_seen_at TEXT NOT NULL
) STRICT;

CREATE TABLE captures (
    id INTEGER PRIMARY KEY,
    crawl_id INTEGER NOT NULL REFERENCES crawls (id),
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('page', 'seed', 'robots', 'probe')),
    url_id INTEGER NOT NULL REFERENCES urls (id),
    page_id INTEGER REFERENCES pages (id),      -- the one derived column
    via_id INTEGER REFERENCES captures (id),
    captured_at TEXT NOT NULL,
    method TEXT NOT NULL,
    status INTEGER,
    error TEXT,
    error_text TEXT,
    payload_digest TEXT REFERENCES payloads (digest),
    revisit TEXT CHECK (revisit IN ('digest', '304')),
    headers_id INTEGER REFERENCES headers (id),
    headers_rest_json TEXT,
    request_headers_id INTEGER REFERENCES headers (id),
    request_headers_rest_json TEXT,
    etag TEXT,
    last_modified TEXT,
    wire_bytes INTEGER,
    content_encoding TEXT,
    elapsed_ms INTEGER,
    ip TEXT,
    tls_error TEXT,
    certificate_id INTEGER REFERENCES certificates (id),
    robots TEXT NOT NULL CHECK (robots IN ('allowed', 'denied', 'unknown')),
    robots_capture_id INTEGER REFERENCES captures (id),
    rights_json TEXT,
    UNIQUE (crawl_id, seq)
) STRICT;
CREATE INDEX captures_by_url ON captures (url_id, id);
CREATE INDEX captures_by_page ON captures (page_id, id) WHERE page_id IS NOT NULL;
CREATE INDEX captures_not_folded ON captures (id) WHERE page_id IS NULL AND kind IN ('page', 'seed');
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
    evidence_json TEXT,
    verdict TEXT NOT NULL,                      -- derived, as the three that follow
    rule TEXT NOT NULL,
    reason TEXT NOT NULL,
    rules_version TEXT NOT NULL
) STRICT;
CREATE INDEX link_checks_by_link ON link_checks (link_url, checked_at);
CREATE UNIQUE INDEX link_checks_by_capture ON link_checks (link_url, capture_id);
CREATE INDEX link_checks_by_crawl ON link_checks (crawl_id);
CREATE INDEX link_checks_of_capture ON link_checks (capture_id) WHERE capture_id IS NOT NULL;
