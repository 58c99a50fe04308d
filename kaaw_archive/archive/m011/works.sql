-- A work is one text of one publisher, whatever its addresses. Works are found from the articles of a source, and the
-- events of articles from the works: a text that left its address is withdrawn, or has moved.
CREATE TABLE works (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,
    title TEXT NOT NULL,
    published_on TEXT,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    news_since_at TEXT,
    state TEXT NOT NULL CHECK (state IN ('live', 'unlisted', 'withdrawn', 'moved')),
    current_article_id INTEGER REFERENCES articles (id)
) STRICT;
CREATE INDEX works_by_source ON works (source, last_seen_at);
CREATE INDEX works_by_current_article ON works (current_article_id) WHERE current_article_id IS NOT NULL;

CREATE TABLE work_evidence (
    id INTEGER PRIMARY KEY,
    work_id INTEGER NOT NULL REFERENCES works (id),
    article_id INTEGER NOT NULL REFERENCES articles (id),
    other_article_id INTEGER NOT NULL REFERENCES articles (id),
    rule TEXT NOT NULL CHECK (rule IN ('redirect', 'canonical', 'renaming', 'same_text', 'like_text')),
    confidence REAL NOT NULL,
    reason TEXT NOT NULL,
    proof_json TEXT NOT NULL
) STRICT;
CREATE INDEX work_evidence_by_work ON work_evidence (work_id);
CREATE INDEX work_evidence_by_article ON work_evidence (article_id);
CREATE INDEX work_evidence_by_other_article ON work_evidence (other_article_id);

DROP VIEW edits;
DROP VIEW latest;
DROP VIEW other_pages;
DROP VIEW _newest_versions;

-- SQLite changes no CHECK of a column that exists: the column is made anew.
ALTER TABLE articles ADD COLUMN work_id INTEGER REFERENCES works (id);
CREATE INDEX articles_by_work ON articles (work_id) WHERE work_id IS NOT NULL;
ALTER TABLE articles RENAME COLUMN state TO former_state;
ALTER TABLE articles ADD COLUMN state TEXT NOT NULL DEFAULT 'live'
    CHECK (state IN ('live', 'unlisted', 'withdrawn', 'moved'));
UPDATE articles SET state = former_state;
ALTER TABLE articles DROP COLUMN former_state;

CREATE TABLE events_of_works (
    id INTEGER PRIMARY KEY,
    uid TEXT UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('new', 'edited', 'withdrawn', 'unlisted', 'relisted', 'moved', 'returned',
                                       'quotation_changed', 'link_failing', 'link_dead', 'link_returned')),
    article_id INTEGER REFERENCES articles (id),
    link_id INTEGER REFERENCES links (id),
    source TEXT NOT NULL,
    after_at TEXT,
    before_at TEXT NOT NULL,
    known_at TEXT NOT NULL,
    from_snapshot_id INTEGER REFERENCES snapshots (id),
    to_snapshot_id INTEGER REFERENCES snapshots (id),
    proof_json TEXT NOT NULL,
    incident_id INTEGER REFERENCES incidents (id),
    rule TEXT NOT NULL,
    is_superseded INTEGER NOT NULL DEFAULT 0,
    is_reread INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO events_of_works (id, kind, article_id, link_id, source, after_at, before_at, known_at, from_snapshot_id,
                             to_snapshot_id, proof_json, incident_id, rule)
SELECT id, kind, article_id, link_id, source, after_at, before_at, before_at, from_snapshot_id, to_snapshot_id,
       proof_json, incident_id, rule FROM events;
DROP TABLE events;
ALTER TABLE events_of_works RENAME TO events;
CREATE INDEX events_by_article ON events (article_id) WHERE article_id IS NOT NULL;
CREATE INDEX events_by_link ON events (link_id) WHERE link_id IS NOT NULL;
CREATE INDEX events_by_time ON events (known_at);
CREATE INDEX events_by_from ON events (from_snapshot_id) WHERE from_snapshot_id IS NOT NULL;
CREATE INDEX events_by_to ON events (to_snapshot_id) WHERE to_snapshot_id IS NOT NULL;

-- Internal: what the fold noted of single articles: since when they are news, and spells in which their address did not
-- show them. capture_id is the first capture of a spell, confirmed_id one of another day, last_id the last one,
-- returned_id the one that ended it.
CREATE TABLE _signs (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles (id),
    kind TEXT NOT NULL CHECK (kind IN ('new', 'absent', 'redirected', 'unreachable')),
    after_at TEXT,
    before_at TEXT NOT NULL,
    capture_id INTEGER NOT NULL REFERENCES captures (id),
    confirmed_id INTEGER REFERENCES captures (id),
    last_id INTEGER NOT NULL REFERENCES captures (id),
    returned_id INTEGER REFERENCES captures (id),
    snapshot_id INTEGER REFERENCES snapshots (id),
    rule TEXT NOT NULL
) STRICT;
CREATE INDEX _signs_by_article ON _signs (article_id, kind);
CREATE INDEX _signs_by_kind ON _signs (kind) WHERE kind <> 'new';
CREATE INDEX _signs_by_snapshot ON _signs (snapshot_id) WHERE snapshot_id IS NOT NULL;
INSERT INTO _signs (article_id, kind, after_at, before_at, capture_id, confirmed_id, last_id, snapshot_id, rule)
SELECT article_id, CASE kind WHEN 'new' THEN 'new' WHEN 'moved' THEN 'redirected' ELSE 'absent' END, after_at, before_at,
       proof_json ->> 0, iif(kind = 'new', NULL, proof_json ->> 0), proof_json ->> 0, to_snapshot_id, rule
