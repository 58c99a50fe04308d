"""Signs of the structure of a page that it stands in front of another, each with the reason why it is one.

Measured only on pages whose main part says little; ``front_scores`` weighs them. A cookie layer is not the page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive.bounds import HEADING_CHARACTERS
from kaaw_archive.extract.html.text import text_of
from kaaw_archive.wordings import access, barriers, phrases, signs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

SHOWN_CHARACTERS = 4_000  # of the main part with its forms
_LABEL_CHARACTERS, _MOST_LABELS = 100, 20
MOST_CHARACTERS = 1_200  # of the main part: pages in front of others say less
_AROUND = frozenset({"nav", "header", "footer", "aside", "dialog"})
_UNSEEN = frozenset({"script", "style", "noscript", "template", "head", "svg", "iframe", "title", "datalist"})
_LINES = frozenset(
    {"p", "div", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "main", "blockquote", "tr",
     "pre", "dd", "dt", "ul", "ol", "table", "body", "br", "form", "button", "label", "fieldset", "details", "small"}
)  # fmt: skip
_LAYER = re.compile(r"cookie|consent|privacy-?layer|\bcc-|\bcmp\b|banner", re.IGNORECASE)
_SECRET = re.compile(r"passw|kennwort|\bpin\b|\btan\b|\botp\b|one-time|captcha|code\b|voucher|losung|secret", re.I)
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
_OF_SEARCH = re.compile(r"\W*(?:such|search|find|recherche|go\b|los\b)", re.IGNORECASE)  # every site has one
_OF_CHOICE = re.compile(r"\b(?:btn|button|cta)\b", re.IGNORECASE)
_NAMES_OF_FIELDS = ("type", "name", "id", "autocomplete", "aria-label")
_SENTENCE, _TOLD, _MUCH, _SHORT_LINE, _CLOSE = 4, 6, 3, 14, 4
_LEAD, _BOTH = 60, 110  # words in front of an offer, and with it
_ENDS = '.!?”“"»«:)'


class Front(NamedTuple):
    """Content of a page's main part; ``lines`` are in order, each with True if a form holds it."""

    lines: tuple[tuple[str, bool], ...]
    fields: tuple[HtmlElement, ...]
    presses: tuple[str, ...]
    heads: tuple[str, ...]


def read_front(tree: HtmlElement) -> Front:
    """Return what the main part of a page shows, its forms included, its menus not; layers if there is nothing else."""
    front = _shown(tree, with_layers=False)
    return front if front.lines or front.fields else _shown(tree, with_layers=True)


def _shown(tree: HtmlElement, *, with_layers: bool) -> Front:
    lines: list[tuple[list[str], list[bool]]] = [([], [])]
    fields: list[HtmlElement] = []
    presses: list[str] = []
    heads: list[str] = []
    for element, text, is_formed in _walk(tree, with_layers=with_layers):
        if element is None:
            lines[-1][0].append(text)
            lines[-1][1].append(is_formed)
            continue
        if element.tag in _LINES:
            lines.append(([], [is_formed]))
        if element.tag in ("input", "select", "textarea"):
            kind = (element.get("type") or "").lower()
            if kind in ("submit", "button", "image"):
                presses.append(element.get("value") or "")
            elif kind != "hidden":
                fields.append(element)
        elif element.tag == "button" or (element.tag == "a" and _OF_CHOICE.search(element.get("class") or "")):
            presses.append(text_of(element) or "")
        elif element.tag in ("h1", "h2", "h3", "h4"):
            heads.append(text_of(element) or "")
    own = [one[:_LABEL_CHARACTERS] for one in presses if not _OF_SEARCH.match(one)]
    names = [head[:HEADING_CHARACTERS] for head in heads]
    return Front(_whole(lines), tuple(fields), tuple(own[:_MOST_LABELS]), tuple(names[:_MOST_LABELS]))


def _whole(lines: list[tuple[list[str], list[bool]]]) -> tuple[tuple[str, bool], ...]:
    """Return the lines that are not blank, up to a bound: forms may be as long as their authors like."""
    whole: list[tuple[str, bool]] = []
    left = SHOWN_CHARACTERS
    for parts, flags in lines:
        line = " ".join("".join(parts).split())[:left]
        left -= len(line)
        if line:
            whole.append((line, any(flags)))
    return tuple(whole)


