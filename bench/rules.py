"""The rules of reading by name, and how to leave one out: for measuring what each of them brings."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from kaaw_archive.extract.article import (
    analysis,
    classifier,
    datelines,
    dates,
    entries,
    filters,
    headlines,
    leads,
    published,
    selection,
)
from kaaw_archive.extract.html import trees
from kaaw_archive.extract.metadata import declared_dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kaaw_archive.extract.article.features import Context
    from kaaw_archive.extract.html.segments import Segments

Stage = Literal["layout", "judging", "choice", "title", "date"]


class Rule(NamedTuple):
    """What a rule changes first, and what stands in its place where it is left out."""

    stage: Stage
    module: Any
    name: str
    instead: Any


def _nothing(*_: Any) -> Any:
    return iter(())


def _none(*_: Any) -> None:
    return None


def _same_numbers(_: Any, numbers: list[int], *__: Any) -> list[int]:
    return numbers


def _by_length(found: Segments, context: Context) -> classifier.Judged:
    """What is left without a model: paragraphs of ten words and more, with few links in them."""
    within = context.part
    values = [
        float(s.words >= 10 and s.linked * 4 < s.words and (within is None or s.box in within)) for s in found.all
    ]
    return classifier.Judged(values, {})


RULES: dict[str, Rule] = {
    "model": Rule("judging", classifier, "of_segments", _by_length),
    "vote of trafilatura": Rule("choice", selection, "is_unsure", lambda *_: False),
    "article element of the system": Rule("layout", trees, "article_part", _none),
    "what the system drops": Rule("layout", trees, "drop", _none),
    "thresholds: lower where nothing is sure": Rule("choice", selection, "_enough", lambda *_: 0.5),
    "gaps and headings": Rule("choice", selection, "_smoothed", lambda found, judged, taken: taken),
    "whole tables": Rule("choice", selection, "_with_whole_tables", lambda found, judged, taken: taken),
    "whole lists": Rule("choice", selection, "_with_whole_lists", lambda found, taken: taken),
    "lines announced by a colon": Rule("choice", selection, "_with_announced", lambda found, taken, head: taken),
    "placeholders of films and maps": Rule("choice", filters, "_without_placeholders", _same_numbers),
    "captions": Rule("choice", filters, "_without_captions", _same_numbers),
    "comments, other posts": Rule("choice", filters, "of_others", lambda found, judged, head: [False] * len(judged)),
    "neighbours in a list": Rule("choice", entries, "without_neighbours", _same_numbers),
    "headline again": Rule("choice", filters, "_without_headline", _same_numbers),
    "date line in front": Rule("choice", filters, "_without_date_line", _same_numbers),
    "line of place and date": Rule("choice", datelines, "without", lambda parts: parts),
    "what stands twice": Rule("choice", filters, "_without_repeats", _same_numbers),
    "calls to the reader": Rule("choice", filters, "_without_calls", _same_numbers),
    "lead": Rule("choice", leads, "with_lead", _same_numbers),
    "title: headings": Rule("title", headlines, "_candidates", _nothing),
    "title: kicker in front": Rule("title", headlines, "_endings", _nothing),
    "title: what stands beside it": Rule("title", headlines, "_BESIDE", headlines._NEVER),
    "title: names of the site": Rule("title", headlines, "_site_names", lambda *_: set()),
    "title: heading before the text": Rule("title", analysis, "with_nearest_heading", lambda page, numbers: page),
    "date: in short texts": Rule("date", published, "_in_texts", _nothing),
    "date: label in the line before": Rule("date", published, "_LABEL_WORDS", 0),
    "date: rows of teasers": Rule("date", published, "_ROW_OF_DATES", 10_000),
    "date: not after the last change": Rule("date", published, "_last_change", _none),
    "date: the system's selectors": Rule("date", published, "_in_marked", _nothing),
    "date: JSON-LD": Rule("date", declared_dates, "_in_json", _nothing),
    "date: meta": Rule("date", declared_dates, "_in_meta", _nothing),
    "date: time elements": Rule("date", published, "_in_times", _nothing),
    "date: address": Rule("date", declared_dates, "_in_url", _nothing),
    "date: htmldate": Rule("date", dates, "_dug_up", _none),
}


def leave_out(names: Iterable[str]) -> None:
    """Change the modules of this process so that these rules do nothing."""
    for name in names:
        rule = RULES[name]
        setattr(rule.module, rule.name, rule.instead)


@contextmanager
def without(name: str) -> Iterator[Rule]:
    """One rule left out for a while."""
    rule = RULES[name]
    kept = getattr(rule.module, rule.name)
    setattr(rule.module, rule.name, rule.instead)
    try:
        yield rule
    finally:
        setattr(rule.module, rule.name, kept)
