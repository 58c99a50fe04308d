-- Lists in which entries come and go: most of those that left were named again.
CREATE VIEW _rotating_seeds AS
SELECT n.page_id FROM seed_entries n
WHERE n.gone_capture_id IS NOT NULL
GROUP BY n.page_id
HAVING sum(EXISTS (
    SELECT 1 FROM seed_entries w WHERE w.url_key = n.url_key AND w.page_id = n.page_id AND w.id > n.id
)) >= max(3, count(*) * 2 / 3.0);

-- From when to when each seed named which address, and whether its entries come and go.
CREATE VIEW _seed_stays AS
SELECT n.*, p.source, p.url AS seed_url, s.kind AS seed_kind, coalesce(n.last_capture_id, s.last_capture_id) AS look_id,
  n.page_id IN (SELECT page_id FROM _rotating_seeds) AS rotates,
  (SELECT captured_at FROM captures WHERE id = n.before_capture_id) AS after_at,
  (SELECT captured_at FROM captures WHERE id = n.first_capture_id) AS first_seen_at,
  (SELECT captured_at FROM captures WHERE id = n.gone_capture_id) AS gone_at
FROM seed_entries n JOIN pages p ON p.id = n.page_id JOIN seeds s ON s.page_id = n.page_id;

-- How an entry left is what its list shows, unless another list of the source, or its return, says more. The last entry
-- of a list was taken out if the first one of another list, its next page, left that to stand in its place.
DROP VIEW seed_history;
CREATE VIEW seed_history AS
SELECT n.id AS entry_id, n.page_id, n.source, n.seed_url, n.seed_kind, n.url, n.title, n.stated_at, n.after_at,
  n.first_seen_at, l.captured_at AS last_seen_at, n.gone_at,
  CASE WHEN n.departure IS NULL THEN NULL WHEN n.rotates THEN 'rotating'
    WHEN n.other_page_url IS NOT NULL THEN 'other_page' WHEN n.is_out THEN 'taken_out' ELSE n.departure END AS departure,
  (SELECT w.url FROM seed_entries w WHERE n.other_page_url IS NULL AND NOT n.rotates AND n.is_out
    AND w.url_key = n.witness_key AND w.page_id = n.page_id ORDER BY w.id DESC LIMIT 1) AS stayed_url,
  n.other_page_url,
  (SELECT wf.captured_at FROM seed_entries w JOIN captures wf ON wf.id = w.first_capture_id
    WHERE w.url_key = n.url_key AND w.page_id = n.page_id AND w.id > n.id ORDER BY w.id LIMIT 1) AS named_again_at,
  fr.uid || '-' || f.seq AS first_capture_uid, lr.uid || '-' || l.seq AS last_capture_uid,
  gr.uid || '-' || g.seq AS gone_capture_uid
FROM (
  SELECT n.*, (
    SELECT o.seed_url FROM _seed_stays o JOIN captures l ON l.id = n.last_capture_id
    WHERE o.url_key = n.url_key AND o.source = n.source AND o.page_id <> n.page_id
      AND n.seed_kind = 'listing' AND o.seed_kind = 'listing' AND NOT n.rotates AND NOT o.rotates
      AND o.first_seen_at > l.captured_at AND (o.gone_at IS NULL OR o.gone_at > n.gone_at)
      AND iif(o.after_at IS NULL, abs(julianday(o.first_seen_at) - julianday(n.gone_at)) <= 1, o.after_at <= n.gone_at)
    ORDER BY o.first_seen_at, o.id LIMIT 1
  ) AS other_page_url, n.departure = 'taken_out' OR EXISTS (
    SELECT 1 FROM _seed_stays o
    WHERE o.url_key = n.witness_key AND o.source = n.source AND o.page_id <> n.page_id AND o.position = 1
      AND n.seed_kind = 'listing' AND o.seed_kind = 'listing' AND NOT o.rotates
      AND abs(julianday(o.gone_at) - julianday(n.gone_at)) <= 1
  ) AS is_out
  FROM _seed_stays n
) n
JOIN captures f ON f.id = n.first_capture_id
JOIN crawls fr ON fr.id = f.crawl_id
JOIN captures l ON l.id = n.look_id
JOIN crawls lr ON lr.id = l.crawl_id
LEFT JOIN captures g ON g.id = n.gone_capture_id
LEFT JOIN crawls gr ON gr.id = g.crawl_id;

-- Lists are read without their boxes, and another rule says how entries left: seeds wait to be read again.
INSERT OR IGNORE INTO _groups_to_fold
SELECT coalesce(p.fold_group, p.url_key) FROM pages p JOIN seeds s ON s.page_id = p.id;
