"""Notices that the text of a page ends where payment or a registration begins. Pure."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from kaaw_archive.items import PageNotice
from kaaw_archive.wordings import barriers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaaw_archive.items import PageFeatures

ENOUGH_OFFER = -0.6  # of ``front_scores``
LIKELY_FRONT = -1.3  # score of a page in front of another below which an offer is one beside a text
NO_OFFER = -1.0  # score below which words alone make no offer
_FAMILIES_IF_PAID, _FAMILIES = 2, 3  # families of words of an offer
_MOST_BEFORE_PAYMENT = 1_500  # characters of a page that offers to go on, its offer among them
_LITTLE_TOLD = 450  # characters of an offer alone
_FEWEST_TOLD = 6  # words of a line of the article
_ENDS = '.!?…”“"»«'
_WORDS_OF_LEAD = 25  # in front of an offer, where nothing breaks off
_WORDS_BEFORE_PAYMENT = 60


def offer_of(page: PageFeatures, own: int) -> Iterator[PageNotice]:
    """Yield the notice of a page whose text ends where payment or a registration begins."""
    found = next(_paywall(page, own), None)
    is_front = page.front_score is None or page.front_score >= LIKELY_FRONT
    if found is None and is_front and page.offer_score is not None and page.offer_score >= ENOUGH_OFFER:
        words = barriers.families_in(barriers.PAYWALL._replace(needed=0), (page.own_opening,))
        found = PageNotice("paywall", "signs", words[0] if words else page.headings[0] if page.headings else "")
    return iter(() if found is None else (found,))


def _paywall(page: PageFeatures, own: int) -> Iterator[PageNotice]:
    """Yield the notice of a page that shows a headline and a few words, and goes on for those who pay or register.

    The last line in front of the offer breaks off, or there is none but a lead.
    """
    is_text = own > _LITTLE_TOLD and page.offer_score is not None and page.offer_score < NO_OFFER
    if own > _MOST_BEFORE_PAYMENT or is_text:
        return
    words = barriers.families_in(barriers.PAYWALL, (*page.headings[1:], page.opening, page.own_opening))
    if len(words) < (_FAMILIES_IF_PAID if page.is_paid else _FAMILIES):
        return
    has_offer = page.is_paid or page.has_offer or any(_offers(one, 1) for one in page.headings[1:])
    before = takewhile(lambda line: not _offers(line), page.own_opening.splitlines())
    told_lines = [line.rstrip() for line in before if len(line.split()) >= _FEWEST_TOLD]
    is_cut = any(line[-1] not in _ENDS or line.endswith(("...", "…")) for line in told_lines[-1:])
    count = sum(len(line.split()) for line in told_lines)
    if (is_cut or has_offer) and count <= (_WORDS_BEFORE_PAYMENT if is_cut or page.is_paid else _WORDS_OF_LEAD):
        yield PageNotice("paywall", "sentence", words[0])


def _offers(line: str, fewest: int = 2) -> bool:
    return len(barriers.families_in(barriers.PAYWALL._replace(needed=0), (line,))) >= fewest
