"""Reading of one payload: its content system, then its content. Pure; runs in worker processes."""

from __future__ import annotations

from dataclasses import replace

from kaaw_archive import cms, extract, seeds, urls
from kaaw_archive.items import Reading, SeedList

_ROWS = 3  # of a list
_PASSING = frozenset(problem for problem in extract.ReadingProblem if problem.is_passing)

cms.systems()  # this module is loaded once before workers fork from it, so that all of them have the systems


def read_payload(payload: bytes, url: str, content_type: str | None, *, is_seed: bool = False) -> Reading:
    """Return the reading of these bytes under this address. Raises nothing but MemoryError.

    ``is_seed``: the page was asked for as a feed, sitemap or listing. If it has rows, it is no article; if it has none
    and names no day of publication, it is a page of a section.
    """
    reading = extract.read(payload, url=url, content_type=content_type, system=cms.detect(payload, url))
    is_doubtful = urls.is_home(url) and bool(reading.articles)
    if reading.page_kind == "error" or not (is_seed or is_doubtful):
        return reading
    named = seeds.read(payload, url, content_type, seeds.SeedRules())
    reading = replace(reading, named=_list_of(named) if is_seed else None)
    if reading.page_kind not in ("article", "other") or not reading.articles:
        return reading
    if named.kind == "listing" or len(named.articles) >= _ROWS:
        return replace(reading, page_kind="listing", problem=extract.ReadingProblem.LISTING, articles=())
    is_dated = any(article.published_on for article in reading.articles)
    return reading if is_dated and not urls.is_home(url) else replace(reading, page_kind="other")


def _list_of(page: seeds.SeedPage) -> SeedList | None:
    """Return the list that a seed shows whole; None for one that names nothing, or of which a part cannot be read.

    It is read by the rules that all sites share, because what was derived must not depend on the spiders of today.
    """
    entries = page.named or page.articles
    if page.kind not in ("feed", "sitemap", "listing") or page.problem is not None or not entries:
        return None
    return SeedList(page.kind, entries)


def unread(problem: extract.ReadingProblem) -> Reading:
    """Return the reading of a payload that could not be extracted, because it is lost or killed its worker."""
    return Reading(
        page_kind="other", extractor=extract.EXTRACTOR, extractor_version=extract.EXTRACTOR_VERSION, problem=problem
    )


def is_in_vain(reading: Reading) -> bool:
    """Return True if the payload could not be read for lack of time or memory, which may be better another time."""
    return reading.problem in _PASSING


def count_attempt(reading: Reading, tries: int) -> Reading:
    """Return a reading that notes in how many runs it was tried, if it was in vain again after so many."""
    return replace(reading, options={**reading.options, "tries": tries + 1}) if is_in_vain(reading) else reading
