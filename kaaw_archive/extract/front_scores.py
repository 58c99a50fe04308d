"""Scores of the signs that a page stands in front of another, or that its text ends where an offer begins.

The weights are fitted by ``bench/train_barriers.py``, with an honest page weighing more than a wall. A score is the
sum of the weights of the signs that a page has; from 0 on the signs are enough. Words are signs, too (``front_words``).
"""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive.extract.front_parts import read_front
from kaaw_archive.extract.front_signs import of_front, writes_to_somebody
from kaaw_archive.extract.front_words import words_of
from kaaw_archive.extract.offer_signs import MOST_CHARACTERS, of_offer
from kaaw_archive.wordings.conditions import WITHHELD, has

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import HtmlElement

    from kaaw_archive.extract.front_parts import Front
    from kaaw_archive.items import PageFeatures

WEIGHTS = Path(__file__).with_name("front_weights.json")
_CONSTANT = ""
_LABEL, _TEASERS = 6, 2  # words of a label; labels
_LITTLE, _MUCH, _VERY_MUCH = 200, 1_200, 2_500  # characters of the main part
_ENOUGH_TO_LOSE, _MOST = 400, 0.5  # characters; share of them


class Scores(NamedTuple):
    """Scores of a page; None where its main part is too long, not found whole or teasers, or its form is a letter."""

    front: float | None = None
    offer: float | None = None


def of_page(tree: HtmlElement, page: PageFeatures, url: str, notices: frozenset[HtmlElement]) -> Scores:
    """Return the scores of a page with these features at an address."""
    if (page.own_characters or 0) > MOST_CHARACTERS:
        return Scores()
    shown = read_front(tree, notices)
    if not is_whole(shown, page.own_characters or 0) or writes_to_somebody(shown):
        return Scores()
    offer = of_offer(shown, is_paid=page.is_paid, evidence=page.article_evidence)
    score = _score("front", signs_of(tree, shown, page, url, offer))
    score = round(score + _of_words(shown, page.title or ""), 2)
    return Scores(score, None if leads_to_texts(shown) else _score("offer", offer))


def signs_of(
    tree: HtmlElement, shown: Front, page: PageFeatures, url: str, offer: Mapping[str, bool]
) -> dict[str, bool]:
    """Return the signs that a page stands in front of another, those of an offer among them, by name."""
    own = page.own_characters or 0
    return {
        **of_front(tree, shown, page.title or "", url),
        **{f"offer: {name}": is_there for name, is_there in offer.items()},
        "at most 200 characters": own <= _LITTLE,
        "over 1200 characters": own > _MUCH,
        "over 2500 characters": own > _VERY_MUCH,
        "leads to texts": leads_to_texts(shown),
    }


def is_whole(front: Front, own: int) -> bool:
    """Return True if the front holds most of the ``own`` characters of the main part: else it was taken for a layer."""
    return own < _ENOUGH_TO_LOSE or sum(len(line) for line, _ in front.lines) >= _MOST * own


def leads_to_texts(front: Front) -> bool:
    """Return True for teasers: two labels and more to read on, each of which leads to an address of its own."""
    labels = {link.get("href"): " ".join(link.text_content().split()) for link in front.links if link.get("href")}
    ways = [label for label in labels.values() if len(label.split()) <= _LABEL and has(WITHHELD, (label,))]
    return len(ways) >= _TEASERS


def _score(kind: str, signs: Mapping[str, bool]) -> float:
    weights = tables()[kind]
    return round(weights[_CONSTANT] + sum(weights.get(name, 0.0) for name, is_there in signs.items() if is_there), 2)


def _of_words(front: Front, title: str) -> float:
    weights = tables()["words"]
    return math.fsum(weights[word] for word in words_of(front, title) if word in weights)


@cache
def tables() -> dict[str, dict[str, float]]:
    """Return the weights of the signs of both kinds of pages, and of the words of a page in front of another."""
    read: dict[str, dict[str, float]] = json.loads(WEIGHTS.read_text("utf-8"))
    return read