def _walk(tree: HtmlElement, *, with_layers: bool) -> Iterator[tuple[HtmlElement | None, str, bool]]:
    waiting: list[tuple[HtmlElement | str, bool]] = [(tree, False)]
    while waiting:
        element, is_formed = waiting.pop()
        if isinstance(element, str):
            yield None, element, is_formed
            continue
        tag = element.tag
        if not isinstance(tag, str) or tag in _UNSEEN:
            continue
        if (tag in _AROUND and not (with_layers and tag == "dialog")) or (not with_layers and _is_layer(element)):
            continue
        yield element, "", is_formed
        is_within = is_formed or tag in ("form", "button", "label", "select")
        for child in reversed(element):
            if child.tail:
                waiting.append((child.tail, is_formed))
            waiting.append((child, is_within))
        if element.text:
            waiting.append((element.text, is_within))


def _is_layer(element: HtmlElement) -> bool:
    if element.tag in ("body", "html", "main", "article"):
        return False
    names = " ".join(element.get(key) or "" for key in ("id", "class", "aria-label"))
    return _LAYER.search(names) is not None or element.get("role") in ("alertdialog", "banner", "contentinfo")


def of_front(tree: HtmlElement, front: Front, title: str) -> dict[str, bool]:
    """Return the signs of a page in front of another, by name."""
    prose = [line for line, is_formed in front.lines if not is_formed]
    text = "\n".join(line for line, _ in front.lines)
    words = len(text.split())
    return {
        **_of_length(prose, words),
        **_of_matters(front, title, text, words),
        **_of_things_to_do(tree, front, title, text, words),
        **_of_errors(front, title, text),
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
    hits = sum(len(pattern.findall(text)) for pattern in access.MATTERS.values()) / max(12, words)
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
    fields = " ".join(_field_names(field) for field in front.fields)
    is_short = bool(behind) and count <= _LEAD and words <= _BOTH
    return {
        "short": is_short,
        "very short": bool(behind) and words <= 60,
        "no offer": not behind,
        "over 70 words": count > 70,
        "over 110 words": count > 110,
        "breaks off": bool(before) and (before[-1].endswith(("…", "...")) or before[-1][-1] not in _ENDS),
        # the offer speaks of reading on, of money, of an account, to its visitor
        **{matter: matter in matters for matter in access.OFFERS},
        "short and two of them": is_short and len(matters) >= 2,
        "short and three of them": is_short and len(matters) >= 3,
        "short and four of them": is_short and len(matters) >= 4,
        "two families": families >= 2,
        "three families": families >= 3,
        "to visitor": barriers.share_to_visitor("\n".join(behind)) >= 0.5,
        "short and to press": is_short and bool(front.presses),
        "asks for mail or password": re.search(r"mail|password", fields) is not None,
        "asks for a comment": re.search(r"comment|author|reply|textarea", fields) is not None,
        # the text is an article, which the publisher may have declared as paid
        "declared as paid": is_paid,
        "short and declared as paid": is_paid and words <= _BOTH,
        "evidence of an article": evidence >= 2,
        "a heading before it": bool(behind) and behind[0] in front.heads[1:],
    }


def _begin(lines: list[str], heads: set[str]) -> int:
    """Return where the offer begins: a line with two of its matters, or a short one with a second close behind it."""
    weights = [len(access.matters_in(line, access.OFFERS)) for line in lines]
    for number, line in enumerate(lines):
        is_close = len(line.split()) <= _SHORT_LINE and sum(weights[number : number + _CLOSE]) >= 2
        if line not in heads and weights[number] and (weights[number] >= 2 or is_close):
            return number
    return len(lines)


def leads_on(tree: HtmlElement) -> bool:
    """Return True if a page sends its visitor elsewhere by itself: a refresh, or a script that names a place."""
    if any((one.get("http-equiv") or "").lower() == "refresh" for one in tree.iter("meta")):
        return True
    return any(_LEADS.search(f"{one.get('src') or ''} {(one.text or '')[:2000]}") for one in tree.iter("script"))
