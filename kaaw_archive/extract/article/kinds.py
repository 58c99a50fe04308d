"""Kinds of HTML pages that are no articles: errors, walls and logins served with 200, forms, lists."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from kaaw_archive.extract import article_evidence
from kaaw_archive.extract.article import entries, forms
from kaaw_archive.extract.html.text import text_of
from kaaw_archive.extract.metadata import titles as declared_titles
from kaaw_archive.extract.notices import ENOUGH_EVIDENCE, ERROR_PAGE_CHARACTERS, is_called_barrier, may_state
from kaaw_archive.extract.page_features import words_of
from kaaw_archive.extract.results import ReadingProblem
from kaaw_archive.wordings.title_match import slug, title_matches

if TYPE_CHECKING:
    from kaaw_archive.extract.article.page import ArticlePage
    from kaaw_archive.items import NoticeKind

_LISTING_LINKS = 5
_LISTING_SHARE = 0.7  # of the text, in anchors
# "Alle Meldungen", "Presse 2024": a page called by a whole sentence is an article of which only the margin was found
_LISTING_NAME_WORDS = 5

_PROBLEMS: dict[NoticeKind, ReadingProblem] = {
    "absence": ReadingProblem.NOT_FOUND_PAGE,
    "failure": ReadingProblem.SERVER_ERROR_PAGE,
    "maintenance": ReadingProblem.MAINTENANCE_PAGE,
    "bot_wall": ReadingProblem.BOT_WALL,
    "consent": ReadingProblem.CONSENT_PAGE,
    "sign_in": ReadingProblem.LOGIN_PAGE,
    "paywall": ReadingProblem.PAYWALL,
    "session": ReadingProblem.SESSION_PAGE,
    "gate": ReadingProblem.GATE_PAGE,
    "server_default": ReadingProblem.SERVER_DEFAULT_PAGE,
    "needs_script": ReadingProblem.NEEDS_SCRIPT,
}


def problem(page: ArticlePage) -> ReadingProblem | None:
    """Return why a page is no article; None if it is one."""
    segments = [page.segments.all[number] for number in page.selected_segments]
    if not segments and page.rows:
        return stated_problem(page) or ReadingProblem.LISTING
    if not segments or forms.is_form(segments):
        return stated_problem(page) or ReadingProblem.NO_TEXT
    text = page.whole.text
    if _is_worth_a_look(page, text) and (stated := stated_problem(page, text)) is not None:
        return stated
    if not text:
        return ReadingProblem.NO_TEXT
    is_list = (
        _is_listing(page)
        or page.system.is_list_page
        or entries.are_the_text(page)
        or entries.are_rows_of_a_list(page)
        or entries.are_bare_teasers(page)
    )
    return ReadingProblem.LISTING if is_list else None


def _is_worth_a_look(page: ArticlePage, text: str) -> bool:
    """Return True if a page may state a problem: it is short, or called so and without signs of an article."""
    if len(text) <= ERROR_PAGE_CHARACTERS:
        return True
    names = [page.metadata.title or "", *(text_of(head) or "" for head in islice(page.tree.iter("h1", "h2"), 2))]
    return is_called_barrier(names) and article_evidence.of_tree(page.tree) < ENOUGH_EVIDENCE


def stated_problem(page: ArticlePage, text: str = "") -> ReadingProblem | None:
    """Return the problem that a page states; None if it states none, or is what its address promises.

    What only stands in sentences above ``text``, which was taken for the article, is a box of a page that has one.
    """
    words = words_of(page.tree, page.url)
    is_promised = not words.is_certain_front and title_matches(words.headings, (slug(page.url),))
    for notice in sorted(words.notices, key=lambda one: one.form != "name"):
        if notice.kind not in _PROBLEMS or notice.form == "passage":
            continue
        # where payment begins the headline is the article's
        is_other_text = text and notice.form == "sentence" and not may_state(notice.kind, text)
        if (not is_promised or notice.kind == "paywall") and not is_other_text:
            return _PROBLEMS[notice.kind]
    return None


def _is_listing(page: ArticlePage) -> bool:
    anchors = page.whole.anchors
    called = [page.headline.title] if page.headline else []
    names = [*declared_titles.declared_titles(page.metadata)[:3], *called]
    fewest_words = min((len(name.split()) for name in names), default=0)
    if len(anchors) < _LISTING_LINKS or fewest_words > _LISTING_NAME_WORDS:
        return False
    return sum(len(anchor.anchor_text) for anchor in anchors) > _LISTING_SHARE * max(1, len(page.whole.text))
