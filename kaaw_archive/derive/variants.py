"""Two texts of one work that differ: views of one page, its parts, a teaser beside it, a correction on the way. Pure.

Each rule needs evidence of its own beside a likeness, because notices of a series are as alike: addresses of one page,
words that lead to the whole text, or a difference as small as a correction.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.changes.number_values import values_of_word
from kaaw_archive.changes.spelling import distance, is_same_word
from kaaw_archive.changes.word_runs import runs
from kaaw_archive.derive.compared_texts import letters_of, numbers_of, words_of
from kaaw_archive.derive.known_articles import are_of_one_day, days_differ
from kaaw_archive.derive.page_addresses import differ_by_visit, names_view, view_key
from kaaw_archive.linkrot.successors import TITLE_FROM, title_similarity
from kaaw_archive.wordings.views import bare_title, is_cut_short, is_numbered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kaaw_archive.changes.word_runs import Run
    from kaaw_archive.derive.compared_texts import ComparedTexts
    from kaaw_archive.derive.known_articles import KnownArticle, KnownVersion

VIEW_FROM = 0.9  # share of one view that another has
VIEW_LENGTHS_FROM = 0.7  # the shorter view by the longer: two notices joined on one page are no view of each
PART_FROM = 0.8
FEWEST_BEGINNING_WORDS = 20  # that a teaser has in common with the beginning of its text
FEWEST_PART_WORDS = 30
FEWEST_TITLE_WORDS = 2
MOST_SLIPS = 2  # letters in which two names of one folder differ
CORRECTED_WORDS = 4  # that differ at most, on either side, of each hundred
FEWEST_CORRECTED_WORDS = 50
_HUNDRED = 100
_LONGEST_NAME = 200
FEWEST_FRAMED_WORDS = 30  # of a text that stands whole in another
MOST_FRAME_WORDS = 12  # of the lines on either side of it: path, share bar, "back to the list"
MOST_LETTERHEAD_WORDS = 40  # the same of a document, with its letterhead and publisher

_PAGE_NUMBER = re.compile(
    r"(?:[?&](?:page|seite|p|pg|s|teil|part|step|start|offset|tx_\w{1,40}page\w{0,20})=\d{1,3}|[/,_-](?:page|seite|teil|part|partie|step|schritt|p|s)?[/_-]?\d{1,2})(?:\.html?)?\Z",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
# Words in front of a number that names a thing: notices of a series differ in them.
_NAMES_A_THING = frozenset(
    "nr nummer no los plan bebauungsplan az aktenzeichen teil band folge ausgabe abschnitt bauabschnitt kw woche week"
    " lot part issue number paragraph n§ § a b k l s kreisstraße landesstraße bundesstraße klasse saal raum linie line"
    " ligne numéro n partie".split()
)
# Words behind a number that counts a thing in a series.
_COUNTS_A_THING = frozenset(
    "sitzung tagung folge ausgabe bauabschnitt abschnitt auflage jahrgang session meeting séance".split()
)


def is_framed(old: KnownArticle, new: KnownArticle, texts: ComparedTexts) -> bool:
    """Return True if one text stands whole in the other, to the letter, and lines of a page or letterhead around it.

    Lines of a document break anywhere. An item that was added to an agenda is no frame: it has a number.
    """
    short, long = texts.by_length(old.last, new.first)
    is_printed = urls.is_document(old.url if long is old.last else new.url)
    most = MOST_LETTERHEAD_WORDS if is_printed else MOST_FRAME_WORDS
    further = len(texts.words(long)) - len(texts.words(short))
    if len(texts.words(short)) < FEWEST_FRAMED_WORDS or further > 2 * most:
        return False
    letters = texts.letters(short)
    before, is_within, after = texts.letters(long).partition(letters)
    if not is_within:
        return False
    in_front = sum(end <= len(before) for end in _ends(texts.words(long)))
    if max(in_front, further - in_front) > most:
        return False
    borders = {0, *_ends("".join(words_of(line)) for line in texts.text(long).split("\n"))}
    stands_alone = {len(before), len(before) + len(letters)} <= borders
    return is_printed or (stands_alone and not _DIGIT.search(after))


def _ends(parts: Iterable[str]) -> Iterator[int]:
    """Return where each part of a text ends, counted in its letters as they are compared."""
    return accumulate(len(letters_of([part])) for part in parts)


def are_spelled_alike(one: str, other: str) -> bool:
    """Return True if two titles have the same words, some of them spelled otherwise, and no other number."""
    words, others = words_of(bare_title(one)), words_of(bare_title(other))
    return len(words) == len(others) and all(
        word == other or (is_same_word(word, other) and not any(map(values_of_word, (word, other))))
        for word, other in zip(words, others, strict=True)
    )


def have_like_names(old: KnownArticle, new: KnownArticle) -> bool:
    """Return True if two addresses of one folder have names that differ by a letter or two, none of them a digit."""
    parts = [urls.decoded_path(article.url).rstrip("/").rpartition("/") for article in (old, new)]
    names = parts[0][2], parts[1][2]
    is_of_folder = parts[0][0] == parts[1][0] and urls.host(old.url) == urls.host(new.url)
    if not is_of_folder or numbers_of(names[0]) != numbers_of(names[1]) or max(map(len, names)) > _LONGEST_NAME:
        return False
    return distance(*names) <= MOST_SLIPS


def is_view(old: KnownArticle, new: KnownArticle, texts: ComparedTexts) -> bool:
    """Return True if two addresses are of one page, and one shows nearly all that the other does, and its title."""
    one, other = old.last, new.first
    is_of_page = view_key(old.url) == view_key(new.url)
    if days_differ(one, other) or not (is_of_page or names_view(old.url) or names_view(new.url)):
        return False
    if is_of_page and (is_part(one, other, texts) or are_one_address(old, new) or is_draft(old, new, texts)):
        return True
    short, long = texts.by_length(one, other)
    lengths = len(texts.words(short)), len(texts.words(long))
    if lengths[0] < max(FEWEST_PART_WORDS, VIEW_LENGTHS_FROM * lengths[1]):
        return False
    if not texts.numbers(short) <= texts.numbers(long) or texts.containment(short, long) < VIEW_FROM:
        return False
    is_titled = _is_within(one.title, texts.text(other)) or _is_within(other.title, texts.text(one))
    return _has_like_title(one, other) or is_titled


def are_one_address(old: KnownArticle, new: KnownArticle) -> bool:
    """Return True if two addresses of one title and day differ only by parameters of a visit or a revision.

    Their texts may differ: one is corrected, or a wall stood in front of it.
    """
    one, other = old.last, new.first
    return are_of_one_day(one, other) and _have_one_title(one, other) and differ_by_visit(old.url, new.url)


def _have_one_title(one: KnownVersion, other: KnownVersion) -> bool:
    return one.title.casefold() == other.title.casefold() and len(words_of(one.title)) >= FEWEST_TITLE_WORDS


def is_draft(old: KnownArticle, new: KnownArticle, texts: ComparedTexts) -> bool:
    """Return True if two addresses differ only by a revision or a view, and both texts begin with the same words."""
    return (
        differ_by_visit(old.url, new.url)
        and _same_at_start(texts.words(old.last), texts.words(new.first)) >= FEWEST_BEGINNING_WORDS
    )


def is_part(one: KnownVersion, other: KnownVersion, texts: ComparedTexts) -> bool:
    """Return True if one version is a page of the other: of its title and day, and nearly all of it is there."""
    short, long = texts.by_length(one, other)
    return (
        are_of_one_day(one, other)
        and _has_like_title(one, other)
        and len(texts.words(short)) >= FEWEST_PART_WORDS
        and texts.numbers(short) <= texts.numbers(long) | numbers_of(short.title)
        and texts.containment(short, long) >= PART_FROM
    )


def are_pages(old: KnownArticle, new: KnownArticle, texts: ComparedTexts) -> bool:
    """Return True if two addresses differ by the number of a page, and a text states that it is one of several."""
    one, other = old.last, new.first
    if not are_of_one_day(one, other) or not _has_like_title(one, other):
        return False
    sides = ((old, one), (new, other))
    without_number = {_without_page_number(article.url) for article, _ in sides}
    return (
        any(_has_page_number(article.url) for article, _ in sides)
        and len(without_number) == 1
        and any(is_numbered(version.title) or texts.is_numbered_page(version) for _, version in sides)
    )


def is_page_of(old: KnownArticle, new: KnownArticle, texts: ComparedTexts) -> bool:
    """Return True if one text or its address has the number of a page, and the other has all of it, day and title.

    The title of a page may have its own words behind that of the whole.
    """
    short, long = texts.by_length(old.last, new.first)
    article = old if short is old.last else new
    is_numbered = _has_page_number(article.url) or texts.is_numbered_page(short)
    if not is_numbered or not are_of_one_day(short, long):
        return False
    title, whole = bare_title(short.title), bare_title(long.title)
    if not (_has_like_title(short, long) or (whole and title.startswith((f"{whole}:", f"{whole} -", f"{whole} –")))):
        return False
    return (
        len(texts.words(short)) >= FEWEST_PART_WORDS
        and len(texts.words(short)) < PART_FROM * len(texts.words(long))
        and texts.numbers(short) <= texts.numbers(long)
        and texts.containment(short, long) >= PART_FROM
    )


def _without_page_number(url: str) -> str:
    return _PAGE_NUMBER.sub("", url.rstrip("/"))


def _has_page_number(url: str) -> bool:
    return _without_page_number(url) != url.rstrip("/")


def is_teaser(one: KnownVersion, other: KnownVersion, texts: ComparedTexts) -> bool:
    """Return True if one version has title, day and beginning of the other, and ends with words that lead to it."""
    if not are_of_one_day(one, other) or not _has_like_title(one, other):
        return False
    short, long = texts.by_length(one, other)
    if not is_cut_short(texts.text(short)) or is_cut_short(texts.text(long)):
        return False
    words, others = (texts.words(side) for side in (short, long))
    return _same_at_start(words, others) >= FEWEST_BEGINNING_WORDS and texts.numbers(short) <= texts.numbers(long)


def _same_at_start(words: Sequence[str], others: Sequence[str]) -> int:
    """Return the number of words with which two texts begin alike."""
    differing = (at for at, pair in enumerate(zip(words, others, strict=False)) if pair[0] != pair[1])
    return next(differing, min(len(words), len(others)))


def is_corrected(one: KnownVersion, other: KnownVersion, texts: ComparedTexts) -> bool:
    """Return True if two versions have the same words but for some numbers or spellings, and no name of a thing."""
    before, after = texts.words(one), texts.words(other)
    gone, come = Counter(before) - Counter(after), Counter(after) - Counter(before)
    most = CORRECTED_WORDS * max(1, len(before) // _HUNDRED)
    if min(len(before), len(after)) < FEWEST_CORRECTED_WORDS or max(gone.total(), come.total()) > most:
        return False
    return all(_is_correction(before, after, run) for run in runs(before, after))


def _is_correction(before: Sequence[str], after: Sequence[str], run: Run) -> bool:
    """Return True if words are spelled otherwise, or are other numbers that name no thing."""
    gone, come = before[run.old_start : run.old_end], after[run.new_start : run.new_end]
    if not gone or not come:
        return False
    if all(map(values_of_word, (*gone, *come))):
        in_front = before[run.old_start - 1] if run.old_start else ""
        behind = before[run.old_end] if run.old_end < len(before) else ""
        return in_front.lower() not in _NAMES_A_THING and behind.lower() not in _COUNTS_A_THING
    return len(gone) == len(come) and all(
        is_same_word(*pair) and not any(map(values_of_word, pair)) for pair in zip(gone, come, strict=True)
    )


def _has_like_title(one: KnownVersion, other: KnownVersion) -> bool:
    titles = bare_title(one.title), bare_title(other.title)
    return title_similarity(*titles) >= TITLE_FROM and numbers_of(titles[0]) == numbers_of(titles[1])


def _is_within(title: str, text: str) -> bool:
    """Return True if a text has a title of some words as it stands."""
    words = words_of(bare_title(title))
    return len(words) > 1 and f" {' '.join(words)} " in f" {' '.join(words_of(text.lower()))} "
