"""Judge if two articles are one text at two addresses. Pure: texts come from functions that the caller gives.

The same knowledge finds successors of links (``linkrot.successors``), but a candidate for a link is looked at by a
person, and a work is not: so a work needs a title and a day that agree, and numbers that do not differ. Notices of a
series, repeats of each year and corrections have most of a text in common and are texts of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from kaaw_archive import similarity, times, urls
from kaaw_archive.items import EvidenceRule, WorkEvidence
from kaaw_archive.linkrot.addresses import folder_of
from kaaw_archive.linkrot.successors import (
    BY_MAPPING,
    CANONICAL,
    LIKE_FROM,
    LIKE_TEXT,
    PERMANENT_REDIRECT,
    RENAMED_AND_THERE,
    SAME_TEXT,
    TITLE_FROM,
    title_similarity,
)

if TYPE_CHECKING:
    from collections.abc import Callable

# Starting values, each held by cases in tests/derive/test_works.py.
CONTAINED_FROM = 0.8  # share of the shorter text that the longer one holds
LENGTHS_FROM = 0.6  # the shorter text by the longer: a teaser is another text
FEWEST_WORDS = 30  # of texts that are compared by shingles; one word is in five of them
TELLING_WORDS = 40  # a text so long stands for itself where no day does
MAPPING_FROM = 3  # other articles that moved from one folder to another
LIKE_TITLE_FROM = 0.5  # of a text that is the same to the letter
ABOUT_FROM = 0.6  # share of the long words of a title that a text has, if it is about that
FEWEST_TITLE_WORDS = 2
REACHABLE = {"redirect": PERMANENT_REDIRECT, "canonical": CANONICAL, "renaming": RENAMED_AND_THERE}

Way = Literal["redirect", "canonical", "renaming"]
_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WORD = re.compile(r"\w+")
_STEM, _LONG_WORD = 5, 4  # letters
_WEEK = timedelta(days=7)
# A release that mends another one says so in its title.
_MENDING = re.compile(
    r"\b(?:korrektur|korrigiert|korrigierte|berichtigung|berichtigt|richtigstellung|nachtrag|ergänzung|aktualisiert|"
    r"aktualisierung|update|correction|corrected|corrigendum|erratum|rectificatif)\b",
    re.IGNORECASE,
)
_REASONS: dict[Way, str] = {
    "redirect": "a permanent redirect leads there",
    "canonical": "the page says that this is its address",
    "renaming": "the address is renamed as content systems do",
}


@dataclass(frozen=True, slots=True)
class KnownVersion:
    """One version of an article, without its text."""

    snapshot_id: int
    capture_id: int
    title: str
    published_on: str | None


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """An article with its first and its last version, and the digests of the texts of all of its versions."""

    id: int
    key: str
    url: str
    source: str
    first_seen_at: str
    last_seen_at: str
    news_since_at: str | None
    first: KnownVersion
    last: KnownVersion
    digests: frozenset[str]

    @property
    def order(self) -> tuple[str, str]:
        """The order in which addresses of one work are counted: the first to be seen is the first."""
        return self.first_seen_at, self.key


class IdentityJudge:
    """Judges pairs of articles. ``text_of`` and ``files_of`` return the text and the linked files of a version."""

    def __init__(self, text_of: Callable[[int], str], files_of: Callable[[int], frozenset[str]]) -> None:
        self._text_of = text_of
        self._files_of = files_of
        self._words = lru_cache(maxsize=512)(lambda snapshot_id: _words(self._text_of(snapshot_id)))
        self._shingles = lru_cache(maxsize=512)(lambda snapshot_id: similarity.shingles(self._text_of(snapshot_id)))

    def by_address(self, old: KnownArticle, new: KnownArticle, way: Way) -> WorkEvidence | None:
        """Return evidence if the address of one leads to the other and nothing says that it is another text."""
        old_side, new_side = old.last, new.first
        titles = title_similarity(old_side.title, new_side.title)
        has_same_title = titles >= TITLE_FROM and _numbers(old_side.title) == _numbers(new_side.title)
        if not old.digests & new.digests:
            one, other = self._shingles(old_side.snapshot_id), self._shingles(new_side.snapshot_id)
            alike = len(one & other) / len(one | other) if one and other else 0.0
            is_of_day = not days_differ(old_side, new_side)
            # systems state a wrong address as often as a right one: the text must say so, too
            is_in_text = is_of_day and alike > LIKE_FROM and self._have_same_numbers(old_side, new_side)
            if way == "canonical" and not is_in_text:
                return None
            if not (has_same_title and is_of_day) and not (alike > LIKE_FROM and (is_of_day or has_same_title)):
                return None
        return self._evidence(old, new, way, REACHABLE[way], _REASONS[way])

    def alike(self, old: KnownArticle, new: KnownArticle) -> WorkEvidence | None:
        """Return evidence if two articles of one source have the same text, or one holds nearly all of the other's."""
        if old.source != new.source or old.key == new.key or days_differ(old.last, new.first):
            return None
        if _numbers(old.last.title) != _numbers(new.first.title):
            return None
        if old.digests & new.digests:
            return self._same_text(old, new)
        return self._like_text(old, new)

    def as_others(self, old: KnownArticle, new: KnownArticle, pairs: int) -> WorkEvidence | None:
        """Return evidence by so many other articles that moved between the same folders as this pair, on one relaunch.

        A relaunch may give its articles other days. The text must be the same, and the old address must have ended.
        """
        titles = title_similarity(old.last.title, new.first.title)
        if pairs < MAPPING_FROM or titles < TITLE_FROM or not old.digests & new.digests:
            return None
        if old.last_seen_at >= new.first_seen_at or _numbers(old.last.title) != _numbers(new.first.title):
            return None
        reason = f"the same text, and {pairs} other articles moved between the same folders"
        return self._evidence(old, new, "renaming", BY_MAPPING, reason)

    def _same_text(self, old: KnownArticle, new: KnownArticle) -> WorkEvidence | None:
        titles = title_similarity(old.last.title, new.first.title)
        words = len(self._words(new.first.snapshot_id))
        has_like_title = titles >= LIKE_TITLE_FROM or self._tells_the_same(old.last, new.first)
        if not has_like_title or (titles < TITLE_FROM and words < TELLING_WORDS):
            return None
        is_dated = old.last.published_on is not None and new.first.published_on is not None
        if not is_dated and (words < TELLING_WORDS or _years_differ(old.url, new.url)):
            return None
        # two notices of few words may be told apart by what they attach
        is_short = words < TELLING_WORDS and are_together(old, new)
        if is_short and self._files_of(old.last.snapshot_id) != self._files_of(new.first.snapshot_id):
            return None
        return self._evidence(old, new, "same_text", SAME_TEXT, "the archive has the same text under this address")

    def _like_text(self, old: KnownArticle, new: KnownArticle) -> WorkEvidence | None:
        one, other = old.last, new.first
        if one.published_on is None or one.published_on != other.published_on or are_together(old, new):
            return None
        has_same_title = title_similarity(one.title, other.title) >= TITLE_FROM
        is_moved = folder_of(old.url) != folder_of(new.url) or urls.host(old.url) != urls.host(new.url)
        if not has_same_title and not (is_moved and self._tells_the_same(one, other)):
            return None
        if _is_mended(one.title, other.title) or (not is_moved and _are_of_one_week(old, new)):
            return None
        short, long = sorted((one.snapshot_id, other.snapshot_id), key=lambda side: len(self._words(side)))
        if len(self._words(short)) < max(FEWEST_WORDS, LENGTHS_FROM * len(self._words(long))):
            return None
        if not _numbers(self._text_of(short)) <= _numbers(self._text_of(long)):
            return None
        held = len(self._shingles(short) & self._shingles(long)) / len(self._shingles(short))
        if held < CONTAINED_FROM:
            return None
        reason = f"same title and day, and {round(100 * held)} % of the text is there"
        return self._evidence(old, new, "like_text", LIKE_TEXT, reason)

    def _have_same_numbers(self, one: KnownVersion, other: KnownVersion) -> bool:
        """Return True if all numbers of one text are in the other."""
        numbers = [_numbers(self._text_of(side.snapshot_id)) for side in (one, other)]
        return numbers[0] <= numbers[1] or numbers[1] <= numbers[0]

    def _tells_the_same(self, one: KnownVersion, other: KnownVersion) -> bool:
        """Return True if two versions of one day have other titles, and each text has the words of both."""
        if one.published_on is None or one.published_on != other.published_on:
            return False
        texts = [{word[:_STEM] for word in map(str.lower, self._words(side.snapshot_id))} for side in (one, other)]
        for title in (one.title, other.title):
            stems = {word[:_STEM] for word in _words(title.lower()) if len(word) >= _LONG_WORD}
            if len(stems) < FEWEST_TITLE_WORDS or any(len(stems & text) < ABOUT_FROM * len(stems) for text in texts):
                return False
        return True

    @staticmethod
    def _evidence(
        old: KnownArticle, new: KnownArticle, rule: EvidenceRule, confidence: float, reason: str
    ) -> WorkEvidence:
        return WorkEvidence(old.id, new.id, rule, confidence, reason, (old.last.capture_id, new.first.capture_id))


