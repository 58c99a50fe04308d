"""Pages that are folded together, as one shows in full what another has an address of its own for."""

from __future__ import annotations

GROUPS = """
ALTER TABLE pages ADD COLUMN fold_group TEXT;        -- NULL: the page alone; else urls.group() of its address
CREATE INDEX pages_by_group ON pages (fold_group) WHERE fold_group IS NOT NULL;
CREATE INDEX snapshots_by_last_capture ON snapshots (last_capture_id);
ALTER TABLE articles ADD COLUMN own_page_at TEXT;    -- since when its own page shows it; NULL: only other pages did
"""
