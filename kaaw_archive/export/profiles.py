"""Rights profiles: what a publisher reserved, and what of it each profile leaves out. Pure.

The signals are those of ``extract/rights.py``. This is a rule of care and no legal advice.
"""

from __future__ import annotations

import json
import re
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_TOKEN = re.compile(r"[\w-]+")
_REFUSED = re.compile(r"=\s*\"?n\"?\s*(?:[,;]|\Z)", re.IGNORECASE)
_NO_COPY = frozenset({"noarchive", "nocache"})
_NO_MINING = frozenset({"noai"})


class Reservation(StrEnum):
    """A use that a publisher reserved, by the name of the signal."""

    NO_ARCHIVE = "noarchive"  # robots meta or X-Robots-Tag, also if it names one agent
    MINING = "tdm-reservation"  # header, markup or tdmrep.json
    USAGE = "content-usage"  # a preference that is "n"


class Profile(StrEnum):
    """People for whom a copy is made; the first is the careful one, and the default."""

    PUBLIC = "public"
    RESEARCH = "research"
    INTERNAL = "internal"


MEANINGS = {
    Profile.PUBLIC: "leaves out every text whose publisher reserved copies, mining or another use",
    Profile.RESEARCH: "leaves out texts whose publisher reserved copies; research may mine the others (§ 60d UrhG)",
    Profile.INTERNAL: "leaves out nothing: for copies that stay where the archive is",
}
_LEAVES_OUT = {
    Profile.PUBLIC: frozenset(Reservation),
    Profile.RESEARCH: frozenset({Reservation.NO_ARCHIVE}),
    Profile.INTERNAL: frozenset[Reservation](),
}
# columns of an exported version that are text of the publisher; the title stays, as in any bibliography
TEXTS = ("kicker", "lead", "text")


@lru_cache(maxsize=4096)
def reservations(signals: str) -> tuple[Reservation, ...]:
    """Return what some captures reserve together; ``signals`` is a JSON list of the texts of ``rights_json``."""
    found: set[Reservation] = set()
    for text in json.loads(signals):
        found |= _of_capture(json.loads(text))
    return tuple(sorted(found))


def is_left_out(profile: Profile, reserved: tuple[Reservation, ...]) -> bool:
    """Return True if this profile leaves a text with these reservations out."""
    return not _LEAVES_OUT[profile].isdisjoint(reserved)


def _of_capture(signals: Mapping[str, Any]) -> set[Reservation]:
    found = set()
    robots = [*signals.get("x_robots_tag", ()), *signals.get("robots", ())]
    words = {word.lower() for value in robots for word in _TOKEN.findall(str(value))}
    if words & _NO_COPY:
        found.add(Reservation.NO_ARCHIVE)
    if signals.get("tdm") == 1 or words & _NO_MINING:
        found.add(Reservation.MINING)
    if any(_REFUSED.search(str(value)) for value in signals.get("content_usage", ())):
        found.add(Reservation.USAGE)
    return found
