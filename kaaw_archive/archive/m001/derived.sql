-- Derivations: what can be made again from the facts (kaaw derive).

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
    state TEXT NOT NULL CHECK (state IN ('live', 'gone', 'moved')),
    fold_group TEXT
) STRICT;
CREATE INDEX pages_by_source ON pages (source, due_at);
CREATE INDEX pages_by_group ON pages (fold_group) WHERE fold_group IS NOT NULL;

CREATE TABLE readings (
    id INTEGER PRIMARY KEY,
    capture_id INTEGER NOT NULL UNIQUE REFERENCES captures (id),
    page_kind TEXT NOT NULL CHECK (page_kind IN ('article', 'listing', 'document', 'asset', 'error', 'other')),
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
    last_seen_at TEXT NOT NULL,
    own_page_at TEXT
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
    structure TEXT NOT NULL,
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
    cut_json TEXT,
    UNIQUE (article_id, version)
) STRICT;
CREATE INDEX snapshots_by_capture ON snapshots (capture_id);
CREATE INDEX snapshots_by_last_capture ON snapshots (last_capture_id);
CREATE INDEX snapshots_by_reading ON snapshots (reading_id);
CREATE INDEX snapshots_by_date ON snapshots (published_on);

CREATE TABLE incidents (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('relaunch', 'outage')),
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
CREATE INDEX links_due ON links (next_check_at);
CREATE INDEX links_by_health ON links (health);

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

-- The change happened after after_at and not later than before_at, as events do.
CREATE TABLE health_changes (
    id INTEGER PRIMARY KEY,
    link_id INTEGER NOT NULL REFERENCES links (id),
    check_id INTEGER NOT NULL REFERENCES link_checks (id),
    after_at TEXT,
    before_at TEXT NOT NULL,
    from_health TEXT NOT NULL CHECK (from_health IN ('unchecked', 'alive', 'failing', 'dead', 'returned', 'not_judged')),
    to_health TEXT NOT NULL CHECK (to_health IN ('unchecked', 'alive', 'failing', 'dead', 'returned', 'not_judged')),
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX health_changes_by_link ON health_changes (link_id, before_at);
CREATE INDEX health_changes_by_check ON health_changes (check_id);

CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('new', 'edited', 'withdrawn', 'moved', 'returned',
                                       'link_failing', 'link_dead', 'link_returned')),
    article_id INTEGER REFERENCES articles (id),
    link_id INTEGER REFERENCES links (id),
    source TEXT NOT NULL,
    after_at TEXT,
    before_at TEXT NOT NULL,
    from_snapshot_id INTEGER REFERENCES snapshots (id),
    to_snapshot_id INTEGER REFERENCES snapshots (id),
    proof_json TEXT NOT NULL,
    incident_id INTEGER REFERENCES incidents (id),
    rule TEXT NOT NULL
) STRICT;
CREATE INDEX events_by_article ON events (article_id) WHERE article_id IS NOT NULL;
CREATE INDEX events_by_link ON events (link_id) WHERE link_id IS NOT NULL;
CREATE INDEX events_by_time ON events (before_at);
CREATE INDEX events_by_from ON events (from_snapshot_id) WHERE from_snapshot_id IS NOT NULL;
CREATE INDEX events_by_to ON events (to_snapshot_id) WHERE to_snapshot_id IS NOT NULL;
