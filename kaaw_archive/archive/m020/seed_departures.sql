-- Lists in which entries come and go: most of those that left were named again.
CREATE VIEW _rotating_seeds AS
SELECT n.page_id FROM seed_entries n
WHERE n.gone_capture_id IS NOT NULL
GROUP BY n.page_id
HAVING sum(EXISTS (
    SELECT 1 FROM seed_entries w WHERE w.url_key = n.url_key AND w.page_id = n.page_id AND w.id > n.id
)) >= max(3, count(*) * 2 / 3.0);

-- How an entry left is what its list shows, unless another list of the source, or its return, says more.
DROP VIEW seed_history;
CREATE VIEW seed_history AS
SELECT n.id AS entry_id, n.page_id, p.source, p.url AS seed_url, s.kind AS seed_kind, n.url, n.title, n.stated_at,
  b.captured_at AS after_at, f.captured_at AS first_seen_at, l.captured_at AS last_seen_at, g.captured_at AS gone_at,
  CASE WHEN n.departure IS NULL THEN NULL WHEN n.rotates THEN 'rotating'
    WHEN n.other_page_url IS NOT NULL THEN 'other_page' ELSE n.departure END AS departure,
  iif(n.other_page_url IS NULL AND NOT n.rotates, (SELECT w.url FROM seed_entries w
    WHERE w.url_key = n.witness_key AND w.page_id = n.page_id ORDER BY w.id DESC LIMIT 1), NULL) AS stayed_url,
  n.other_page_url,
  (SELECT wf.captured_at FROM seed_entries w JOIN captures wf ON wf.id = w.first_capture_id
    WHERE w.url_key = n.url_key AND w.page_id = n.page_id AND w.id > n.id ORDER BY w.id LIMIT 1) AS named_again_at,
  fr.uid || '-' || f.seq AS first_capture_uid, lr.uid || '-' || l.seq AS last_capture_uid,
  gr.uid || '-' || g.seq AS gone_capture_uid
FROM (
  SELECT n.*, n.page_id IN (SELECT page_id FROM _rotating_seeds) AS rotates, (
    SELECT op.url FROM captures ng JOIN captures nl ON nl.id = n.last_capture_id
    JOIN seeds ns ON ns.page_id = n.page_id JOIN pages np ON np.id = n.page_id
    JOIN seed_entries o ON o.url_key = n.url_key AND o.page_id <> n.page_id
    JOIN seeds os ON os.page_id = o.page_id JOIN pages op ON op.id = o.page_id
    JOIN captures oa ON oa.id = o.first_capture_id
    LEFT JOIN captures ob ON ob.id = o.before_capture_id LEFT JOIN captures og ON og.id = o.gone_capture_id
    WHERE ng.id = n.gone_capture_id AND ns.kind = 'listing' AND os.kind = 'listing' AND np.source = op.source
      AND oa.captured_at > nl.captured_at AND (og.id IS NULL OR og.captured_at > ng.captured_at)
      AND iif(ob.id IS NULL, abs(julianday(oa.captured_at) - julianday(ng.captured_at)) <= 1,
        ob.captured_at <= ng.captured_at)
      AND n.page_id NOT IN (SELECT page_id FROM _rotating_seeds)
      AND o.page_id NOT IN (SELECT page_id FROM _rotating_seeds)
    ORDER BY oa.captured_at, o.id LIMIT 1
  ) AS other_page_url
  FROM seed_entries n
) n
JOIN seeds s ON s.page_id = n.page_id
JOIN pages p ON p.id = n.page_id
JOIN captures f ON f.id = n.first_capture_id
JOIN crawls fr ON fr.id = f.crawl_id
JOIN captures l ON l.id = coalesce(n.last_capture_id, s.last_capture_id)
JOIN crawls lr ON lr.id = l.crawl_id
LEFT JOIN captures b ON b.id = n.before_capture_id
LEFT JOIN captures g ON g.id = n.gone_capture_id
LEFT JOIN crawls gr ON gr.id = g.crawl_id;

-- Lists are read without their boxes: they wait to be read again.
INSERT OR IGNORE INTO _groups_to_fold
SELECT coalesce(p.fold_group, p.url_key) FROM pages p JOIN seeds s ON s.page_id = p.id WHERE s.kind = 'listing';
