"""Entries of feeds: id, headline and sentences of an event, never stronger than its proof."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from kaaw_archive.control_characters import escape_controls

if TYPE_CHECKING:
    from collections.abc import Mapping

GENERATOR = "kaaw_archive"
# Of all ids of ours (RFC 9562, version 5); never changed, because readers know entries by them.
_NAMESPACE = uuid.UUID("5d2b8f0e-6f0c-5c55-9d0e-3c6f8a1b7e42")

_NAMES = {
    "new": "New",
    "edited": "Edited",
    "withdrawn": "Withdrawn",
    "unlisted": "Unlisted",
    "relisted": "Listed again",
    "moved": "Moved",
    "returned": "Returned",
    "quotation_changed": "Quotation changed",
    "link_failing": "Link failing",
    "link_dead": "Link dead",
    "link_returned": "Link returned",
}


def entry_id(uid: str) -> str:
    """Return the id of an event's entry, an IRI."""
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, uid)}"


def headline(event: Mapping[str, Any]) -> str:
    """Return what happened and to what, in one line."""
    name = _NAMES[event["kind"]]
    if event["kind"] == "edited" and event["is_silent"]:
        name = "Edited silently"
    if event["is_superseded"]:
        name = f"No longer so: {name.lower()}"
    return escape_controls(f"{name}: {event['title'] or event['url']}")


def sources(event: Mapping[str, Any]) -> list[str]:
    """Return the source of an event's article, or those that cite its link: none, if it is only watched."""
    return list(event["cited_by"]) if event["kind"].startswith("link_") else [event["source"]]


def describe(event: Mapping[str, Any]) -> str:
    """Return sentences on an event: what is certain of its time, where the text is now, why it is known."""
    seen = _bracket(event)
    parts = [escape_controls(event["sentence"])] if event["sentence"] else []
    if event["quotation"]:
        parts.append(_quoted(event["quotation"], event["quotation_form"]))
    if event.get("reserved_by"):
        parts.append(f"What it says is left out, as its publisher reserved it: {event['reserved_by']}")
    parts.append(seen)
    if event["answered_again_at"]:
        parts.append(f"Answered again at {event['answered_again_at']}")
    if event["moved_to_url"]:
        parts.append(f"The text is at {event['moved_to_url']}")
    parts.append(f"Rule: {event['rule']}")
    if event["is_reread"]:
        parts.append("Found by reading old captures again")
    return ". ".join(part.rstrip(".") for part in parts) + "."


def _quoted(quotation: str, form: str | None) -> str:
    now = f"; there is «{form}» in its place" if form and form != quotation else ""
    return escape_controls(f"«{quotation}»{now}")


def _bracket(event: Mapping[str, Any]) -> str:
    after, before = event["after_at"], event["before_at"]
    if event["kind"] == "new" or after is None:
        return f"First seen at {before}"
    if event["kind"] in ("withdrawn", "moved"):
        return f"Present at {after}, not there at {before}"
    return f"Between {after} and {before}"
