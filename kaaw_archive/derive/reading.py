"""Reading of one payload: its content system, then its content. Pure; runs in worker processes."""

from __future__ import annotations

from kaaw_archive import cms, extract
from kaaw_archive.items import Reading

cms.systems()  # this module is loaded once before workers fork from it, so that all of them have the systems


def read_payload(payload: bytes, url: str, content_type: str | None) -> Reading:
    """Return the reading of these bytes under this address. Raises nothing but MemoryError."""
    return extract.read(payload, url=url, content_type=content_type, system=cms.detect(payload, url))


def unread(problem: extract.ReadingProblem) -> Reading:
    """Return the reading of a payload that could not be extracted, because it is lost or killed its worker."""
    return Reading(
        page_kind="other", extractor=extract.EXTRACTOR, extractor_version=extract.EXTRACTOR_VERSION, problem=problem
    )
