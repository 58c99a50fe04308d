"""Notices of pages: what a page states that it is instead of content, such as "not found", maintenance, login, wall.

The one judge of this question: readings take a problem from it, checks of links a verdict. A page that says much has no
notice, whatever its title. Pure: the wordings are in ``kaaw_archive.wordings``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kaaw_archive.extract.offer_notices import offer_of
from kaaw_archive.items import PageNotice
from kaaw_archive.wordings import access, barriers, phrases, signs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kaaw_archive.items import NoticeKind, PageFeatures

# Characters of visible text, menus included: an error page explains itself in a few lines.
ERROR_PAGE_CHARACTERS = 1_500
# Of a page in whose headline the words are only a part of more: it must look like an error page, too.
SUSPECT_PAGE_CHARACTERS = 900
# Of the main part outside of links, however long the menus are: error pages, walls and shells say no more.
FEW_CHARACTERS = 600
HARDLY_ANY_CHARACTERS = 350  # a sentence or three; then what one of them says is all that the page says
SHELL_CHARACTERS = 200  # of a page that shows a frame or runs a script
ENOUGH_EVIDENCE = 2  # for an article (``article_evidence``): a day at the headline, or two of the other signs
# families of words of a page that is called a barrier, or is not; so many that it need not speak to its visitor
_NAMED, _UNNAMED, _NAMED_IN_FULL = 2, 3, 4
_MANY = 5  # families, which count as a sign
_SIGNS_IF_NAMED, _SIGNS = 1, 2
ENOUGH_SCORE = -0.5  # of ``front_scores``
SURE_SCORE = 0.0  # of a page that has a day, or an article's markup
NO_FRONT = -1.2  # score below which words alone make no barrier
NO_LOGIN = -1.5  # score below which a page that asks for a password, and says more than its name, makes no login
_LOADING_CHARACTERS = 120
_FEWEST_STATED = 5  # words of a sentence

# a day in the headline of maintenance: it is announced, and the page is there
_DAY_TO_COME = re.compile(
    r"\b\d{1,2}\.? ?(?:[A-ZÄÖÜa-zé]{3,10}|\d{1,2}\.)|\b[A-Z][a-z]+ \d{1,2}\b"
    r"|\b(?:am|on|le|il|el|op|den) \w+(?:tag|day|di|dag)\b"
)

_BARRIERS: tuple[tuple[NoticeKind, barriers.Barrier], ...] = (
    ("consent", barriers.CONSENT),
    ("bot_wall", barriers.BOT_WALL),
    ("session", barriers.SESSION),
    ("sign_in", barriers.SIGN_IN),
    ("gate", barriers.AGE),
    ("gate", barriers.COUNTRY),
    ("gate", barriers.NETWORK),
    ("gate", barriers.QUEUE),
    ("bot_wall", barriers.RATE),
    ("maintenance", barriers.MAINTENANCE),
    ("server_default", barriers.HOST),
)


_KINDS_OF_MATTERS: dict[str, NoticeKind] = {
    "an account": "sign_in",
    "a secret": "sign_in",
    "a human": "bot_wall",
    "a check": "bot_wall",
    "consent": "consent",
    "a session": "session",
    "maintenance": "maintenance",
}


def may_state(kind: NoticeKind, text: str) -> bool:
    """Return True if a text has words of this kind of page; of kinds without such words, always."""
    of_kind = [barrier for known, barrier in _BARRIERS if known == kind]
    return not of_kind or any(barriers.families_in(barrier, (text,)) for barrier in of_kind)


def is_called_barrier(names: Iterable[str]) -> bool:
    """Return True if a title or headline is that of a page in front of others."""
    return any(barrier.names.match(phrases.plain(name)) for name in names for _, barrier in _BARRIERS)


def with_notices(page: PageFeatures) -> PageFeatures:
    """Return the features with the notices that the present wordings find; those of a reading (version 0) stay."""
    return replace(page, notices=notices_of(page)) if page.version else page


def notices_of(page: PageFeatures) -> tuple[PageNotice, ...]:
    """Return the notices of a page, those of its title and headlines before those of its sentences.

    Of a page that shows the signs of an article, only that it ends where payment begins.
    """
    own = page.text_characters if page.own_characters is None else page.own_characters
    offer = tuple(offer_of(page, own))
    if page.article_evidence >= ENOUGH_EVIDENCE and (page.front_score or -1.0) < SURE_SCORE:
        return offer
    if page.text_characters > ERROR_PAGE_CHARACTERS and own > FEW_CHARACTERS:
        stated = (*_notices_of_barriers(page, own), *offer)
        is_sure = not stated and (page.front_score or -1.0) >= SURE_SCORE
        return (*_front(page, stated), *stated) if is_sure else stated
    names = list(_names(page, own))
    sentences = phrases.sentences(page.own_opening or page.opening) if own <= FEW_CHARACTERS else []
    stated = (
        *_absence(page, own, [name for name in names if not name.endswith("?")], sentences),
        *_failure(own, names, sentences),
        *_walls(page, own, sentences),
        *_login(page, own, is_offer=bool(offer)),
        *(PageNotice("server_default", "name", name) for name in names if phrases.IS_SERVER_DEFAULT.match(name)),
        *_notices_of_barriers(page, own),
        *offer,
        *_shell(page, own),
    )
    return (*_front(page, stated), *stated)


def _names(page: PageFeatures, own: int) -> Iterator[str]:
    """Yield the headlines whole, the title in parts, unless a headline says something else."""
    for heading in page.headings[:2]:
        yield phrases.plain(heading)
    title = phrases.plain(page.title or "")
    parts = phrases.parts(title)
    is_about_it = not page.headings or page.headings[0] in parts or _speaks(phrases.plain(page.headings[0]))
    if is_about_it or own <= HARDLY_ANY_CHARACTERS:
        yield from parts
    elif title:
        yield title


def _absence(page: PageFeatures, own: int, claims: Sequence[str], sentences: Sequence[str]) -> Iterator[PageNotice]:
    """Yield notices that what was requested is not here. ``claims`` are names that are no questions."""
    name = next(filter(phrases.IS_ABSENCE.match, claims), None)
    if any(map(access.FOR_A_LAW.search, claims)):
        yield from () if name is None else (PageNotice("gate", "name", name),)
        return
    if name is not None:
        yield PageNotice("absence", "name", name)
    if page.text_characters <= SUSPECT_PAGE_CHARACTERS:
        name = next(filter(_speaks, claims), None)
        if name is not None and phrases.WAY_OUT.search(page.opening.replace(name, " ")):
            yield PageNotice("absence", "words", name)
    if (sentence := next(filter(phrases.SAYS_ABSENCE.match, sentences), None)) is not None:
        is_all = own <= HARDLY_ANY_CHARACTERS or phrases.WAY_OUT.search(page.opening) is not None
        yield PageNotice("absence", "sentence" if is_all else "passage", sentence)
    if own <= HARDLY_ANY_CHARACTERS and not access.FOR_PLACE_OR_TERMS.search(page.own_opening or page.opening):
        weight, loudest = signs.weight(list(claims), list(sentences), own)
        if weight >= signs.ENOUGH:
            yield PageNotice("absence", "signs", loudest)


def _failure(own: int, names: Sequence[str], sentences: Sequence[str]) -> Iterator[PageNotice]:
    """Yield notices of server errors and maintenance."""
    is_short = own <= HARDLY_ANY_CHARACTERS
    for name in names:
        if phrases.IS_SERVER_ERROR.match(name):
            yield PageNotice("failure", "name", name)
        elif (is_short and phrases.IS_MAINTENANCE.search(name)) or (
            own <= FEW_CHARACTERS and phrases.SAYS_MAINTENANCE.search(name)
        ):
            yield PageNotice("maintenance", "name", name)
    if not is_short:
        return
    for sentence in sentences:
        if phrases.SAYS_MAINTENANCE.search(sentence):
            yield PageNotice("maintenance", "sentence", sentence)
        elif phrases.IS_SERVER_ERROR.match(sentence):
            yield PageNotice("failure", "sentence", sentence)
    if sentences and phrases.IS_RAW_ERROR.match(sentences[0]):
        yield PageNotice("failure", "sentence", sentences[0])


def _walls(page: PageFeatures, own: int, sentences: Sequence[str]) -> Iterator[PageNotice]:
    """Yield notices of bot walls and of pages that want a cookie first."""
    parts = phrases.parts(page.title or "")
    plain = (phrases.plain(name) for name in (*parts, *page.headings[:1]))
    if not barriers.speaks_to_visitor(page.own_opening or page.opening):
        plain = (name for name in plain if not name.endswith("?"))  # news may ask whether we are robots
    if (name := next(filter(phrases.IS_BOT_WALL.match, plain), None)) is not None:
        yield PageNotice("bot_wall", "name", name)
    elif own <= HARDLY_ANY_CHARACTERS:
        yield from (PageNotice("bot_wall", "sentence", one) for one in sentences if phrases.SAYS_WALL.match(one))
    if page.text_characters <= SHELL_CHARACTERS:
        sources = filter(phrases.WALL_SOURCES.search, page.sources)
        yield from (PageNotice("bot_wall", "source", source) for source in sources)
    if own > FEW_CHARACTERS:
        return
    parts = phrases.parts(phrases.plain(page.title or ""))
    walls = [name for name in (*parts, *page.headings) if phrases.IS_COOKIE_WALL.match(name)]
    is_all = bool(walls) and (walls[0] in parts or len(page.headings) == 1)
    # without the word, it is a notice on privacy
    if is_all and "cookie" in " ".join((*parts, *page.headings, page.opening)).lower():
        yield PageNotice("consent", "name", walls[0])


def _login(page: PageFeatures, own: int, *, is_offer: bool) -> Iterator[PageNotice]:
    """Yield notices of pages that ask for a password and are called so, or say next to nothing, an offer aside."""
    if not page.has_password_field:
        return
    is_no_login = page.front_score is not None and page.front_score < NO_LOGIN
    names = (*page.headings[:2], *phrases.parts(page.title or "")) if own <= SHELL_CHARACTERS or not is_no_login else ()
    yield from (PageNotice("sign_in", "name", name) for name in names if phrases.IS_LOGIN.match(phrases.plain(name)))
    if own <= SHELL_CHARACTERS and not is_no_login and not is_offer:
        yield PageNotice("sign_in", "bare")


def _notices_of_barriers(page: PageFeatures, own: int) -> Iterator[PageNotice]:
    """Yield notices of pages that stand in front of others.

    A page is called so and has words of most families; a short one may have fewer if it speaks to its visitor and has
    signs of such a page in its markup.
    """
    names = [phrases.plain(name) for name in (*page.headings[:2], *phrases.parts(page.title or ""))]
    texts = (*names, page.opening, page.own_opening, page.noscript)
    is_long, is_spoken = own > ERROR_PAGE_CHARACTERS, barriers.speaks_to_visitor(page.own_opening or page.opening)
    for kind, barrier in _BARRIERS:
        name = next(filter(barrier.names.match, names), None)
        words = barriers.families_in(barrier, texts)
        if name and len(words) >= _NAMED_IN_FULL:
            is_one = True
        else:
            enough = _NAMED if name else _UNNAMED
            signs = page.barrier_signs + (len(words) >= (_UNNAMED if name else _MANY))
            has_signs = signs >= (_SIGNS_IF_NAMED if name else _SIGNS)
            is_one = not is_long and has_signs and len(words) >= enough and (is_spoken or not barrier.is_spoken)
        is_to_come = kind == "maintenance" and name is not None and _DAY_TO_COME.search(name) is not None
        if is_one and ((len(words) >= _NAMED_IN_FULL and name and not is_to_come) or not _is_no_front(page)):
            yield PageNotice(kind, "name" if name else "sentence", name or words[0])


def _is_no_front(page: PageFeatures) -> bool:
    """Return True if the signs of a page say that it stands in front of no other, whatever its words are."""
    return page.front_score is not None and page.front_score < NO_FRONT


def _front(page: PageFeatures, stated: Sequence[PageNotice]) -> Iterator[PageNotice]:
    """Yield the notice of a page that has enough signs of standing in front of another, and does not state an error."""
    score = page.front_score
    if page.script_leads_to and page.text_characters <= ERROR_PAGE_CHARACTERS:
        return  # it is not the page that its visitors see
    if score is None or score < ENOUGH_SCORE or any(_outweighs(one, score) for one in stated):
        return
    if any(one.kind == "paywall" for one in stated):
        return  # an offer is a front, too, and says of which kind
    if score < SURE_SCORE and phrases.PARKED.search(page.own_opening):
        return
    texts = (page.title or "", *page.headings[:2], page.own_opening, page.opening, page.noscript)
    counts = [(len(barriers.families_in(barrier, texts)), kind) for kind, barrier in _BARRIERS[:-1]]
    most, kind = max(counts, key=lambda one: one[0])
    if page.has_password_field:
        kind = "sign_in"
    elif most < _NAMED + 1:
        kind = _kind_of("\n".join(texts))
    text = next(iter((*page.headings[:1], *page.own_opening.splitlines()[:1], page.title or page.opening)), "")
    yield PageNotice(kind, "signs", text)


def _kind_of(text: str) -> NoticeKind:
    """Return the kind of page that speaks most of one matter; a gate if it is none of these."""
    counts = {matter: len(access.MATTERS[matter].findall(text)) for matter in _KINDS_OF_MATTERS}
    most = max(counts, key=counts.__getitem__)
    return _KINDS_OF_MATTERS[most] if counts[most] else "gate"


def _outweighs(notice: PageNotice, score: float) -> bool:
    if notice.kind == "absence" and notice.form == "signs":
        return score < 0
    return notice.kind in ("absence", "failure", "maintenance", "needs_script", "server_default")


def _shell(page: PageFeatures, own: int) -> Iterator[PageNotice]:
    """Yield the notice of a page that is filled by a script."""
    if own > HARDLY_ANY_CHARACTERS:
        return
    is_stated = any(len(one.split()) >= _FEWEST_STATED for one in phrases.sentences(page.own_opening))
    # beside a text, the words for browsers without scripts are those of a frame
    found = barriers.NEEDS_SCRIPT.search(page.own_opening if is_stated else f"{page.own_opening}\n{page.noscript}")
    if found is None and own <= _LOADING_CHARACTERS:
        found = barriers.IS_LOADING.search(page.own_opening)
    if found is not None:
        yield PageNotice("needs_script", "sentence", found[0])
    elif barriers.SPEAKS_OF_SCRIPT.search(page.noscript) and not is_stated:
        yield PageNotice("needs_script", "sentence", page.noscript)


def _speaks(name: str) -> bool:
    return phrases.SPEAKS_OF_ABSENCE.search(name) is not None or phrases.IS_ABSENCE.match(name) is not None
