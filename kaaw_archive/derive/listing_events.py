"""Events of lists: an article that answers, and that no feed, sitemap or listing names any more. Pure.

An entry that newer ones pushed out is not unlisted: the seed must have named one that is as old or older instead, at
looks of two days, and no other seed may have named the text meanwhile, under any of its addresses.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kaaw_archive.items import WorkEvent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kaaw_archive.archive.queries.seed_history import Naming, TakenOut
    from kaaw_archive.derive.known_articles import KnownArticle

_UNLISTED = "the seed names older ones and not this one, on two days; its page answers"
_RELISTED = "a seed names it again"


@dataclass(frozen=True, slots=True)
class Listings:
    """Lists that name the addresses of one work, or named them; both in the order of time.

    ``taken_out`` are the departures of its articles by their ids, ``namings`` those of all of its addresses.
    ``witnesses`` are the entries that stayed when one left, as far as they are articles, by url key.
    """

    taken_out: Mapping[int, Sequence[TakenOut]] = field(default_factory=dict)
    namings: Sequence[Naming] = ()
    witnesses: Mapping[str, KnownArticle] = field(default_factory=dict)


def listing_events(
    article: KnownArticle, listings: Listings, signs: Sequence[Mapping[str, Any]]
) -> tuple[list[WorkEvent], bool]:
    """Return the events of an article, and True if it is unlisted at the end; ``signs`` are those of its absences."""
    events: list[WorkEvent] = []
    is_unlisted, since = False, ""
    for one in listings.taken_out.get(article.id, ()):
        if one.gone_at <= since or _is_named(one, listings.namings) or not _is_older(article, one, listings.witnesses):
            continue
        if one.answered is None or _was_absent(one.gone_at, one.answered[0], signs):
            continue
        events.append(_unlisted(one, one.answered))
        is_unlisted, since = True, one.gone_at
        again = next((naming for naming in listings.namings if naming.first_at > one.confirmed_at), None)
        if again is not None:
            events += _relisted(one, again)
            is_unlisted, since = False, again.first_at
    return events, is_unlisted


def _is_named(one: TakenOut, namings: Iterable[Naming]) -> bool:
    """Return True if some seed named the text after this one had left it out, until that was confirmed."""
    return any(
        naming.first_at <= one.confirmed_at
        and naming.last_at >= one.last_at
        and (naming.gone_at is None or naming.gone_at > one.gone_at)
        for naming in namings
    )


def _is_older(article: KnownArticle, one: TakenOut, witnesses: Mapping[str, KnownArticle]) -> bool:
    """Return True if the entry that stayed is of the same day or an earlier one; False if a day is unknown."""
    other = witnesses.get(one.witness_key)
    day = article.first.published_on or (one.stated_at or "")[:10]
    witness = (other.first.published_on if other is not None else None) or (one.witness_stated_at or "")[:10]
    return bool(day and witness) and witness <= day


def _was_absent(since: str, until: str, signs: Sequence[Mapping[str, Any]]) -> bool:
    """Return True if the address of the article did not show it at some time from ``since`` to ``until``."""
    return any(sign["before_at"] <= until and (sign["returned_at"] or "9") > since for sign in signs)


def _unlisted(one: TakenOut, answered: tuple[str, int]) -> WorkEvent:
    proof = (one.gone_capture_id, one.confirmed_capture_id, answered[1])
    known_at = max(one.confirmed_at, answered[0])
    return WorkEvent("unlisted", one.article_id, one.last_at, one.gone_at, known_at, proof, _UNLISTED)


def _relisted(one: TakenOut, again: Naming) -> Iterator[WorkEvent]:
    """Yield the event that an article is named again; none if the seed may have named it all the time."""
    if again.before_at is not None:
        proof = (again.first_capture_id,)
        at = again.first_at
        yield WorkEvent("relisted", one.article_id, again.before_at, at, at, proof, _RELISTED)