def are_together(one: KnownArticle, other: KnownArticle) -> bool:
    """Return True if each of two articles was seen after the other one was there."""
    return one.last_seen_at > other.first_seen_at and other.last_seen_at > one.first_seen_at


def days_differ(one: KnownVersion, other: KnownVersion) -> bool:
    """Return True if both versions state a day, and not the same."""
    return None not in (one.published_on, other.published_on) and one.published_on != other.published_on


def is_other_text(one: KnownArticle, other: KnownArticle) -> bool:
    """Return True if two articles cannot be one text: they were there side by side and differed, or are of two days."""
    return days_differ(one.last, other.first) or is_beside(one, other)


def is_beside(one: KnownArticle, other: KnownArticle) -> bool:
    """Return True if two articles with different texts were there at one time."""
    return are_together(one, other) and not one.digests & other.digests


def _are_of_one_week(one: KnownArticle, other: KnownArticle) -> bool:
    """Return True if two articles were seen first within a week: releases for two places, and no move."""
    first, later = sorted((one.first_seen_at, other.first_seen_at))
    return times.from_text(later) - times.from_text(first) < _WEEK


def _numbers(text: str) -> frozenset[str]:
    return frozenset(_NUMBER.findall(text))


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _years_differ(one: str, other: str) -> bool:
    """Return True if two addresses name years, and none in common: repeats of each year."""
    years, others = set(_YEAR.findall(one)), set(_YEAR.findall(other))
    return bool(years and others and not years & others)


def _is_mended(one: str, other: str) -> bool:
    return bool(_MENDING.search(one)) != bool(_MENDING.search(other))
