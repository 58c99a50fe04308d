"""Signs that a page stands in front of another, each with the reason why it is one: its length, words, things to do.

Measured only on pages whose main part says little; ``front_scores`` weighs them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_archive.extract.front_address import of_address
from kaaw_archive.extract.front_content import of_content
from kaaw_archive.extract.front_demands import of_demands
from kaaw_archive.extract.front_structure import has_refresh, of_structure, scripts_of
from kaaw_archive.wordings import access, barriers, conditions, phrases, signs

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from kaaw_archive.extract.front_parts import Front

_SECRET = re.compile(
    r"passw|kennwort|\bpin\b|\btan\b|\botp\b|one-time|captcha|(?<!post)(?<!zip)(?<!plz)(?<!postal[_-])(?<!zip[_-])(?<!post[_-])(?<!bar)(?<!qr)code\b|voucher|\blosung|secret",
    re.I,
)
_OF_LETTERS = re.compile(
    r"subject|betreff|objet|oggetto|asunto|recipient|empf(?:ae|ä)nger|destinata|mailto|send_?to", re.IGNORECASE
)
_OF_PAGES = re.compile(r"such|search|query|\bq\b|comment|kommentar|reply|betrag|amount|date\b|datum", re.I)
_LEADS = re.compile(r"location(?:\.href|\.replace|\.assign)?\s*(?:=|\()|\.submit\(\)|\bchallenge\b|_chl|captcha", re.I)
_MARK = re.compile(  # of a request: digests, addresses of machines, hidden digits, numbers
    r"\b(?=[\w.:-]*\d)(?=[\w.:-]*[a-f])[\da-f]{2,}(?:[.:-][\da-f]+)+\b|\b(?=\w*\d)[\da-f]{10,}\b"
    r"|\b\d{1,3}(?:\.\d{1,3}){3}\b|[•…]{2,}|#\d"
)
_NEWS = re.compile(
    r"\b(?:sagt|sagte|erzählt|teilt|berichtet|said|says|dit|laut|according|wurden?|war(?:en)?|hatten?|was|were|had)\b"
    r"|[„“\"][^“”\"]{30,}[“”\"]|\b\d{1,2}\. ?(?:Jan|Feb|März|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)"
    r"|\b(?:Prozent|Uhr|per cent)\b|\b(?:19|20)\d\d\b",
)
_NAMES_OF_FIELDS = ("type", "name", "id", "autocomplete", "aria-label")
_SENTENCE, _MUCH = 4, 3
_FIRST = 4  # lines and sentences
_FEW_FIELDS = 4
_LABEL, _LABELS = 60, 40  # characters of a label that is a choice; labels


def of_front(tree: HtmlElement, front: Front, title: str, url: str) -> dict[str, bool]:
    """Return the signs of a page at an address that it stands in front of another, by name."""
    prose = [line for line, is_formed in front.lines if not is_formed]
    text = "\n".join(line for line, _ in front.lines)
    words = len(text.split())
    return {
        **_of_length(prose, words),
        **_of_matters(front, title, text, words),
        **_of_things_to_do(tree, front, title, text, words),
        **_of_conditions(front, title, words),
        **_of_errors(front, title, text),
        **of_structure(tree, front),
        **of_demands(front, title),
        **of_address(url, (*front.heads[:2], title)),
        **of_content(front, title, url),
        # reports name days, times, numbers, and what others said
        "much of a report": len(_NEWS.findall(text)) >= _MUCH,
    }


def _of_length(prose: list[str], words: int) -> dict[str, bool]:
    spoken = [one for one in phrases.sentences("\n".join(prose)) if len(one.split()) >= _SENTENCE]
    to_visitor = barriers.share_to_visitor("\n".join(prose))
    return {
        # a wall says a sentence or three
        "at most 12 words": words <= 12,
        "at most 25 words": words <= 25,
        "at most 40 words": words <= 40,
        "at most 60 words": words <= 60,
        "over 90 words": words > 90,
        "over 130 words": words > 130,
        # a text of several paragraphs is a text
        "two long paragraphs": sum(len(line.split()) >= 20 for line in prose) >= 2,
        "three long paragraphs": sum(len(line.split()) >= 16 for line in prose) >= 3,
        "many sentences": len(spoken) >= 5,
        # walls speak to their visitor
        "most to visitor": to_visitor >= 0.5,
        "all to visitor": to_visitor >= 0.8,
        "none to visitor": to_visitor == 0,
    }


def _of_matters(front: Front, title: str, text: str, words: int) -> dict[str, bool]:
    matters = len(access.matters_in("\n".join((title, text, *front.presses)), access.MATTERS))
    in_name = len(access.matters_in("\n".join((title, *front.heads[:1])), access.MATTERS))
    hits = access.count_of_matters(text) / max(12, words)
    names = (title, *front.heads[:2])
    families = barriers.most_families((*names, text))
    return {
        # they speak of access to themselves, and of little else
        "one matter": matters >= 1,
        "two matters": matters >= 2,
        "three matters": matters >= 3,
        "four matters": matters >= 4,
        "six matters": matters >= 6,
        "matter in name": in_name >= 1,
        "two in name": in_name >= 2,
        "dense": hits >= 0.1,
        "very dense": hits >= 0.18,
        "thin": hits <= 0.04,
        "short and two matters": words <= 25 and matters >= 2,
        "short and three matters": words <= 45 and matters >= 3,
        "not long and four matters": words <= 70 and matters >= 4,
        # words of one kind of wall belong together
        "called a kind": barriers.is_name_of_front(names),
        "two of a kind": families >= 2,
        "three of a kind": families >= 3,
        "four of a kind": families >= 4,
    }


def _of_things_to_do(tree: HtmlElement, front: Front, title: str, text: str, words: int) -> dict[str, bool]:
    fields = [" ".join(field.get(key) or "" for key in _NAMES_OF_FIELDS) for field in front.fields]
    asks = any(not _OF_PAGES.search(name) for name in fields)
    asks_secret = any(_SECRET.search(name) for name in fields)
    leads, is_marked = leads_on(tree), _MARK.search(text) is not None
    is_idle = not (front.presses or asks or leads or is_marked)
    head = front.heads[0].lower() if front.heads else ""
    is_named = bool(head) and any(part in head or head in part for part in phrases.parts(title.lower()) if part)
    return {
        # a form that asks for a secret is all that a login shows
        "asks for secret": asks_secret,
        "short and asks for secret": asks_secret and words <= 45,
        "asks for anything": asks,
        "short and asks": asks and words <= 60,
        "other form": bool(fields) and not asks,
        "something to press": bool(front.presses),
        "short and to press": bool(front.presses) and words <= 60,
        # proofs and waits are made by scripts
        "script leads on": leads,
        "mark of a request": is_marked,
        # a notice only informs, and the name of a page with a subject stands in its title
        "nothing to do": is_idle,
        "nothing to do under its own name": is_idle and is_named,
        "headline not in title": bool(head) and not is_named,
        "no headline": not head,
        "question as headline": head.endswith("?"),
    }


def _of_conditions(front: Front, title: str, words: int) -> dict[str, bool]:
    """Return signs that a page says what its visitor must be or do, and offers nothing else to be done."""
    lines = [line for line, _ in front.lines]
    labels = [*front.presses, *(" ".join((link.text_content() or "").split())[:_LABEL] for link in front.links)]
    places = sum(conditions.PLACE_OR_LANGUAGE.match(label) is not None for label in labels)
    choices = [option for field in front.fields if field.tag == "select" for option in field.iter("option")][:_LABELS]
    places += sum(conditions.PLACE_OR_LANGUAGE.match((one.text or "").strip()) is not None for one in choices)
    names = [" ".join(field.get(key) or "" for key in ("name", "id", "placeholder")) for field in front.fields]
    asked = [*names, *(line for line, is_formed in front.lines if is_formed)]
    states = conditions.has(conditions.CONDITION, (title, *lines))
    spoken = [one for line in lines for one in phrases.sentences(line) or [line]]
    refused = [n for n, one in enumerate(spoken) if conditions.has(conditions.NOT_SHOWN, (one,))]
    lets_on = any(map(conditions.LETS_ON.search, front.presses)) and not any(
        map(conditions.SENDS.search, front.presses)
    )
    asks_identity = 0 < len(names) <= _FEW_FIELDS and conditions.has(conditions.IDENTITY, asked)
    return {
        "states a condition": states,
        "states a condition first": conditions.has(conditions.CONDITION, (title, *lines[:3])),
        "a condition and little else": states and words <= 60,
        "a condition and hardly a word": states and words <= 30,
        # what was asked for is not shown, or comes then
        "says not shown": bool(refused),
        "says not shown twice": len(refused) >= 2,
        "not shown first": bool(refused) and refused[0] < _FIRST,
        "not shown in its name": conditions.has(conditions.NOT_SHOWN, (title, *front.heads[:2])),
        "not shown and little else": bool(refused) and words <= 60,
        "not shown and hardly a word": bool(refused) and words <= 30,
        "not shown, and a box or label": bool(refused) and bool(front.fields or front.presses),
        "not shown, and much else": bool(refused) and words > 90,
        # a label lets on to what was wanted, or sends something to somebody
        "a label lets on": lets_on,
        "lets on and little else": lets_on and words <= 60,
        "a label sends": any(map(conditions.SENDS.search, front.presses)),
        "asks for identity": asks_identity,
        "asks for identity and little else": asks_identity and words <= 60,
        "yes or no": sum(conditions.YES_OR_NO.match(label) is not None for label in labels) >= 2,
        # a choice of places or languages, and no text beside it
        "places or languages": places >= 2,
        "places and little else": places >= 2 and words <= 45,
    }


def _of_errors(front: Front, title: str, text: str) -> dict[str, bool]:
    names = [phrases.plain(name) for name in (title, *front.heads[:2])]
    absence, _ = signs.weight(names, phrases.sentences(text), len(text))
    first = [title, *(line for line, _ in front.lines[:3])]
    return {
        # an error page speaks to its visitor, too: of what is not there, or of a domain for sale
        "speaks of absence": any(phrases.SPEAKS_OF_ABSENCE.search(phrases.plain(one)) for one in first),
        "signs of absence": absence >= 1,
        "many signs of absence": absence >= signs.ENOUGH,
        "speaks of a domain": "domain" in f"{title}\n{text}".lower() or phrases.PARKED.search(text) is not None,
    }


def writes_to_somebody(front: Front) -> bool:
    """Return True if a form asks for a subject or a recipient, and for no password: it writes, and opens nothing."""
    if any((field.get("type") or "").lower() == "password" for field in front.fields):
        return False
    return any(_OF_LETTERS.search(field.get(key) or "") for field in front.fields for key in _NAMES_OF_FIELDS)


def leads_on(tree: HtmlElement) -> bool:
    """Return True if a page sends its visitor elsewhere by itself: a refresh, or a script that names a place."""
    return has_refresh(tree) or any(map(_LEADS.search, scripts_of(tree)))
