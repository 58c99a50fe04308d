"""Figures of pages of other projects' test suites, ours and trafilatura's side by side.

Each figure is a function of the records and predictions; the table prints those of one group of pages.
"""

from __future__ import annotations

import statistics
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from types import ModuleType

    Truth = Mapping[str, Any]
    Predictions = Mapping[str, Any]

FEWEST_WORDS = 8  # of the first line of a truth
_RUN = 3  # words
_MOST_RUNS = 0.8
LOST, KEPT = 0.5, 0.8  # page F1 of ours and of trafilatura: an article lost


class Figure(NamedTuple):
    """A row of the table: which pages, which columns of ``score.py``, what to reach in each of them."""

    name: str
    chosen: Callable[[Mapping[str, Any]], bool]
    columns: tuple[str, ...]
    wanted: tuple[float, ...]


def _is_article(record: Mapping[str, Any]) -> bool:
    return record["set"] == "wxb" and record.get("type") == "article"


def _has_whole_text(record: Mapping[str, Any]) -> bool:
    return record["set"] in ("moz", "def", "np4")


FIGURES = (
    Figure("wxb articles", _is_article, ("F1", "page", "R"), (0.954, 0.945, 0.955)),
    Figure("moz, def, np4", _has_whole_text, ("F1", "page"), (0.906, 0.895)),
    Figure("days of htm, wxb, pos", lambda one: one["set"] in ("htm", "wxb", "pos"), ("dR", "dP"), (0.88, 0.94)),
    Figure("titles, authors of wxb", _is_article, ("tEq", "aR"), (0.88, 0.75)),
)
FIRST_LINE = 0.95


def show(score: ModuleType, truth: Truth, done: Predictions) -> None:
    """Print the figures of these pages."""
    theirs = {name: one["trafilatura"] for name, one in done.items()}
    print(f"{'':32}{'pages':>6}{'wanted':>8}{'is':>8}{'trafilatura':>13}")
    for figure in FIGURES:
        pages = {name: record for name, record in truth.items() if figure.chosen(record)}
        ours, other = (score.aggregate(pages, predictions)[0] for predictions in (done, theirs))
        count = sum(bool(record.get("date")) for record in pages.values()) if "dR" in figure.columns else len(pages)
        for column, wanted in zip(figure.columns, figure.wanted, strict=True):
            row(f"{figure.name}: {column}", count, wanted, ours.get(column, 0.0), other.get(column, 0.0))
    whole = {n: r for n, r in truth.items() if "text" in r and (_is_article(r) or _has_whole_text(r))}
    show_better(score, {name: record for name, record in whole.items() if _is_article(record)}, done, theirs)
    show_lost(score, whole, done, theirs)
    show_first_lines(score, {n: r for n, r in whole.items() if _is_article(r)}, done, theirs, FIRST_LINE)


def row(name: str, count: int, wanted: float, ours: float, theirs: float) -> None:
    """Print a row; a figure that is short of what is wanted has a mark."""
    print(f"{name:32}{count:6}{wanted:8.3f}{ours:8.4f}{theirs:13.4f} {' ' if ours >= wanted else '-'}")


def show_better(score: ModuleType, truth: Truth, ours: Predictions, theirs: Predictions) -> None:
    """Print the page mean that the better of both readings of each page would have."""
    found = [max(pair) for pair in _pairs(score, truth, ours, theirs).values()]
    print(f"    the better of both, page by page: {statistics.mean(found) if found else 0.0:.4f}")


def show_lost(score: ModuleType, truth: Truth, ours: Predictions, theirs: Predictions) -> None:
    """Print how many pages are lost by one reader and read well by the other, with the names of ours."""
    pairs = _pairs(score, truth, ours, theirs)
    mine = [name for name, (one, other) in pairs.items() if one < LOST and other >= KEPT]
    others = sum(other < LOST and one >= KEPT for one, other in pairs.values())
    print(f"page F1 under {LOST} where the other has {KEPT}: {len(mine)}, trafilatura {others} {' '.join(mine)}")


def _pairs(score: ModuleType, truth: Truth, ours: Predictions, theirs: Predictions) -> dict[str, tuple[float, float]]:
    """Return the page F1 of both readers by name."""
    mine, other = (score.aggregate(truth, predictions)[1] for predictions in (ours, theirs))
    return {name: (mine[name]["f"], other[name]["f"]) for name in mine.keys() & other.keys()}


def show_first_lines(
    score: ModuleType, truth: Truth, ours: Predictions, theirs: Predictions, wanted: float, name: str = "first line"
) -> None:
    """Print on how many pages the first line of the truth is kept."""
    lines = list(_first_lines(score, truth))
    mine, other = (
        sum(has_first_line(score, line, predictions[page]["text"]) for page, line in lines) / max(1, len(lines))
        for predictions in (ours, theirs)
    )
    row(name, len(lines), wanted, mine, other)


def _first_lines(score: ModuleType, truth: Truth) -> Iterator[tuple[str, str]]:
    """Yield the first line of each truth that has some words."""
    for name, record in truth.items():
        lines = (line for line in record["text"].splitlines() if len(score.words(line)) >= FEWEST_WORDS)
        if (line := next(lines, None)) is not None:
            yield name, line


def has_first_line(score: ModuleType, line: str, text: str) -> bool:
    """Return True if four fifths of the runs of three words of a line stand in a text."""
    wanted, there = (Counter(score.shingles(score.words(one), _RUN)) for one in (line, text))
    return sum((wanted & there).values()) >= _MOST_RUNS * sum(wanted.values())
