"""Signs of what a page demands from its visitor, in families of words and in the labels of its buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.wordings import conditions, demands

if TYPE_CHECKING:
    from kaaw_archive.extract.front_parts import Front

_SHORT = 60  # words of a page that says little
_LABEL = 60  # characters
_FEW_FIELDS, _PICTURES = 4, 3
_GIVEN = frozenset({"a need", "only for some", "a refusal", "a number or card of the visitor"})


def of_demands(front: Front, title: str) -> dict[str, bool]:
    """Return the signs of demands by name."""
    lines = [line for line, _ in front.lines]
    text = "\n".join((title, *lines))
    found = demands.families_of(text)
    is_short = sum(len(line.split()) for line in lines) <= _SHORT
    return {
        **{name: name in found for name in demands.FAMILIES},
        "two demands": len(found) >= 2,
        "three demands": len(found) >= 3,
        "four demands": len(found) >= 4,
        "short and two demands": len(found) >= 2 and is_short,
        "short and three demands": len(found) >= 3 and is_short,
        "demand in name": bool(demands.families_of("\n".join((title, *front.heads[:1])))),
        "demand in first line": bool(demands.families_of("\n".join(lines[:2]))),
        **_of_labels(front, found, is_short=is_short),
        **{name: is_short and sign for name, sign in _of_little(front, found).items()},
        # a page in front of another never says that nothing is needed
        "says that it is open": demands.OPEN.search(text) is not None,
        "covered signs": demands.MASKED.search(text) is not None,
    }


def _of_labels(front: Front, found: frozenset[str], *, is_short: bool) -> dict[str, bool]:
    """Return signs of labels that show what is wanted, and of fields for what only a known visitor has."""
    formed = [line for line, is_formed in front.lines if is_formed]
    labels = [*front.presses, *(" ".join((link.text_content() or "").split())[:_LABEL] for link in front.links)]
    asked = [*formed, *(field.get("placeholder") or "" for field in front.fields)]
    reveals = any(map(demands.REVEALS.search, front.presses))
    sends = any(map(conditions.SENDS.search, front.presses))
    is_numbered = 0 < len(front.fields) <= _FEW_FIELDS and any(map(demands.NUMBER_ASKED.search, asked))
    is_asked_who = _asks_who(front)
    return {
        "a label reveals": reveals,
        "reveals behind a field": reveals and bool(front.fields),
        "short and reveals": reveals and is_short,
        "a need and a label reveals": reveals and bool(found & _GIVEN),
        "a number is asked for": is_numbered,
        "opens for a number": is_numbered and reveals and not sends,
        "reveals and does not send": reveals and not sends,
        "for some and to press": "only for some" in found and bool(front.presses) and not sends,
        "short, for some, to press": "only for some" in found and bool(front.presses) and is_short and not sends,
        "asked who first": is_asked_who,
        "asked who and to press": is_asked_who and bool(labels) and is_short,
        "declares beside a box": any(map(demands.FAMILIES["a declaration"].search, formed)),
        "pictures to press": sum(not label.strip() for label in front.presses) >= _PICTURES,
        "a label sells": any(map(demands.SELLS.search, labels)),
    }


def _asks_who(front: Front) -> bool:
    first = (*front.heads[:1], *(line for line, _ in front.lines[:2]))
    return any(map(demands.FAMILIES["a question of who"].search, first))


def _of_little(front: Front, found: frozenset[str]) -> dict[str, bool]:
    """Return signs of a page that says little else than one demand."""
    return {
        "ends and leads": "an end" in found and bool(front.links or front.presses),
        "waits and little else": "a wait of the visitor" in found and not front.fields,
        "refuses and little else": "a refusal" in found,
        "proof and little else": "a proof" in found and bool(front.presses or front.fields),
        "something was sent and little else": "something was sent" in found,
    }
