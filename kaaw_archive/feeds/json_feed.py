"""JSON Feed of events (jsonfeed.org, version 1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaaw_archive.feeds.entries import GENERATOR, describe, entry_id, headline, sources

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(title: str, events: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return a feed of these events as JSON-able values; ``_event`` of an item has all columns of its event."""
    return {
        "version": VERSION,
        "title": title,
        "authors": [{"name": GENERATOR}],
        "items": [_item(event) for event in events],
    }


def _item(event: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": entry_id(event["uid"]),
        "url": event["moved_to_url"] or event["url"],
        "title": headline(event),
        "content_text": describe(event),
        "date_published": event["known_at"],
        "tags": list(dict.fromkeys([event["kind"], *sources(event), *event["edit_kinds"]])),
        "_event": dict(event),
    }
