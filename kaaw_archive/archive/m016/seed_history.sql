-- What a feed, sitemap or listing named, from which look at it to which: found in its captures as its articles are.
CREATE TABLE seeds (
    page_id INTEGER PRIMARY KEY REFERENCES pages (id),
    kind TEXT NOT NULL CHECK (kind IN ('feed', 'sitemap', 'listing')),
    first_capture_id INTEGER NOT NULL REFERENCES captures (id),
    last_capture_id INTEGER NOT NULL REFERENCES captures (id)
) STRICT;

-- before_capture_id is the last look that did not name the address yet, gone_capture_id the first one that did not name
-- it any more, confirmed_capture_id one of a later day, when witness_key was still named.
CREATE TABLE seed_entries (
    id INTEGER PRIMARY KEY,
    page_id INTEGER NOT NULL REFERENCES seeds (page_id),
    url_key TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT,
    stated_at TEXT,
    position INTEGER,
    before_capture_id INTEGER REFERENCES captures (id),
    first_capture_id INTEGER NOT NULL REFERENCES captures (id),
    last_capture_id INTEGER REFERENCES captures (id),
    gone_capture_id INTEGER REFERENCES captures (id),
    departure TEXT CHECK (departure IN ('pushed_out', 'taken_out', 'unclear')),
    witness_key TEXT,
    confirmed_capture_id INTEGER REFERENCES captures (id)
) STRICT;
CREATE INDEX seed_entries_by_page ON seed_entries (page_id, gone_capture_id);
CREATE INDEX seed_entries_by_key ON seed_entries (url_key);
CREATE INDEX seed_entries_taken_out ON seed_entries (page_id) WHERE departure = 'taken_out';

CREATE VIEW seed_history AS
SELECT n.id AS entry_id, n.page_id, p.source, p.url AS seed_url, s.kind AS seed_kind, n.url, n.title, n.stated_at,
       b.captured_at AS after_at, f.captured_at AS first_seen_at, l.captured_at AS last_seen_at,
       g.captured_at AS gone_at, n.departure, fr.uid || '-' || f.seq AS first_capture_uid,
       lr.uid || '-' || l.seq AS last_capture_uid, gr.uid || '-' || g.seq AS gone_capture_uid
FROM seed_entries n
JOIN seeds s ON s.page_id = n.page_id
JOIN pages p ON p.id = n.page_id
JOIN captures f ON f.id = n.first_capture_id
JOIN crawls fr ON fr.id = f.crawl_id
JOIN captures l ON l.id = coalesce(n.last_capture_id, s.last_capture_id)
JOIN crawls lr ON lr.id = l.crawl_id
LEFT JOIN captures b ON b.id = n.before_capture_id
LEFT JOIN captures g ON g.id = n.gone_capture_id
LEFT JOIN crawls gr ON gr.id = g.crawl_id;

-- The captures of seeds wait to be read for this.
INSERT OR IGNORE INTO _groups_to_fold
SELECT coalesce(p.fold_group, p.url_key) FROM pages p
WHERE EXISTS (SELECT 1 FROM captures c WHERE c.page_id = p.id AND c.kind = 'seed' AND c.payload_digest IS NOT NULL);
