"""Signs that the text of a page ends where an offer begins, each with the reason why it is one.

Measured only on pages whose main part says little; ``front_scores`` weighs them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_archive.wordings import access, barriers, conditions, demands, phrases
from kaaw_archive.wordings.particulars import FACTS, GOODS

if TYPE_CHECKING:
    from collections.abc import Collection

    from lxml.html import HtmlElement

    from kaaw_archive.extract.front_parts import Front

MOST_CHARACTERS = 3_500  # of the main part: a beginning of some paragraphs, and the offer
_TOLD, _SENTENCE, _SHORT_LINE, _CLOSE = 6, 10, 14, 4
_STATEMENT, _PARAGRAPH = 30, 10  # most words of a line that says so; fewest of a paragraph
_LAST = 4  # lines or links at the end of a page
_LEAD, _BOTH = 60, 110  # words in front of an offer, and with it
_FEWEST_FACTS = 2  # days, hours, prices, measures
_ENDS = '.!?”“"»«:)'


def _field_names(field: HtmlElement) -> str:
    return f"{field.tag} {field.get('type')} {field.get('name')} {field.get('id')}"


def of_offer(front: Front, *, is_paid: bool, evidence: int) -> dict[str, bool]:
    """Return the signs of a text that ends where an offer begins, by name."""
    lines = [line for line, _ in front.lines]
    begin = _begin(lines, set(front.heads[:1]))
    behind = lines[begin:]
    before = [
        line
        for line, is_formed in front.lines[:begin]
        if not is_formed and line not in front.heads[:1] and len(line.split()) >= _TOLD
    ]
    count, words = sum(len(line.split()) for line in before), sum(len(line.split()) for line in lines)
    matters = access.matters_in("\n".join((*behind, *front.presses)), access.OFFERS) if behind else {}
    families = len(barriers.families_in(barriers.PAYWALL, ("\n".join(lines),)))
    is_cut = bool(behind and before) and len(before[-1].split()) >= _SENTENCE and before[-1][-1].isalpha()
    is_short = bool(behind) and count <= _LEAD and words <= _BOTH
    return {
        "short": is_short,
        "very short": bool(behind) and words <= 60,
        "no offer": not behind,
        "over 70 words": count > 70,
        "over 110 words": count > 110,
        "breaks off in a sentence": is_cut,
        "breaks off and offers": is_cut and len(matters) >= 2,
        "breaks off": bool(before) and (before[-1].endswith(("…", "...")) or before[-1][-1] not in _ENDS),
        **_of_matters(matters, is_short=is_short),
        "two families": families >= 2,
        "three families": families >= 3,
        "to visitor": barriers.share_to_visitor("\n".join(behind)) >= 0.5,
        "short and to press": is_short and bool(front.presses),
        **_of_labels(front, behind, is_cut=is_cut, is_short=is_short),
        **_of_fields(front),
        **_of_the_rest(front, begin, is_cut=is_cut, is_offered=len(matters) >= 2),
        # the text is an article, which the publisher may have declared as paid
        "declared as paid": is_paid,
        "short and declared as paid": is_paid and words <= _BOTH,
        "evidence of an article": evidence >= 2,
        "headline is of the offer": any(access.matters_in(head, access.OFFERS) for head in front.heads[:1]),
        "a heading before it": bool(behind) and behind[0] in front.heads[1:],
        # a short text that ends, and says when and how much, is whole: the box below it sells a paper
        "goods": any(map(GOODS.search, front.presses)),
        "facts before it": sum(len(FACTS.findall(line)) for line in before) >= _FEWEST_FACTS,
        "an article that ends": evidence >= 2 and bool(before) and before[-1][-1] in _ENDS and not front.is_marked,
    }


def _of_matters(matters: Collection[str], *, is_short: bool) -> dict[str, bool]:
    """Return signs of what the offer speaks of to its visitor: of reading on, of money, of an account."""
    return {
        **{matter: matter in matters for matter in access.OFFERS},
        "short and two of them": is_short and len(matters) >= 2,
        "short and three of them": is_short and len(matters) >= 3,
        "short and four of them": is_short and len(matters) >= 4,
    }


def _of_the_rest(front: Front, begin: int, *, is_cut: bool, is_offered: bool) -> dict[str, bool]:
    """Return signs that the page says that its text goes on for some, at its end and not within a report."""
    lines = [line for line, _ in front.lines]
    first = set(front.heads[:1])
    places = [
        number
        for number, line in enumerate(lines)
        if line not in first and len(line.split()) <= _STATEMENT and conditions.has(conditions.WITHHELD, (line,))
    ]
    is_withheld = bool(places)
    after = [line for line in lines[places[-1] + 1 :] if len(line.split()) >= _PARAGRAPH] if places else []
    is_last = is_withheld and all(access.matters_in(one, access.OFFERS) or barriers.is_to_visitor(one) for one in after)
    before = [line for line in lines[: places[-1]] if len(line.split()) >= _TOLD] if places else lines[:begin]
    return {
        "the rest is withheld": is_withheld,
        "withheld at the end": is_last,
        "withheld and offered": is_last and is_offered,
        "withheld and cut": is_last and is_cut,
        "withheld after an open end": is_last and bool(before) and before[-1][-1] not in _ENDS,
        "withheld and no text": is_last and sum(len(line.split()) for line in before) <= _LEAD,
        "marked as withheld": front.is_marked,
        "marked and withheld": front.is_marked and is_last,
        "marked and offered": front.is_marked and is_offered,
    }


def _of_labels(front: Front, behind: list[str], *, is_cut: bool, is_short: bool) -> dict[str, bool]:
    """Return signs of labels that sell, of prices, and of a text that is a preview or covered."""
    text = "\n".join(line for line, _ in front.lines)
    ends = "\n".join(behind) or "\n".join([line for line, _ in front.lines][-_LAST:])
    labels = [*front.presses, *(" ".join((link.text_content() or "").split()) for link in front.links[-_LAST:])]
    short = [label for label in labels if len(label.split()) <= _SHORT_LINE]
    sells, is_priced = any(map(demands.SELLS.search, short)), demands.PRICE.search(ends) is not None
    is_little = sum(len(line.split()) for line in behind) <= _LEAD
    previews = demands.PREVIEW.search(ends) is not None
    has_said = conditions.has(conditions.NOT_SHOWN, phrases.sentences(ends))
    return {
        "a label sells": sells,
        "a label has a price": any(map(demands.PRICE.search, short)),
        "sells for a price": sells and is_priced,
        "cut and sells": is_cut and sells and is_little,
        "cut and for a price": is_cut and is_priced and is_little,
        "a preview": previews,
        "preview and sells": previews and (sells or is_priced),
        "says that it is open": demands.OPEN.search(text) is not None,
        "covered signs": demands.MASKED.search(text) is not None,
        "only for some": demands.FAMILIES["only for some"].search(ends) is not None,
        "short and sells": is_short and sells,
        "says not shown": has_said,
        "not shown and sells": has_said and sells,
        "short and not shown": has_said and is_short,
    }


def _of_fields(front: Front) -> dict[str, bool]:
    fields = " ".join(_field_names(field) for field in front.fields)
    return {
        "asks for mail or password": re.search(r"mail|password", fields) is not None,
        "asks for a comment": re.search(r"comment|author|reply|textarea", fields) is not None,
    }


def _sells(line: str) -> int:
    """Return how much speaks for a short line that sells, or says that only a part is shown."""
    if len(line.split()) > _SHORT_LINE:
        return 0
    return (demands.PREVIEW.search(line) is not None) + (demands.SELLS.search(line) is not None)


def _begin(lines: list[str], heads: set[str]) -> int:
    """Return where the offer begins: a line with two of its matters, or a short one with a second close behind it."""
    weights = [len(access.matters_in(line, access.OFFERS)) + _sells(line) for line in lines]
    for number, line in enumerate(lines):
        is_close = len(line.split()) <= _SHORT_LINE and sum(weights[number : number + _CLOSE]) >= 2
        if line not in heads and weights[number] and (weights[number] >= 2 or is_close):
            return number
    return len(lines)
