-- The quotation of an event quotation_changed, and what stands in its place.
ALTER TABLE events ADD COLUMN quotation TEXT;
ALTER TABLE events ADD COLUMN quotation_form TEXT;

-- Events that readers may know, of pages that were folded again since: what is not found again is superseded.
CREATE TABLE _former_events (
    uid TEXT PRIMARY KEY,
    article_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    after_at TEXT,
    before_at TEXT NOT NULL,
    known_at TEXT NOT NULL,
    proof_json TEXT NOT NULL,
    rule TEXT NOT NULL,
    quotation TEXT,
    quotation_form TEXT,
    is_superseded INTEGER NOT NULL,
    is_reread INTEGER NOT NULL
) STRICT;
CREATE INDEX _former_events_by_article ON _former_events (article_key);

-- Captures up to this one were read when the events got their names.
INSERT INTO _state (name, version)
SELECT 'named_events', max(id) FROM captures WHERE EXISTS (SELECT 1 FROM events WHERE uid IS NOT NULL) HAVING max(id) > 0;
