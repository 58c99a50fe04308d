"""Pairs that cannot be compared: one of two versions is cut off, is no text, or is not of this article at all.

Captures that are known as walls, errors, logins or unreadable have no versions: ``derive`` reads none from them. These
rules find those that looked like an article when they were read, by the other version of the same article.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive.changes import encoding_damage
from kaaw_archive.changes.alignment import content_stems
from kaaw_archive.changes.machine_marks import is_only_notes
from kaaw_archive.changes.plain import words
from kaaw_archive.items import NoEdit
from kaaw_archive.wordings import barriers, languages, page_speech, page_words, phrases
from kaaw_archive.wordings.views import is_cut_short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaaw_archive.changes.plain import Sentence
    from kaaw_archive.items import VersionContent

_ENDS = ".!?:;\"')]"
_ELLIPSIS = re.compile(r"(?:\s?\[?(?:\.\.\.|…)\]?)\Z")
_LEAST_LOST = 20  # characters behind the cut
_MOST_LEFT = 0.8  # of the words of a text that another one has, which is cut off
_MOST_BEHIND_CUT = 30  # words behind the cut: that the rest is for members only
_CODE = re.compile(r"[{}\[\]<>\\]|\":|%[}>]|::|\$\{")
_FILLER = re.compile(  # in the place of a text that is not there yet, or of a program that failed
    r"\b(?:lorem ipsum|ut enim ad minim|\w{0,5}blindtext|dummy text|texte (?:factice|provisoire)|placeholder text)\b"
    r"|\A.{0,40}\b(?:platzhalter|(?:text|inhalt|content) (?:folgt|follows|goes here)"
    r"|(?:texte|contenu) à (?:venir|compléter))\b.{0,40}\Z"
    r"|\b(?:warning|notice|deprecated|fatal error): .{1,120} in /\S{1,120} on line \d",
    re.IGNORECASE,
)
_CODE_SHARE, _PROSE_SHARE = 0.02, 0.004  # of the characters: data or a template in the place of a text
_LEAST_CODE = 8  # signs: a text has an ellipsis in brackets
_MOST_CHARACTERS = 200_000  # that are looked at
_MOST_FILLED = 20  # paragraphs
_SHORT = 600  # characters of a notice that stands in the place of an article
_LEAST_TEXT = 12  # words of a text beside which one without words is no capture
_TITLE_CHARACTERS = 300  # that are looked at
_RUN = 3  # words in a row
_NEXT_TO_NOTHING = 0.1  # of the runs of words of a text that another one has
_IN_TEASERS = 0.6  # of the runs of words of a list that the article has
_HARDLY_COMMON = 0.25  # of the stems of words
_LIST_WORDS = 14
_MOST_LINES_OF_LIST = 0.6  # of its sentences
_LEAST_LINES_OF_LIST = 3
_FORM = 250  # characters of a page that has fields or buttons, and hardly says more
_LABEL_WORDS = 3  # of a field or a button
_MOST_OF_WALL = 5  # sentences
_LEAST_FAMILIES = 2  # of words of a page in front of others
_LEAST_OF_LANGUAGE = 25  # words of a text whose language is not sure
_FOREIGN_SHARE = 0.04  # of small words of another language, as two languages share some
_LEAD = 3  # a text in another language has so many times as many small words of it


class _ReadVersion(NamedTuple):
    """One of the two versions, its sentences, and their text."""

    version: VersionContent
    sentences: Sequence[Sentence]
    text: str


def fault_of(
    old: VersionContent, new: VersionContent, old_text: Sequence[Sentence], new_text: Sequence[Sentence]
) -> tuple[NoEdit, bool | None] | None:
    """Return the reason why two versions cannot be compared, and True if it is the newer one that is bad; or None.

    Neither is bad if they are in two languages, or are two articles.
    """
    before, after = (
        _ReadVersion(version, text, " ".join(sentence.text for sentence in text))
        for version, text in ((old, old_text), (new, new_text))
    )
    for is_new_bad, bad, good in ((True, after, before), (False, before, after)):
        if encoding_damage.is_damaged(bad.text, good.text):
            return NoEdit.UNREADABLE, is_new_bad
        if _has_filler(bad) and not _has_filler(good):
            return NoEdit.UNREADABLE, is_new_bad
        if _code_share(bad.text) > _CODE_SHARE and _code_share(good.text) < _PROSE_SHARE:
            return NoEdit.UNREADABLE, is_new_bad
        is_rest = is_only_notes(bad.version.paragraphs) and not is_only_notes(good.version.paragraphs)
        if is_rest or _is_cut(bad, good):
            return NoEdit.CUT_OFF, is_new_bad
        if _is_no_article(bad, good):
            return NoEdit.OTHER_PAGE, is_new_bad
    if _are_in_two_languages(before, after) or _are_two_articles(before, after):
        return NoEdit.OTHER_PAGE, None
    return None


def _are_in_two_languages(one: _ReadVersion, other: _ReadVersion) -> bool:
    """Return True if two texts have two languages, or one has hardly a small word of that of the other."""
    found = [languages.guess(side.text, lead=_LEAD) for side in (one, other)]
    if None not in found or found[0] == found[1]:
        return found[0] != found[1]
    unknown, name = (one, found[1]) if found[0] is None else (other, found[0])
    return _count(unknown) >= _LEAST_OF_LANGUAGE and languages.share_of(unknown.text, name or "") < _FOREIGN_SHARE


def _has_filler(side: _ReadVersion) -> bool:
    return any(_FILLER.search(one[:_MOST_CHARACTERS]) for one in (side.text, *side.version.paragraphs[:_MOST_FILLED]))


def _code_share(text: str) -> float:
    text = text[:_MOST_CHARACTERS]
    signs = sum(1 for _ in _CODE.finditer(text))
    return signs / len(text) if signs >= _LEAST_CODE else 0.0


def _is_cut(short: _ReadVersion, whole: _ReadVersion) -> bool:
    """Return True if a text ends within a sentence of the other, with little behind, such as an offer to log in."""
    known = {sentence.words for sentence in whole.sentences}
    if _ends_cut(short) and not _ends_cut(whole) and _leads_on(short, whole):
        return True
    if _goes_on_behind_wall(short, whole):
        return True
    behind = 0
    for number, sentence in enumerate(reversed(short.sentences)):
        if sentence.words in known:
            return False
        lost = _lost(sentence.text, whole.sentences)
        if lost >= _LEAST_LOST:
            before = short.sentences[: len(short.sentences) - number - 1]
            is_same_before = sum(one.words in known for one in before) * 2 >= len(before)
            return is_same_before and (not number or _count(short) < _MOST_LEFT * _count(whole))
        behind += len(sentence.words)
        if behind > _MOST_BEHIND_CUT:
            return False
    return False


def _goes_on_behind_wall(short: _ReadVersion, whole: _ReadVersion) -> bool:
    """Return True if a text has the first sentences of the other, and in the place of the rest an offer to log in."""
    pairs = zip(short.sentences, whole.sentences, strict=False)
    same = sum(1 for _ in takewhile(lambda pair: pair[0].words == pair[1].words, pairs))
    rest = short.sentences[same:]
    if not 0 < len(rest) < _MOST_OF_WALL or not same or len(whole.sentences) - same < len(rest):
        return False
    known = {sentence.words for sentence in whole.sentences}
    offers = " ".join(one.text for one in rest)
    if any(one.words in known for one in rest) or not barriers.speaks_to_visitor(offers):
        return False
    walls = (*barriers.FRONTS, barriers.PAYWALL)
    return max(len(barriers.families_in(barrier, (offers,))) for barrier in walls) >= _LEAST_FAMILIES


def _ends_cut(side: _ReadVersion) -> bool:
    """Return True if a text, or its page below it, ends with words that lead to more of it."""
    below = " ".join(side.version.paragraphs[-1:])
    return any(is_cut_short(text) for text in (side.text, below))


def _leads_on(short: _ReadVersion, whole: _ReadVersion) -> bool:
    """Return True if a text is the first sentences of a longer one, with little behind that leads to the rest."""
    if not short.sentences:
        return False
    known = {sentence.text for sentence in whole.sentences}
    texts = [_ELLIPSIS.sub("", sentence.text) for sentence in short.sentences]
    further = sum(len(text.split()) for text in texts if text not in known)
    return texts[0] in known and further <= _MOST_BEHIND_CUT and _count(short) < _MOST_LEFT * _count(whole)


def _lost(text: str, whole: Sequence[Sentence]) -> int:
    """Return the number of characters behind a text that is the open beginning of a sentence; 0 if it is none."""
    begun = _ELLIPSIS.sub("", text)
    if begun == text and text[-1] in _ENDS:
        return 0
    for number, sentence in enumerate(whole):
        if sentence.text.startswith(begun) and sentence.text != begun and sentence.text[-1] in _ENDS:
            return len(sentence.text) - len(begun) + sum(len(other.text) for other in whole[number + 1 :])
    return 0


def _is_no_article(notice: _ReadVersion, article: _ReadVersion) -> bool:
    """Return True if an empty page, a notice or a list stands for an article, and has nothing in common with it."""
    if not notice.sentences:
        return _count(article) >= _LEAST_TEXT
    is_short = len(notice.text) <= _SHORT
    if is_short and not _has_common_stems(notice, article) and _is_no_prose(notice) and not _is_no_prose(article):
        return True
    if not (is_short and _reads_as_notice(notice) and not _reads_as_notice(article)):
        if article.version.published_on is None or notice.version.published_on is not None:
            return False
        is_list = _is_list(notice)
        if not is_list and (not is_short or _title_stems(notice) & _title_stems(article)):
            return False
        if is_list and not _is_list(article) and not _have_same_title(notice, article):
            return _common_runs(notice, article) <= _IN_TEASERS
    return _common_runs(notice, article, _runs_of(article.version.title)) <= _NEXT_TO_NOTHING


def _have_same_title(one: _ReadVersion, other: _ReadVersion) -> bool:
    return bool(_title_stems(one)) and _title_stems(one) == _title_stems(other)


def _has_common_stems(one: _ReadVersion, other: _ReadVersion) -> bool:
    """Return True if two texts have more than one stem of a word of weight in common."""
    return len(_stems(one) & _stems(other)) > 1


def _is_no_prose(side: _ReadVersion) -> bool:
    """Return True if a text has no sentences but labels, or speaks to visitors about the page and tells nothing."""
    if all(map(_ends_open, side.sentences)):
        return True
    return barriers.speaks_to_visitor(side.text) and page_speech.is_about_page(page_words.as_matched(side.text))


def _are_two_articles(one: _ReadVersion, other: _ReadVersion) -> bool:
    """Return True if two texts have no word of their titles, and hardly one of their texts, in common.

    Two texts without a day have no run of words in common at all, nor one title's words in the other's text.
    """
    is_of_one_day = one.version.published_on == other.version.published_on
    if min(_count(one), _count(other)) < _LEAST_TEXT or (is_of_one_day and one.version.published_on):
        return False
    titles = [_title_stems(side) for side in (one, other)]
    if not all(titles) or titles[0] & titles[1] or _common_runs(one, other) > _NEXT_TO_NOTHING:
        return False
    stems = [_stems(side) for side in (one, other)]
    if is_of_one_day and (
        _common_runs(one, other) or titles[0] & stems[1] or titles[1] & stems[0] or len(stems[0] & stems[1]) > 1
    ):
        return False
    return len(stems[0] & stems[1]) < _HARDLY_COMMON * min(map(len, stems))


def _stems(side: _ReadVersion) -> set[str]:
    return content_stems(word for sentence in side.sentences for word in sentence.words)


def _title_stems(side: _ReadVersion) -> set[str]:
    return content_stems(words(side.version.title))


def _reads_as_notice(side: _ReadVersion) -> bool:
    """Return True if a short page says that it is one: not found, an error, maintenance, a login, a wall."""
    title = phrases.plain(side.version.title[:_TITLE_CHARACTERS])
    names = (phrases.IS_ABSENCE, phrases.IS_SERVER_ERROR, phrases.IS_MAINTENANCE)
    walls = (phrases.IS_LOGIN, phrases.IS_BOT_WALL, phrases.IS_COOKIE_WALL)
    if any(pattern.match(title) for pattern in (*names, *walls)):
        return True
    stated = phrases.sentences(side.text)
    if any(pattern.match(one) for one in stated for pattern in (phrases.SAYS_ABSENCE, phrases.SAYS_WALL)):
        return True
    if phrases.SAYS_MAINTENANCE.search(side.text) or barriers.NEEDS_SCRIPT.search(side.text):
        return True
    labels = tuple(one.text for one in side.sentences if len(one.words) <= _LABEL_WORDS and _ends_open(one))
    if len(side.text) <= _FORM and any(barriers.families_in(barrier, labels) for barrier in barriers.FRONTS):
        return True
    if len(barriers.families_in(barriers.HOST, (title, side.text))) > _LEAST_FAMILIES:
        return True
    return barriers.speaks_to_visitor(side.text) and any(
        len(barriers.families_in(barrier, (title, side.text))) >= _LEAST_FAMILIES for barrier in barriers.FRONTS
    )


def _is_list(side: _ReadVersion) -> bool:
    lines = [sentence for sentence in side.sentences if len(sentence.words) <= _LIST_WORDS and _ends_open(sentence)]
    return len(lines) >= max(_LEAST_LINES_OF_LIST, _MOST_LINES_OF_LIST * len(side.sentences))


def _ends_open(sentence: Sentence) -> bool:
    return sentence.text[-1] not in _ENDS or sentence.text.endswith("...")


def _count(side: _ReadVersion) -> int:
    return sum(len(sentence.words) for sentence in side.sentences)


def _common_runs(one: _ReadVersion, other: _ReadVersion, of_title: frozenset[tuple[str, ...]] = frozenset()) -> float:
    """Return the share of the runs of three words of the shorter text that are in the other; a title counts nothing."""
    short, long = sorted((_runs_of(side.text) - of_title for side in (one, other)), key=len)
    return len(short & long) / len(short) if short else 0.0


def _runs_of(text: str) -> frozenset[tuple[str, ...]]:
    found = [word.lower() for word in words(text[:_MOST_CHARACTERS]) if word[0].isalnum()]
    return frozenset(tuple(found[at : at + _RUN]) for at in range(max(1, len(found) - _RUN + 1)))
