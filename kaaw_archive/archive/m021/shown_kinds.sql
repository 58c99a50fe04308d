-- A page that answered with an error or maintenance last is still what it was when it last showed something.
CREATE VIEW _shown_kinds AS
SELECT p.id AS page_id, iif(p.kind <> 'error', p.kind, coalesce((
           SELECT g.page_kind FROM captures c JOIN readings g ON g.capture_id = c.id
           WHERE c.page_id = p.id AND g.page_kind <> 'error' ORDER BY c.captured_at DESC, c.id DESC LIMIT 1
       ), p.kind)) AS page_kind
FROM pages p;

DROP VIEW latest;
DROP VIEW other_pages;
DROP VIEW _newest_versions;

CREATE VIEW _newest_versions AS
SELECT a.id AS article_id, s.id AS snapshot_id, v.capture_uid, a.page_id, a.url, a.source, a.state, s.kind,
       p.page_kind, s.version, s.title, s.lead, s.text, s.author, s.issuer, s.published_on, s.published_clue,
       s.modified_on, s.language, a.first_seen_at, a.last_seen_at, v.captured_url, v.payload_digest, a.news_since_at,
       a.work_id, a.work_id IS NULL OR a.id = (
           SELECT o.id FROM articles o JOIN works w ON w.id = o.work_id WHERE o.work_id = a.work_id
           ORDER BY o.news_since_at IS NULL, o.id IS NOT w.current_article_id, o.last_seen_at DESC, o.key DESC LIMIT 1
       ) AS is_current, s.first_seen_at AS version_first_seen_at, s.last_seen_at AS version_last_seen_at
FROM articles a
JOIN snapshots s ON s.article_id = a.id
     AND s.version = (SELECT max(version) FROM snapshots WHERE article_id = a.id)
JOIN _shown_kinds p ON p.page_id = a.page_id
JOIN cited_captures v ON v.snapshot_id = s.id;

CREATE VIEW latest AS
SELECT article_id, snapshot_id, capture_uid, page_id, url, source, state, kind, page_kind, version, title, lead, text,
       author, issuer, published_on, published_clue, modified_on, language, first_seen_at, last_seen_at, captured_url,
       payload_digest, work_id, is_current, version_first_seen_at, version_last_seen_at
FROM _newest_versions WHERE news_since_at IS NOT NULL;

CREATE VIEW other_pages AS
SELECT article_id, snapshot_id, capture_uid, page_id, url, source, state, kind, page_kind, version, title, lead, text,
       author, issuer, published_on, published_clue, modified_on, language, first_seen_at, last_seen_at, captured_url,
       payload_digest, work_id, is_current, version_first_seen_at, version_last_seen_at
FROM _newest_versions WHERE news_since_at IS NULL;
