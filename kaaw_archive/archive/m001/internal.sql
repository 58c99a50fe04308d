-- Internal: what crawls and the fold remember. Not promised; names begin with an underscore.

-- Addresses that a seed named; visited once a page has their key.
CREATE TABLE _frontier (
    url_key TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    source TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('article', 'next', 'seed')),  -- next: a further page of a list
    depth INTEGER NOT NULL DEFAULT 0,  -- steps from where the spider started
    stated_at TEXT,                    -- last change according to the seed
    found_at TEXT NOT NULL,
    wanted_at TEXT                     -- to be requested, unless it was since then; NULL: it was
) STRICT;
CREATE INDEX _frontier_by_source ON _frontier (source, found_at);

-- The newest payload of each seed whose addresses are all in _frontier, and the fingerprint of the rules that found them.
CREATE TABLE _read_seeds (
    url_key TEXT PRIMARY KEY,
    payload_digest TEXT NOT NULL,
    rules TEXT NOT NULL,
    read_at TEXT NOT NULL
) STRICT;

-- Pages that other pages of their host are compared with: a made-up address of a folder, or a home page.
CREATE TABLE _control_pages (
    kind TEXT NOT NULL CHECK (kind IN ('sibling', 'home')),
    scope TEXT NOT NULL,               -- origin and folder
    url TEXT NOT NULL,
    final_url TEXT NOT NULL,
    status INTEGER,
    error TEXT,
    title TEXT,
    minhash_json TEXT NOT NULL,
    capture TEXT,
    seen_at TEXT NOT NULL,
    PRIMARY KEY (kind, scope)
) STRICT;

-- What the last report wrote about a link; it is reported again only when that changes.
CREATE TABLE _reported_links (
    link_url TEXT PRIMARY KEY,
    said TEXT NOT NULL,
    reported_at TEXT NOT NULL
) STRICT;

-- The earliest articles that have a line of text, five at most.
CREATE TABLE _boilerplate (
    line INTEGER NOT NULL,             -- digest of site, extractor version and line
    article INTEGER NOT NULL,          -- digest of the article's key
    capture_id INTEGER NOT NULL REFERENCES captures (id),
    PRIMARY KEY (line, article)
) STRICT, WITHOUT ROWID;

-- Groups of pages for which more is known now than when they were folded.
CREATE TABLE _groups_to_fold (
    fold_group TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Digests of the lines that the page of a version shows beside its text, four bytes each.
CREATE TABLE _lines_beside (
    snapshot_id INTEGER PRIMARY KEY REFERENCES snapshots (id),
    lines BLOB NOT NULL
) STRICT;

-- 'search': the version of the analysis that made the search index; 'half_derived' is there while kaaw derive works.
CREATE TABLE _state (
    name TEXT PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO _state (name, version) VALUES ('search', 1);
