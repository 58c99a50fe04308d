"""Reads one payload: which system made it, then what it says. Pure, and run in worker processes."""

from __future__ import annotations

from kaaw_archive import cms, extract
from kaaw_archive.items import Reading

cms.systems()  # this module is loaded once before workers fork from it, and what it has loaded is there in all of them


def read_payload(payload: bytes, url: str, content_type: str | None) -> Reading:
    """What the extractor makes of these bytes under this address; never raises but MemoryError."""
    return extract.read(payload, url=url, content_type=content_type, system=cms.detect(payload, url))


def unread(problem: str) -> Reading:
    """The reading of a payload that no extractor could be given, or that killed the one it was given."""
    return Reading(
        page_kind="other", extractor=extract.EXTRACTOR, extractor_version=extract.EXTRACTOR_VERSION, problem=problem
    )
