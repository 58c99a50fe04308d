"""Links, attachments and pictures of two versions as lines, so that a difference names those that came or went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.archive.queries import comparisons
from kaaw_archive.derive.comparing import is_content

if TYPE_CHECKING:
    import sqlite3

_ROLE = {"attachment": "attachment"}  # others are links


def reference_lines(connection: sqlite3.Connection, from_id: int, to_id: int) -> tuple[list[str], list[str]]:
    """Return the lines of two versions (``snapshots.id``), sorted; a reference that both have has one form.

    A picture under another address is another one. Links that a system rotates are left out.
    """
    old, new = (_references(connection, snapshot_id) for snapshot_id in (from_id, to_id))
    return [old[key] for key in sorted(old)], [old.get(key, new[key]) for key in sorted(new)]


def _references(connection: sqlite3.Connection, snapshot_id: int) -> dict[tuple[str, str, str], str]:
    """Return the lines of a version by kind, url key and caption."""
    found = {}
    for mention in comparisons.version(connection, snapshot_id).mentions:
        if is_content(mention["role"], mention["url_key"], mention["article_key"]):
            kind = _ROLE.get(mention["role"], "link")
            found[kind, mention["url_key"], ""] = f"{kind}: {mention['url']}"
    for url, caption in comparisons.pictures(connection, snapshot_id):
        found["picture", urls.key(url), caption or ""] = f"picture: {url}{f' ({caption})' if caption else ''}"
    return found
