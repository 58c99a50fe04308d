-- Pages that are read and are no news (imprint, home page, a service) have versions, too, but are no articles for those
-- who count. `news_since_at` divides them; all that there is was taken for news.
ALTER TABLE articles ADD COLUMN news_since_at TEXT;
UPDATE articles SET news_since_at = first_seen_at;

DROP VIEW latest;
DROP VIEW edits;
DROP VIEW citations;

-- Internal: the newest version of each article and other page.
CREATE VIEW _newest_versions AS
SELECT a.id AS article_id, s.id AS snapshot_id, r.uid || '-' || c.seq AS capture_uid, a.page_id, a.url, a.source,
       a.state, s.kind, g.page_kind, s.version, s.title, s.lead, s.text, s.author, s.issuer, s.published_on,
       s.published_clue, s.modified_on, s.language, a.first_seen_at, a.last_seen_at, u.url AS captured_url,
       s.payload_digest, a.news_since_at
FROM articles a
JOIN snapshots s ON s.article_id = a.id
     AND s.version = (SELECT max(version) FROM snapshots WHERE article_id = a.id)
JOIN readings g ON g.id = s.reading_id
JOIN captures c ON c.id = s.capture_id
JOIN crawls r ON r.id = c.crawl_id
JOIN urls u ON u.id = c.url_id;

CREATE VIEW latest AS
SELECT article_id, snapshot_id, capture_uid, page_id, url, source, state, kind, page_kind, version, title, lead, text,
       author, issuer, published_on, published_clue, modified_on, language, first_seen_at, last_seen_at, captured_url,
       payload_digest
FROM _newest_versions WHERE news_since_at IS NOT NULL;

CREATE VIEW other_pages AS
SELECT article_id, snapshot_id, capture_uid, page_id, url, source, state, kind, page_kind, version, title, lead, text,
       author, issuer, published_on, published_clue, modified_on, language, first_seen_at, last_seen_at, captured_url,
       payload_digest
FROM _newest_versions WHERE news_since_at IS NULL;

CREATE VIEW edits AS
SELECT a.id AS article_id, a.url AS article_url, a.source, old.id AS from_snapshot_id, new.id AS to_snapshot_id,
       old.version AS from_version, new.version AS to_version, old.last_seen_at AS last_seen_old_at,
       new.first_seen_at AS first_seen_new_at, before.uid || '-' || p.seq AS from_capture_uid,
       after.uid || '-' || c.seq AS to_capture_uid, e.id AS event_id
FROM snapshots new
JOIN snapshots old ON old.article_id = new.article_id AND old.version = new.version - 1
JOIN articles a ON a.id = new.article_id
JOIN captures p ON p.id = old.last_capture_id
JOIN crawls before ON before.id = p.crawl_id
JOIN captures c ON c.id = new.capture_id
JOIN crawls after ON after.id = c.crawl_id
LEFT JOIN events e ON e.to_snapshot_id = new.id AND e.kind = 'edited'
WHERE new.first_seen_at > a.news_since_at;

CREATE VIEW citations AS
SELECT a.id AS article_id, s.id AS snapshot_id, l.id AS link_id, k.id AS check_id, a.url AS article_url, a.source,
       s.published_on, s.version,
       s.version = (SELECT max(version) FROM snapshots WHERE article_id = a.id) AS is_latest,
       l.url AS link_url, l.host, m.anchor_text, m.sentence, m.role, k.verdict, k.rule, k.checked_at, l.health
FROM mentions m
JOIN snapshots s ON s.id = m.snapshot_id
JOIN articles a ON a.id = s.article_id
JOIN links l ON l.id = m.link_id
LEFT JOIN link_checks k ON k.id = l.last_check_id
WHERE a.news_since_at IS NOT NULL;
