"""Kind of an article by its page: declared type, lines at the headline, folder of the address."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from kaaw_archive.extract.html.text import text_of
from kaaw_archive.extract.metadata import titles as declared_titles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaaw_archive.extract.article.page import ArticlePage
    from kaaw_archive.items import ArticleKind

_LINES_BEFORE, _LINE_WORDS, _SIBLINGS = 4, 14, 2
_PRESS_RELEASE = (
    r"(?:presse|medien)-?(?:mitteilung|information|meldung|aussendung)|presse-?erklärung|aussendung|pressedienst|(?:press|news|media)"
    r" ?release|communiqué(?: de presse)?|for immediate release|comunicato stampa|persbericht|nota de prensa"
)
_LABELS: tuple[tuple[ArticleKind, re.Pattern[str]], ...] = (
    # alone in its line, or with what else is said of a release: its number, its day (also without a blank), its body
    (
        "press release",
        re.compile(rf"\A\W*(?:{_PRESS_RELEASE})(?![^\W\d_])(?!\s+(?:zu|lesen|schreiben)\b)", re.IGNORECASE),
    ),
    ("interview", re.compile(r"\A\W*(?:interview|im interview|im gespräch)\b", re.IGNORECASE)),
    ("speech", re.compile(r"\A\W*(?:rede|ansprache|grußwort|speech|address by|discours)\b", re.IGNORECASE)),
    ("notice", re.compile(r"\A\W*(?:kurz|fach)?(?:meldung|mitteilung|bekanntmachung)\b", re.IGNORECASE)),
)
_FOLDERS: dict[ArticleKind, frozenset[str]] = {
    "press release": frozenset(
        "pressemitteilung pressemitteilungen pressemeldung pressemeldungen presseinformation presseinformationen"
        " presse-mitteilungen medienmitteilung medienmitteilungen press-release press-releases pressreleases"
        " communiques-de-presse aussendung aussendungen".split()
    ),
    "interview": frozenset(("interview", "interviews")),
    "speech": frozenset(("rede", "reden", "ansprachen", "speech", "speeches", "discours")),
    "notice": frozenset(
        "meldung meldungen kurzmeldungen fachmeldungen aktuelles news nachricht nachrichten mitteilung"
        " mitteilungen".split()
    ),
}
_LINES_OF_EVENT = 8
_WHEN = re.compile(r"(?:wann|beginn|termin|(?:datum und )?uhrzeit|einlass|when)\b\s*(?::|\Z)", re.IGNORECASE)
_WHERE = re.compile(r"(?:wo|ort|veranstaltungsort|where|venue)\b\s*(?::|\Z)", re.IGNORECASE)
_OWN_WORDS = re.compile(r"Blog|Opinion|Review|Recipe")  # declared types of what no body announces


class KindClue(NamedTuple):
    """The kind of an article, and the clue that shows it; None: nothing does."""

    kind: ArticleKind
    clue: str | None


def of_page(page: ArticlePage) -> KindClue:
    """Return the kind that the page declares, says in a line at its headline or in its title, or has its folder by."""
    types = " ".join(str(one.get("@type")) for one in page.metadata.linked)
    if _is_event(page, types):
        return KindClue("event", "declared")
    if _has_time_and_place(page):
        return KindClue("event", "line")
    for clue, text in _texts(page):
        for kind, label in _LABELS:
            if label.search(text):
                return KindClue(kind, clue)
    return KindClue("other", None) if _OWN_WORDS.search(types) else of_address(page.url)


def of_document(url: str, title: str) -> KindClue:
    """Return the kind of a document by its title, else by the name of its file or the folder of its address."""
    name = re.sub("[_+-]", " ", unquote(url.partition("?")[0]).rpartition("/")[2])
    for clue, text in (("title", title), ("address", name)):
        for kind, label in _LABELS:
            if label.search(text):
                return KindClue(kind, clue)
    return of_address(url)


def of_address(url: str) -> KindClue:
    """Return the kind that a folder of an address names."""
    folders = unquote(url.partition("?")[0]).lower().split("/")[3:-1]
    kinds = (kind for kind, names in _FOLDERS.items() if not names.isdisjoint(folders))
    return next((KindClue(kind, "address") for kind in kinds), KindClue("other", None))


def lines_above(page: ArticlePage) -> list[str]:
    """Return the short texts right above the headline, also those that the content system's selectors drop later."""
    head = page.matched_headline.element if page.matched_headline else None
    places = [one for one in (head, head.getparent() if head is not None else None) if one is not None]
    before = [one for place in places for one in islice(place.itersiblings(preceding=True), _SIBLINGS)]
    texts = (text_of(one) for one in before if isinstance(one.tag, str))
    return [text for text in texts if text and len(text.split()) <= _LINE_WORDS]


def _is_event(page: ArticlePage, types: str) -> bool:
    if re.search(r"\b\w*Event\b", types) and not re.search(r"Article|Posting", types):
        return True
    return any("Event" in (above.get("itemtype") or "").rpartition("/")[2] for above in page.above_headline)


def _has_time_and_place(page: ArticlePage) -> bool:
    """Return True if lines below the headline are the time and the place of an event, labelled as such."""
    start = page.head if page.head is not None else page.body.numbers[0]
    lines = [one.text for one in page.segments.all[start : start + _LINES_OF_EVENT] if one.words <= _LINE_WORDS]
    return any(_WHEN.match(line) for line in lines) and any(_WHERE.match(line) for line in lines)


def _texts(page: ArticlePage) -> Iterator[tuple[str, str]]:
    """Yield the short texts around the headline and the titles, each with its clue."""
    if page.kicker:
        yield "kicker", page.kicker
    start, head = page.body.numbers[0], page.head
    first = start if head is None else min(head, start)
    for number in range(max(0, first - _LINES_BEFORE), start + 1):
        segment = page.segments.all[number]
        if number != head and segment.words <= _LINE_WORDS and segment.linked < segment.words:
            yield "line", segment.text
    for text in (*page.lines_above, *page.marked_days):
        yield "line", text
    yield "title", page.title
    for title in declared_titles.declared_titles(page.metadata):
        yield "title", title
