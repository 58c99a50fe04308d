"""Arguments of the Python API: days, names and filters; a wrong one is an error and never an empty answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

from kaaw_archive.items.article_filter import ARTICLE_EVENTS, STATES, ArticleFilter
from kaaw_archive.items.events import EVENT_KINDS
from kaaw_archive.verdicts import LinkHealth

if TYPE_CHECKING:
    from collections.abc import Collection

Names = str | Sequence[str]
_DAYS = ("since", "until")
_LANGUAGE = re.compile(r"[a-z]{2,3}")  # ISO 639


def day_of(day: str | date | None) -> str | None:
    """Return a day as text. Raises ValueError if it is none."""
    if day is None:
        return None
    if not isinstance(day, str):
        return day.isoformat()
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        raise ValueError(f"{day!r} is no day: say it as in 2016-09-22") from None


def names(given: Names) -> tuple[str, ...]:
    """Return names, of which one may be given by itself."""
    return (given,) if isinstance(given, str) else tuple(given)


def event_kinds(given: Names) -> tuple[str, ...]:
    """Return kinds of events. Raises ValueError for an unknown kind."""
    return _known("kind of event", names(given), EVENT_KINDS)


def healths(given: Names) -> tuple[str, ...]:
    """Return kinds of health. Raises ValueError for an unknown kind."""
    return _known("health", names(given), tuple(map(str, LinkHealth)))


def states(given: Names) -> tuple[str, ...]:
    """Return states of texts. Raises ValueError for an unknown state."""
    return _known("state", names(given), STATES)


def article_filter(given: Mapping[str, Any]) -> ArticleFilter:
    """Return a filter, of news if nothing else is given.

    Raises TypeError for a name that is none of its fields, ValueError for a value that can find nothing.
    """
    known = {field.name: field for field in fields(ArticleFilter)}
    for name in given:
        if name == "as_of":
            raise TypeError("as_of is no filter: archive.as_of(day) is the archive as it was known at the end of a day")
        if name not in known:
            raise TypeError(f"there is no filter {name}: there are {', '.join(known)}")
    values = dict(given)
    for name, value in given.items():
        if name in _DAYS:
            values[name] = day_of(value)
        elif known[name].default == ():
            values[name] = names(value)
    chosen = ArticleFilter(**{"is_news": True, **values})
    if chosen.since and chosen.until and chosen.since > chosen.until:
        raise ValueError(f"since {chosen.since} is after until {chosen.until}: no day is between them")
    _known("state", chosen.states, STATES)
    _known("kind", chosen.kinds, _article_kinds())
    for code in chosen.languages:
        if not _LANGUAGE.fullmatch(code):
            raise ValueError(f"{code} is no code of a language, such as de")
    _known("event of articles", chosen.events, ARTICLE_EVENTS)
    return chosen


def _article_kinds() -> tuple[str, ...]:
    from kaaw_archive.items.articles import ArticleKind

    return get_args(ArticleKind)


def _known(what: str, given: tuple[str, ...], known: Collection[str]) -> tuple[str, ...]:
    for name in given:
        if name not in known:
            raise ValueError(f"{name} is no {what}: there are {', '.join(known)}")
    return given
