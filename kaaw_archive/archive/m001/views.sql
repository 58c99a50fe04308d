-- Views for people who ask in SQL. `source` is always the publisher, never the '*' of a crawl of many sites.

CREATE VIEW visits AS
SELECT c.id, r.uid || '-' || c.seq AS uid, r.uid AS crawl_uid, r.spider,
       -- who publishes the address: the page it was folded into, the named source of the crawl, the page that a checked
       -- link leads to, else the host without www.
       coalesce(g.source, nullif(r.source, '*'),
                (SELECT q.source FROM links l JOIN pages q ON q.id = l.page_id WHERE l.url = u.url), u.site) AS source,
       c.page_id, c.kind, u.url, c.captured_at, c.method, c.status, h.json ->> '$.reason' AS reason_phrase,
       h.json ->> '$.version' AS http_version, c.error, c.error_text, c.payload_digest, p.size_bytes, p.media_type,
       c.revisit,
       (SELECT json_group_object(name, json(field_values)) FROM (
            SELECT name, json_group_array(value) AS field_values FROM (
                SELECT lower(l.value ->> 0) AS name,
                       coalesce(json_extract(c.headers_rest_json, '$."' || l.key || '"'), l.value ->> 1,
                                iif(lower(l.value ->> 0) = 'etag', c.etag, c.last_modified)) AS value
                FROM json_each(h.json, '$.lines') l ORDER BY name, l.key)
            GROUP BY name)) AS headers_json,
       CASE WHEN h.json ->> '$.is_as_received' THEN (
            SELECT json_group_array(json_array(l.value ->> 0,
                       coalesce(json_extract(c.headers_rest_json, '$."' || l.key || '"'), l.value ->> 1,
                                iif(lower(l.value ->> 0) = 'etag', c.etag, c.last_modified))))
            FROM json_each(h.json, '$.lines') l) END AS header_lines_json,
       CASE WHEN q.json IS NOT NULL THEN (
            SELECT json_group_array(json_array(l.value ->> 0,
                       coalesce(json_extract(c.request_headers_rest_json, '$."' || l.key || '"'), l.value ->> 1,
                                iif(lower(l.value ->> 0) = 'if-none-match', c.etag, c.last_modified))))
            FROM json_each(q.json, '$.lines') l) END AS request_header_lines_json,
       c.etag, c.last_modified, c.wire_bytes, c.content_encoding, c.elapsed_ms, c.ip, c.tls_error,
       t.sha256 AS cert_sha256, c.robots, c.robots_capture_id, c.rights_json, c.via_id, via.url AS via_url
FROM captures c
JOIN crawls r ON r.id = c.crawl_id
JOIN urls u ON u.id = c.url_id
LEFT JOIN pages g ON g.id = c.page_id
LEFT JOIN payloads p ON p.digest = c.payload_digest
LEFT JOIN headers h ON h.id = c.headers_id
LEFT JOIN headers q ON q.id = c.request_headers_id
LEFT JOIN certificates t ON t.id = c.certificate_id
LEFT JOIN captures v ON v.id = c.via_id
LEFT JOIN urls via ON via.id = v.url_id;

CREATE VIEW latest AS
SELECT a.id AS article_id, s.id AS snapshot_id, r.uid || '-' || c.seq AS capture_uid, a.page_id, a.url, a.source,
       a.state, s.kind, g.page_kind, s.version, s.title, s.lead, s.text, s.author, s.issuer, s.published_on,
       s.published_clue, s.modified_on, s.language, a.first_seen_at, a.last_seen_at, u.url AS captured_url,
       s.payload_digest
FROM articles a
JOIN snapshots s ON s.article_id = a.id
     AND s.version = (SELECT max(version) FROM snapshots WHERE article_id = a.id)
JOIN readings g ON g.id = s.reading_id
JOIN captures c ON c.id = s.capture_id
JOIN crawls r ON r.id = c.crawl_id
JOIN urls u ON u.id = c.url_id;

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
LEFT JOIN events e ON e.to_snapshot_id = new.id AND e.kind = 'edited';

CREATE VIEW citations AS
SELECT a.id AS article_id, s.id AS snapshot_id, l.id AS link_id, k.id AS check_id, a.url AS article_url, a.source,
       s.published_on, s.version,
       s.version = (SELECT max(version) FROM snapshots WHERE article_id = a.id) AS is_latest,
       l.url AS link_url, l.host, m.anchor_text, m.sentence, m.role, k.verdict, k.rule, k.checked_at, l.health
FROM mentions m
JOIN snapshots s ON s.id = m.snapshot_id
JOIN articles a ON a.id = s.article_id
JOIN links l ON l.id = m.link_id
LEFT JOIN link_checks k ON k.id = l.last_check_id;
