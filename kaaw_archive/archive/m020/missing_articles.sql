-- An article counts as live until looks of two days say that it is not there: these were missing at the last one.
CREATE VIEW _missing_articles AS
SELECT n.article_id, n.before_at AS missing_since_at, n.rule FROM _signs n JOIN articles a ON a.id = n.article_id
WHERE n.kind IN ('absent', 'redirected') AND n.returned_id IS NULL AND a.state IN ('live', 'unlisted');

DROP VIEW latest;
DROP VIEW other_pages;
DROP VIEW _newest_versions;

CREATE VIEW _newest_versions AS
SELECT a.id AS article_id, s.id AS snapshot_id, v.capture_uid, a.page_id, a.url, a.source, a.state, s.kind,
 p.page_kind, s.version, s.title, s.lead, s.text, s.author, s.issuer, s.published_on, s.published_clue,
 s.modified_on, s.language, a.first_seen_at, a.last_seen_at, v.captured_url, v.payload_digest,
 a.work_id, a.work_id IS NULL OR a.id = (
  SELECT o.id FROM articles o JOIN works w ON w.id = o.work_id WHERE o.work_id = a.work_id
  ORDER BY o.news_since_at IS NULL, o.id IS NOT w.current_article_id, o.last_seen_at DESC, o.key DESC LIMIT 1
 ) AS is_current, s.first_seen_at AS version_first_seen_at, s.last_seen_at AS version_last_seen_at,
 (SELECT min(missing_since_at) FROM _missing_articles WHERE article_id = a.id) AS missing_since_at
FROM articles a
JOIN snapshots s ON s.article_id = a.id AND s.version = (SELECT max(version) FROM snapshots WHERE article_id = a.id)
JOIN _shown_kinds p ON p.page_id = a.page_id
JOIN cited_captures v ON v.snapshot_id = s.id;

CREATE VIEW latest AS
SELECT n.* FROM _newest_versions n JOIN articles a ON a.id = n.article_id WHERE a.news_since_at IS NOT NULL;

CREATE VIEW other_pages AS
SELECT n.* FROM _newest_versions n JOIN articles a ON a.id = n.article_id WHERE a.news_since_at IS NULL;

DROP VIEW works_view;
CREATE VIEW works_view AS
SELECT w.id AS work_id, w.key AS work_key, w.source, w.title, w.published_on, w.state, here.url AS current_url,
 w.current_article_id, w.first_seen_at, w.last_seen_at,
 (SELECT count(*) FROM articles a WHERE a.work_id = w.id) AS addresses,
 (SELECT json_group_array(json_object('url', url, 'state', state, 'first_seen_at', first_seen_at,
   'last_seen_at', last_seen_at))
  FROM (SELECT url, state, first_seen_at, last_seen_at FROM articles WHERE work_id = w.id
   ORDER BY first_seen_at, key)) AS addresses_json,
 (SELECT min(missing_since_at) FROM _missing_articles WHERE article_id = here.id) AS missing_since_at
FROM works w LEFT JOIN articles here ON here.id = w.current_article_id
WHERE w.news_since_at IS NOT NULL;
