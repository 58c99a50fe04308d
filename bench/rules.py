"""The rules of reading by name, and how to leave one out: for measuring what each of them brings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from kaaw_archive.extract import choice, dates, headlines, layout, leads, pages, published, segments, trees

Rule = Callable[[], None]


def _set(module: Any, name: str, value: Any) -> Rule:
    return lambda: setattr(module, name, value)


def _nothing(*_: Any) -> Any:
    return iter(())


RULES: dict[str, Rule] = {
    "vote": _set(choice, "is_unsure", lambda *_: False),
    "smoothing": _set(choice, "_smoothed", lambda found, judged, taken: taken),
    "repeats": _set(choice, "_without_repeats", lambda found, numbers: numbers),
    "one-entry": _set(choice, "_of_one_entry", lambda found, numbers, head: numbers),
    "lead": _set(leads, "with_lead", lambda page, numbers: numbers),
    "article-element": _set(trees, "article_part", lambda *_: None),
    "drop-selectors": _set(trees, "drop", lambda *_: None),
    "brothers": _set(choice, "_with_brothers", lambda found, judged, taken, head: taken),
    "title-kicker-in-heading": _set(headlines, "_endings", _nothing),
    "title-parts-beside": _set(headlines, "_BESIDE", headlines._NEVER),
    "title-nearest-heading": _set(layout, "with_nearest_heading", lambda page, numbers: page),
    "title-site-name": _set(headlines, "_site_names", lambda *_: set()),
    "date-in-text": _set(published, "_in_texts", _nothing),
    "date-json-ld": _set(published, "_in_json", _nothing),
    "date-meta": _set(published, "_in_meta", _nothing),
    "date-time-element": _set(published, "_in_times", _nothing),
    "date-in-address": _set(published, "_in_url", _nothing),
    "date-htmldate": _set(dates, "_dug_up", lambda *_: None),
}


def leave_out(names: Iterable[str]) -> None:
    """Change the modules of this process so that these rules do nothing."""
    for name in names:
        RULES[name]()
    _ = pages, segments  # modules that look the rules up when they run