FROM events WHERE kind IN ('new', 'withdrawn', 'moved') AND article_id IS NOT NULL;
UPDATE _signs SET returned_id = (
    SELECT e.proof_json ->> 0 FROM events e WHERE e.article_id = _signs.article_id AND e.kind = 'returned'
    AND e.before_at > _signs.before_at ORDER BY e.before_at LIMIT 1)
WHERE kind <> 'new';

-- Internal: sources with articles that changed since their works were found.
CREATE TABLE _works_to_find (
    source TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
INSERT INTO _works_to_find SELECT DISTINCT source FROM articles;

CREATE VIEW _newest_versions AS
SELECT a.id AS article_id, s.id AS snapshot_id, r.uid || '-' || c.seq AS capture_uid, a.page_id, a.url, a.source,
       a.state, s.kind, g.page_kind, s.version, s.title, s.lead, s.text, s.author, s.issuer, s.published_on,
       s.published_clue, s.modified_on, s.language, a.first_seen_at, a.last_seen_at, u.url AS captured_url,
       s.payload_digest, a.news_since_at, a.work_id, coalesce(w.current_article_id = a.id, 1) AS is_current
FROM articles a
JOIN snapshots s ON s.article_id = a.id
     AND s.version = (SELECT max(version) FROM snapshots WHERE article_id = a.id)
JOIN readings g ON g.id = s.reading_id
JOIN captures c ON c.id = s.capture_id
JOIN crawls r ON r.id = c.crawl_id
JOIN urls u ON u.id = c.url_id
LEFT JOIN works w ON w.id = a.work_id;

CREATE VIEW latest AS
SELECT article_id, snapshot_id, capture_uid, page_id, url, source, state, kind, page_kind, version, title, lead, text,
       author, issuer, published_on, published_clue, modified_on, language, first_seen_at, last_seen_at, captured_url,
       payload_digest, work_id, is_current
FROM _newest_versions WHERE news_since_at IS NOT NULL;

CREATE VIEW other_pages AS
SELECT article_id, snapshot_id, capture_uid, page_id, url, source, state, kind, page_kind, version, title, lead, text,
       author, issuer, published_on, published_clue, modified_on, language, first_seen_at, last_seen_at, captured_url,
       payload_digest, work_id, is_current
FROM _newest_versions WHERE news_since_at IS NULL;

CREATE VIEW edits AS
SELECT a.id AS article_id, a.url AS article_url, a.source, old.id AS from_snapshot_id, new.id AS to_snapshot_id,
       old.version AS from_version, new.version AS to_version, old.last_seen_at AS last_seen_old_at,
       new.first_seen_at AS first_seen_new_at, before.uid || '-' || p.seq AS from_capture_uid,
       after.uid || '-' || c.seq AS to_capture_uid, e.id AS event_id, k.kinds_json ->> '$[0]' AS edit_kind, k.kinds_json,
       k.significance, k.sentence, k.is_silent
FROM events e
JOIN snapshots new ON new.id = e.to_snapshot_id
JOIN snapshots old ON old.id = e.from_snapshot_id
JOIN articles a ON a.id = new.article_id
JOIN captures p ON p.id = old.last_capture_id
JOIN crawls before ON before.id = p.crawl_id
JOIN captures c ON c.id = new.capture_id
JOIN crawls after ON after.id = c.crawl_id
LEFT JOIN comparisons k ON k.to_snapshot_id = new.id
WHERE e.kind = 'edited' AND NOT e.is_superseded;

CREATE VIEW works_view AS
SELECT w.id AS work_id, w.key AS work_key, w.source, w.title, w.published_on, w.state, here.url AS current_url,
       w.current_article_id, w.first_seen_at, w.last_seen_at,
       (SELECT count(*) FROM articles a WHERE a.work_id = w.id) AS addresses,
       (SELECT json_group_array(json_object('url', url, 'state', state, 'first_seen_at', first_seen_at,
                                            'last_seen_at', last_seen_at))
        FROM (SELECT url, state, first_seen_at, last_seen_at FROM articles WHERE work_id = w.id
              ORDER BY first_seen_at, key)) AS addresses_json
FROM works w LEFT JOIN articles here ON here.id = w.current_article_id
WHERE w.news_since_at IS NOT NULL;
