"""Reading of one payload: its content system, then its content. Pure; runs in worker processes."""

from __future__ import annotations

from dataclasses import replace

from kaaw_archive import cms, extract
from kaaw_archive.items import Reading

_PASSING = frozenset(problem for problem in extract.ReadingProblem if problem.is_passing)

cms.systems()  # this module is loaded once before workers fork from it, so that all of them have the systems


def read_payload(payload: bytes, url: str, content_type: str | None) -> Reading:
    """Return the reading of these bytes under this address. Raises nothing but MemoryError."""
    return extract.read(payload, url=url, content_type=content_type, system=cms.detect(payload, url))


def unread(problem: extract.ReadingProblem) -> Reading:
    """Return the reading of a payload that could not be extracted, because it is lost or killed its worker."""
    return Reading(
        page_kind="other", extractor=extract.EXTRACTOR, extractor_version=extract.EXTRACTOR_VERSION, problem=problem
    )


def is_in_vain(reading: Reading) -> bool:
    """Return True if the payload could not be read for lack of time or memory, which may be better another time."""
    return reading.problem in _PASSING


def counted(reading: Reading, tries: int) -> Reading:
    """Return a reading that notes in how many runs it was tried, if it was in vain again after so many."""
    return replace(reading, options={**reading.options, "tries": tries + 1}) if is_in_vain(reading) else reading
