-- What was edited between two versions, or why it is no edit. Edits that are known already wait to be compared.
CREATE TABLE comparisons (
    to_snapshot_id INTEGER PRIMARY KEY REFERENCES snapshots (id),
    from_snapshot_id INTEGER NOT NULL REFERENCES snapshots (id),
    kinds_json TEXT,
    significance REAL,
    sentence TEXT,
    is_silent INTEGER,
    no_edit TEXT CHECK (no_edit IN ('noise', 'cut_off', 'unreadable', 'other_page', 'limit')),
    is_new_bad INTEGER
) STRICT;
CREATE INDEX comparisons_by_from ON comparisons (from_snapshot_id);
CREATE INDEX comparisons_waiting ON comparisons (to_snapshot_id) WHERE kinds_json IS NULL AND no_edit IS NULL;
INSERT INTO comparisons (to_snapshot_id, from_snapshot_id)
SELECT to_snapshot_id, from_snapshot_id FROM events WHERE kind = 'edited' GROUP BY to_snapshot_id;

DROP VIEW edits;
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
WHERE e.kind = 'edited';
