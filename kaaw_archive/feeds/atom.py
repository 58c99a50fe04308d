"""Atom feed of events (RFC 4287)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree

from kaaw_archive.control_characters import escape_controls
from kaaw_archive.feeds.entries import GENERATOR, describe, entry_id, headline, sources

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ATOM = "http://www.w3.org/2005/Atom"
_NEVER = "1970-01-01T00:00:00.000Z"  # of a feed without entries


def atom_feed(title: str, name: str, events: Sequence[Mapping[str, Any]]) -> bytes:
    """Return a feed of these events as UTF-8; ``name`` is the subject of the feed, and makes its id."""
    feed = etree.fromstring(f'<feed xmlns="{ATOM}"/>')
    _add(feed, "id", entry_id(name))
    _add(feed, "title", title)
    _add(feed, "updated", max((event["known_at"] for event in events), default=_NEVER))
    _add(feed, "generator", GENERATOR)
    _add(_add(feed, "author"), "name", GENERATOR)
    for event in events:
        _add_entry(feed, event)
    return etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _add_entry(feed: etree._Element, event: Mapping[str, Any]) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", entry_id(event["uid"]))
    _add(entry, "title", headline(event))
    _add(entry, "updated", event["known_at"])
    _add(entry, "link", rel="alternate", href=event["moved_to_url"] or event["url"])
    for term in (event["kind"], *sources(event), *event["edit_kinds"]):
        _add(entry, "category", term=term)
    _add(entry, "content", describe(event), type="text")


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    safe = {key: escape_controls(value) for key, value in attributes.items()}  # XML has no form for control characters
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}", attrib=safe)
    element.text = escape_controls(text) if text is not None else None
    return element
