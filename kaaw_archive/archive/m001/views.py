"""Decisions, the search index and the promised views."""

from __future__ import annotations

DECISIONS = """
CREATE TABLE decisions (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL
        CHECK (kind IN ('acknowledge', 'snooze', 'ignore', 'watch', 'block', 'redact', 'bookmark')),
    subject TEXT NOT NULL,
    value_json TEXT,
    reason TEXT,
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    until_at TEXT
) STRICT;
CREATE INDEX decisions_by_subject ON decisions (kind, subject);
"""

# The analysed text is kept, because an external-content index is only deleted from with the very words it was given.
SEARCH = """
CREATE TABLE search_texts (
    article_id INTEGER PRIMARY KEY REFERENCES articles (id),
    title TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE search_index USING fts5 (
    title, text, content='search_texts', content_rowid='article_id', tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER search_texts_inserted AFTER INSERT ON search_texts BEGIN
    INSERT INTO search_index (rowid, title, text) VALUES (new.article_id, new.title, new.text);
END;
CREATE TRIGGER search_texts_deleted AFTER DELETE ON search_texts BEGIN
    INSERT INTO search_index (search_index, rowid, title, text)
    VALUES ('delete', old.article_id, old.title, old.text);
END;
CREATE TRIGGER search_texts_updated AFTER UPDATE ON search_texts BEGIN
    INSERT INTO search_index (search_index, rowid, title, text)
    VALUES ('delete', old.article_id, old.title, old.text);
    INSERT INTO search_index (rowid, title, text) VALUES (new.article_id, new.title, new.text);
END;
"""

VIEWS = """
CREATE VIEW visits AS
SELECT c.id, r.uid || '-' || c.seq AS uid, r.uid AS crawl_uid, r.spider, r.source, c.kind, u.url, c.captured_at,
       c.method, c.status, c.error, c.error_text, c.payload_digest, p.size_bytes, p.media_type, c.revisit,
       json_patch(json_patch(coalesce(h.json, '{}'), coalesce(c.headers_rest_json, '{}')),
                  json_patch(CASE WHEN c.etag IS NULL THEN '{}'
                                  ELSE json_object('etag', json_array(c.etag)) END,
                             CASE WHEN c.last_modified IS NULL THEN '{}'
                                  ELSE json_object('last-modified', json_array(c.last_modified)) END)
                 ) AS headers_json,
       c.etag, c.last_modified, c.wire_bytes, c.content_encoding, c.elapsed_ms, c.ip, c.tls_error, c.cert_sha256,
       c.robots, c.robots_capture_id, c.rights_json, c.via_id, via.url AS via_url, c.origin
FROM captures c
JOIN crawls r ON r.id = c.crawl_id
JOIN urls u ON u.id = c.url_id
LEFT JOIN payloads p ON p.digest = c.payload_digest
LEFT JOIN headers h ON h.id = c.headers_id
LEFT JOIN captures v ON v.id = c.via_id
LEFT JOIN urls via ON via.id = v.url_id;

CREATE VIEW latest AS
SELECT a.url, a.source, a.state, s.version, s.title, s.lead, s.text, s.author, s.published_on, s.published_clue,
       s.modified_on, s.language, a.first_seen_at, a.last_seen_at, u.url AS captured_url, s.payload_digest
FROM articles a
JOIN snapshots s ON s.article_id = a.id
     AND s.version = (SELECT max(version) FROM snapshots WHERE article_id = a.id)
JOIN captures c ON c.id = s.capture_id
JOIN urls u ON u.id = c.url_id;

CREATE VIEW edits AS
SELECT a.url AS article_url, a.source, old.version AS from_version, new.version AS to_version,
       old.last_seen_at AS last_seen_old_at, new.first_seen_at AS first_seen_new_at,
       e.edit_kind, e.significance, e.is_silent
FROM snapshots new
JOIN snapshots old ON old.article_id = new.article_id AND old.version = new.version - 1
JOIN articles a ON a.id = new.article_id
LEFT JOIN events e ON e.to_snapshot_id = new.id AND e.kind = 'edited' AND NOT e.is_superseded;

CREATE VIEW citations AS
SELECT a.url AS article_url, s.version,
       s.version = (SELECT max(version) FROM snapshots WHERE article_id = a.id) AS is_latest,
       l.url AS link_url, m.anchor_text, m.sentence, m.role, k.verdict, k.rule, k.checked_at, l.health
FROM mentions m
JOIN snapshots s ON s.id = m.snapshot_id
JOIN articles a ON a.id = s.article_id
JOIN links l ON l.id = m.link_id
LEFT JOIN link_checks k ON k.id = l.last_check_id;
"""
