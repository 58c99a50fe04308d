"""Corrections: what a person says of an article stands above what was read of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from kaaw_archive.bounds import TITLE_CHARACTERS
from kaaw_archive.errors import WrongArguments
from kaaw_archive.json_text import compact

# Fields that people may correct, with the columns of snapshots that hold them; a state belongs to the article itself.
COLUMNS = {"title": "title", "date": "published_on", "author": "author", "kind": "kind"}
STATE = "state"
FIELDS = (*COLUMNS, STATE)
CLUE = "corrected"  # what a value of these fields is from then on evidenced by
_OPTIONAL = ("date", "author")  # may be corrected to: there is none
_STATES = ("live", "withdrawn", "moved")


@dataclass(frozen=True, slots=True)
class Correction:
    """Decision about a field of an article. ``value`` None: the article has no such thing. ``made_at`` is UTC text."""

    url: str
    field: str
    value: str | None
    reason: str
    made_by: str
    made_at: str


def of_decision(subject: str, value_json: str, reason: str, made_by: str, made_at: str) -> Correction:
    """Return the correction that a row of ``decisions`` holds."""
    value = json.loads(value_json)
    return Correction(subject, value["field"], value["value"], reason, made_by, made_at)


def value_of(correction: Correction) -> str:
    """Return the ``value_json`` of the row of a correction in ``decisions``."""
    return compact({"field": correction.field, "value": correction.value})


def checked_value(field: str, typed: str, kinds: frozenset[str]) -> str | None:
    """Return a value as it is stored, None if the article has no such thing. Raises WrongArguments.

    ``kinds`` are the kinds of articles that there are.
    """
    text = " ".join(typed.split())
    if not text:
        if field in _OPTIONAL:
            return None
        raise WrongArguments(f"an article has a {field}: say which")
    if field == "date":
        return _day(text)
    for name, known in (("kind", sorted(kinds)), (STATE, _STATES)):
        if field == name and text not in known:
            raise WrongArguments(f"{text!r} is no {name}: there are {', '.join(known)}")
    if len(text) > TITLE_CHARACTERS:
        raise WrongArguments(f"the {field} has {len(text):,} characters: {TITLE_CHARACTERS:,} at most")
    return text


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise WrongArguments(f"{text!r} is no day: say 2016-09-22, or '' if the article has none") from None
