-- Each version is cited by one capture, whoever asks: the first one of its own page, else that of the list that showed it.
CREATE VIEW cited_captures AS
SELECT v.snapshot_id, v.article_id, v.version, c.id AS capture_id, r.uid || '-' || c.seq AS capture_uid,
       u.url AS captured_url, c.captured_at, c.payload_digest
FROM (
    SELECT s.id AS snapshot_id, s.article_id, s.version, coalesce((
        SELECT own.id FROM captures own
        WHERE s.first_seen_at < a.own_page_at AND a.own_page_at <= s.last_seen_at
          AND own.page_id = a.page_id AND own.captured_at = a.own_page_at AND own.kind IN ('page', 'seed')
          AND own.payload_digest IS NOT NULL AND own.error IS NULL
          AND (own.status BETWEEN 200 AND 299 AND own.status <> 206 OR own.status = 304)
        ORDER BY own.id LIMIT 1), s.capture_id) AS capture_id
    FROM snapshots s JOIN articles a ON a.id = s.article_id
) v
JOIN captures c ON c.id = v.capture_id
JOIN crawls r ON r.id = c.crawl_id
JOIN urls u ON u.id = c.url_id;

-- What the page of an article is stands in one place, its page: the reading by which a version came may be that of a list.
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
