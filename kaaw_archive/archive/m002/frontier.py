"""The frontier: addresses that seeds named, so that a run that dies forgets none; and seeds folded as pages are."""

from __future__ import annotations

FRONTIER = """
CREATE TABLE _found (                   -- internal: addresses that a seed named; visited once a page has their key
    url_key TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    source TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('article', 'next', 'seed')),  -- next: a further page of a list
    depth INTEGER NOT NULL DEFAULT 0,  -- steps from where the spider started
    stated_at TEXT,                    -- when the seed says it was last changed
    found_at TEXT NOT NULL,
    wanted_at TEXT                     -- it is to be asked for, unless it was since then; NULL: it was
) STRICT;
CREATE INDEX _found_by_source ON _found (source, found_at);
CREATE TABLE _looked_through (          -- internal: the payload of a seed whose addresses are all in _found
    url_key TEXT PRIMARY KEY,
    payload_digest TEXT NOT NULL,
    rules TEXT NOT NULL,               -- what it was looked through by: other rules find other addresses
    looked_at TEXT NOT NULL
) STRICT;
DROP INDEX captures_not_folded;
CREATE INDEX captures_not_folded ON captures (id) WHERE page_id IS NULL AND kind IN ('page', 'asset', 'seed');
"""
