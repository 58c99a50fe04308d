"""What kind of page an HTML page is, where it is no article: error, maintenance, login, listing served with 200.

The rules are conservative: a phrase counts only in the title or the headline, and only while there is little text.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kaaw_archive.extract.article import entries, titles
from kaaw_archive.extract.metadata import titles as declared_titles
from kaaw_archive.extract.problems import ReadingProblem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from kaaw_archive.extract.article.page import ArticlePage
    from kaaw_archive.extract.html.segments import Segment

# An error page explains itself in a few lines, with a search box and some links around.
_ERROR_TEXT_CHARACTERS = 1_500
_HEADING = re.compile(r"h[1-6]\Z")
_FORM_SHARE = 0.8  # of the words, in labels
_LISTING_LINKS = 5
_LISTING_SHARE = 0.7  # of the text, in anchors
# "Alle Meldungen", "Presse 2024": a page called by a whole sentence is an article of which only the margin was found
_LISTING_NAME_WORDS = 5

_PHRASES: tuple[tuple[ReadingProblem, re.Pattern[str]], ...] = (
    (
        ReadingProblem.NOT_FOUND_PAGE,
        re.compile(
            r"""(?:seite|dokument|inhalt|datei|quelle|artikel|url|adresse)\b.{0,40}
                    (?:nicht\s(?:gefunden|vorhanden|verfügbar|mehr\sverfügbar)|existiert\snicht|gibt\ses\snicht)
              | (?:page|file|document|content)\b.{0,30}\b(?:not\s(?:be\s)?found|does(?:\snot|n.t)\sexist)
              | page\s(?:introuvable|non\strouvée)
              | ^(?:(?:http[\s-]*)?(?:fehler|error|erreur|status)[\s:-]*)?(?:404|410)\b
              | \b(?:fehler|error|erreur)[\s:-]*(?:404|410)\b
              | ^(?:not\sfound|nicht\sgefunden)\W*$""",
            re.IGNORECASE | re.VERBOSE,
        ),
    ),
    (
        ReadingProblem.MAINTENANCE_PAGE,
        re.compile(
            r"""wartungsarbeiten | wartungsmodus | wegen\swartung | (?:under|scheduled|site)\smaintenance
              | maintenance\s(?:mode|en\scours) | (?:est|site)\sen\smaintenance | ^maintenance\W*$
              | (?:vorübergehend|zurzeit|derzeit)\snicht\s(?:erreichbar|verfügbar)
              | temporarily\s(?:unavailable|offline|down) | service\sunavailable | temporairement\sindisponible""",
            re.IGNORECASE | re.VERBOSE,
        ),
    ),
    (
        ReadingProblem.LOGIN_PAGE,
        re.compile(
            r"^(?:bitte\s)?(?:anmelden|anmeldung|login|log\sin|sign\sin|einloggen|connexion|"
            r"zugriff\sverweigert|access\sdenied|anmeldung\serforderlich)\b.{0,30}$",
            re.IGNORECASE,
        ),
    ),
)

# a system's own words, below a headline that only names the site: "Diese Website ist wegen Wartungsarbeiten außer
# Betrieb. Bitte schauen Sie später wieder vorbei." (Joomla)
_CLOSED_TEXT_CHARACTERS = 400
_CLOSED = re.compile(
    r"""\b(?:diese|unsere?|die|das|der)\s(?:web-?(?:site|seite|auftritt|angebot)|internet(?:seiten?|auftritt|angebot)
          |seiten?|homepage|anwendung|portal|server)\b.{0,80}
        (?:wartung|gewartet|überarbeite|außer\sbetrieb|nicht\s(?:erreichbar|verfügbar)).{0,120}
        \b(?:später|bald|in\skürze|wenigen\sminuten|versuchen\ssie)\b""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)


def problem(page: ArticlePage) -> ReadingProblem | None:
    """Return why a page is no article; None if it is one."""
    segments = [page.segments.all[number] for number in page.selected]
    if not segments or is_form(segments):
        return _said_problem(page, "") or ReadingProblem.NO_TEXT
    text = page.whole.text
    if (found := _said_problem(page, text)) is not None:
        return found
    if not text:
        return ReadingProblem.NO_TEXT
    is_list = (
        _is_listing(page) or page.system.is_list_page or entries.are_the_text(page) or entries.are_rows_of_a_list(page)
    )
    return ReadingProblem.LISTING if is_list else None


def _names(page: ArticlePage) -> list[str]:
    """Return the titles that the page declares, and its headlines."""
    called = [page.headline.title] if page.selected and page.headline else []
    return [*declared_titles.declared(page.metadata)[:3], *titles.headlines(page.tree), *called]


def _said_problem(page: ArticlePage, text: str) -> ReadingProblem | None:
    """Return the problem that a page with this text states."""
    if len(text) <= _ERROR_TEXT_CHARACTERS:
        names = _names(page)
        asks_for_password = page.tree.find(".//input[@type='password']") is not None
        for problem, phrase in _PHRASES:
            if any(phrase.search(name) for name in names) and (
                # news about registrations have such titles too
                problem is not ReadingProblem.LOGIN_PAGE or asks_for_password
            ):
                return problem
    if len(text) <= _CLOSED_TEXT_CHARACTERS and _CLOSED.search(text):
        return ReadingProblem.MAINTENANCE_PAGE
    return None


def is_form(segments: Sequence[Segment]) -> bool:
    """Whether a page's text is labels and buttons of fields to fill in: a recommendation by mail, a contact form."""
    segments = [segment for segment in segments if not _HEADING.match(segment.tag)]
    labels_a_field = cache(_labels_a_field)  # one element may hold thousands
    labels = sum(segment.words for segment in segments if labels_a_field(segment.element))
    return labels > _FORM_SHARE * sum(segment.words for segment in segments)


def _labels_a_field(element: HtmlElement) -> bool:
    if element.tag in ("label", "button") or element.find(".//button") is not None:
        return True
    return element.find(".//label") is not None and element.find(".//input") is not None


def _is_listing(page: ArticlePage) -> bool:
    anchors = page.whole.anchors
    fewest_words = min((len(name.split()) for name in _names(page)), default=0)
    if len(anchors) < _LISTING_LINKS or fewest_words > _LISTING_NAME_WORDS:
        return False
    return sum(len(anchor.anchor_text) for anchor in anchors) > _LISTING_SHARE * max(1, len(page.whole.text))
