"""Judge if two articles are one text at two addresses. Pure: texts come from functions that the caller gives.

The same knowledge finds successors of links (``linkrot.successors``), but a candidate for a link is looked at by a
person, and a work is not: so a work needs a title and a day that agree, and numbers that do not differ. Notices of a
series, repeats of each year and corrections have most of a text in common and are texts of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from kaaw_archive import urls
from kaaw_archive.derive import variants
from kaaw_archive.derive.article_titles import are_mended, are_same_letters, is_file_name, stems_of, stems_of_title
from kaaw_archive.derive.compared_texts import numbers_of
from kaaw_archive.derive.known_articles import (
    are_copied_to_host,
    are_copies,
    are_entered_twice,
    are_of_days_apart,
    are_of_one_day,
    are_of_one_week,
    are_seen_near,
    are_together,
    days_differ,
)
from kaaw_archive.derive.page_addresses import TELLING_NUMBER, have_one_number, names_number_of, view_key, years_differ
from kaaw_archive.items import EvidenceRule, WorkEvidence
from kaaw_archive.linkrot.addresses import folder_of
from kaaw_archive.linkrot.successors import (
    BY_MAPPING,
    CANONICAL,
    LIKE_FROM,
    LIKE_TEXT,
    PERMANENT_REDIRECT,
    RENAMED_AND_THERE,
    SAME_TEXT,
    SAME_TITLE_LIKE_TEXT,
    TITLE_FROM,
    title_similarity,
)
from kaaw_archive.wordings.views import bare_title, depends_on_day, depends_on_year

if TYPE_CHECKING:
    from collections.abc import Collection

    from kaaw_archive.derive.compared_texts import ComparedTexts
    from kaaw_archive.derive.known_articles import KnownArticle, KnownVersion

# Starting values, each held by cases in tests/derive/test_works.py.
CONTAINED_FROM = 0.8  # share of the shorter text that the longer one holds
LENGTHS_FROM = 0.6  # the shorter text by the longer: a teaser is another text
FEWEST_WORDS = 30  # of texts that are compared by shingles; one word is in five of them
TELLING_WORDS = 40  # a text so long stands for itself where no day does
WORDS_OF_DAY = 15  # a text so long stands for itself on one day
LASTING_WORDS = 60  # a text so long stands for itself under another day, if it names no day of its year
MAPPING_FROM = 3  # other articles that moved from one folder to another
LIKE_TITLE_FROM = 0.5  # of a text that is the same to the letter
ABOUT_FROM = 0.6  # share of the long words of a title that a text has, if it is about that
FEWEST_TITLE_WORDS = 2
CORRECTED = 0.75  # confidence
REACHABLE = {"redirect": PERMANENT_REDIRECT, "canonical": CANONICAL, "renaming": RENAMED_AND_THERE}

Way = Literal["redirect", "canonical", "renaming"]
_REASONS: dict[Way, str] = {
    "redirect": "a permanent redirect leads there",
    "canonical": "the page says that this is its address",
    "renaming": "the address is renamed as content systems do",
}


class IdentityJudge:
    """Judges pairs of articles. ``linked``: ids of a file without a day and of a page that links it."""

    def __init__(self, texts: ComparedTexts, linked: Collection[frozenset[int]] = ()) -> None:
        self._texts = texts
        self._linked = linked

    def by_address(self, old: KnownArticle, new: KnownArticle, way: Way) -> WorkEvidence | None:
        """Return evidence if the address of one leads to the other and nothing says that it is another text."""
        one, other = old.last, new.first
        if not old.digests & new.digests and not self._is_reached(one, other, way):
            return None
        return _evidence(old, new, way, REACHABLE[way], _REASONS[way])

    def alike(self, old: KnownArticle, new: KnownArticle) -> WorkEvidence | None:
        """Return evidence if two articles of one source have the same text, or one holds nearly all of the other's."""
        if old.source != new.source or old.key == new.key:
            return None
        if old.digests & new.digests or self._have_same_letters(old.last, new.first):
            return self._same_text(old, new)
        if self._is_framed(old, new):
            return _evidence(old, new, "same_text", SAME_TEXT, "the same text, with other lines around it")
        if variants.is_view(old, new, self._texts):
            return _evidence(
                old, new, "like_text", SAME_TITLE_LIKE_TEXT, "nearly the same text at an address of the page"
            )
        if variants.are_pages(old, new, self._texts) or variants.is_page_of(old, new, self._texts):
            return _evidence(old, new, "like_text", SAME_TITLE_LIKE_TEXT, "a page of the text by its address")
        if numbers_of(old.last.title) != numbers_of(new.first.title):
            return None
        return self._like_text(old, new)

    def as_others(self, old: KnownArticle, new: KnownArticle, pairs: int) -> WorkEvidence | None:
        """Return evidence by so many other articles that moved between the same folders as this pair, on one relaunch.

        A relaunch may give its articles other days. The text must be the same, and the old address must have ended.
        """
        titles = title_similarity(old.last.title, new.first.title)
        if pairs < MAPPING_FROM or titles < TITLE_FROM:
            return None
        is_same = old.digests & new.digests or self._have_same_letters(old.last, new.first)
        if not is_same and not variants.is_framed(old, new, self._texts):
            return None
        if old.last_seen_at >= new.first_seen_at or numbers_of(old.last.title) != numbers_of(new.first.title):
            return None
        reason = f"the same text, and {pairs} other articles moved between the same folders"
        return _evidence(old, new, "renaming", BY_MAPPING, reason)

    def _is_reached(self, one: KnownVersion, other: KnownVersion, way: Way) -> bool:
        """Return True if two texts that differ may be one whose address leads to that of the other."""
        titles = title_similarity(one.title, other.title)
        has_same_title = titles >= TITLE_FROM and numbers_of(one.title) == numbers_of(other.title)
        is_of_day = not days_differ(one, other)
        alike = self._texts.resemblance(one, other)
        if way != "renaming" and variants.is_part(one, other, self._texts):
            return True
        if way == "canonical":  # systems state a wrong address as often as a right one: the text must say so, too
            return is_of_day and alike > LIKE_FROM and self._have_same_numbers(one, other)
        return (has_same_title and is_of_day) or (alike > LIKE_FROM and (is_of_day or has_same_title))

    def _have_same_letters(self, one: KnownVersion, other: KnownVersion) -> bool:
        """Return True if two texts are the same to the letter without the lines of their pages."""
        return len(self._texts.words(one)) >= WORDS_OF_DAY and self._texts.letters(one) == self._texts.letters(other)

    def _is_dated_alike(self, old: KnownArticle, new: KnownArticle) -> bool:
        """Return True if two articles are of one day, one names the day of the other, or one is a file of the other."""
        one, other = old.last, new.first
        if None not in (one.published_on, other.published_on):
            return are_of_one_day(one, other)
        if one.published_on is other.published_on:
            return False
        undated, dated = (one, other) if one.published_on is None else (other, one)
        return frozenset((old.id, new.id)) in self._linked or dated.published_on in self._texts.days(undated)

    def _is_of_its_day(self, old: KnownArticle, new: KnownArticle) -> bool:
        """Return True if two articles are of one day, or one without a day is of the page or the weeks of the other."""
        one, other = old.last, new.first
        if self._is_dated_alike(old, new):
            return True
        if (one.published_on is None) == (other.published_on is None):
            return False
        seen = (old, new) if one.published_on is None else (new, old)
        return view_key(old.url) == view_key(new.url) or are_seen_near(*seen)

    def _is_text_of_day(self, old: KnownArticle, new: KnownArticle) -> bool:
        """Return True if a text is of one day under both addresses, and its titles do not say that it is another one.

        Another host may enter it a day later, and a document has the day of its page and its own name.
        """
        one, other = old.last, new.first
        if are_of_one_day(one, other) and urls.is_document(old.url) != urls.is_document(new.url):
            return True
        return (self._is_of_its_day(old, new) or are_copied_to_host(old, new)) and self._is_named_alike(old, new)

    def _is_framed(self, old: KnownArticle, new: KnownArticle) -> bool:
        """Return True if one text of a day stands whole in the other, and their titles name no other number."""
        one, other = old.last, new.first
        is_of_day = self._is_of_its_day(old, new) or are_entered_twice(one, other) or are_copied_to_host(old, new)
        if not is_of_day or are_mended(one.title, other.title):
            return False
        is_printed = urls.is_document(old.url) or urls.is_document(new.url)
        if is_printed and not (
            stems_of_title(one.title) & stems_of_title(other.title) or self._is_dated_alike(old, new)
        ):
            return False
        return (is_printed or self._is_named_alike(old, new)) and variants.is_framed(old, new, self._texts)

    def _is_named_alike(self, old: KnownArticle, new: KnownArticle) -> bool:
        """Return True if two titles of one text name no other number, and tell the same as each other or as the text.

        A title of which the text says nothing shows that the text is no article: it stands on many pages. A reference
        such as "Drucksache 7/1183" names what the other address does.
        """
        one, other = old.last, new.first
        if names_number_of(one.title, new.url) or names_number_of(other.title, old.url):
            return True
        numbers = [numbers_of(bare_title(side.title)) for side in (one, other)]
        if all(numbers) and not numbers[0] & numbers[1]:
            return False
        if are_same_letters(one.title, other.title):
            return True
        text = stems_of(self._texts.words(other))
        titles = [stems_of_title(bare_title(side.title)) for side in (one, other)]
        is_within = all(titles) and (titles[0] <= titles[1] or titles[1] <= titles[0])
        return is_within or all(2 * len(title & text) >= len(title) > 0 for title in titles)

    def _same_text(self, old: KnownArticle, new: KnownArticle) -> WorkEvidence | None:
        one, other = old.last, new.first
        words = len(self._texts.words(other))
        is_telling = words >= TELLING_WORDS
        is_telling_of_day = is_telling or (words >= WORDS_OF_DAY and are_of_one_day(one, other))
        is_of_day = is_telling_of_day and self._is_text_of_day(old, new)
        is_of_page = is_telling and view_key(old.url) == view_key(new.url)
        if not is_of_day and not is_of_page:
            titles = title_similarity(bare_title(one.title), bare_title(other.title))
            is_file = is_telling and (any(is_file_name(side.title) for side in (one, other)) or are_copies(old, new))
            if numbers_of(bare_title(one.title)) != numbers_of(bare_title(other.title)) and not is_file:
                return None
            has_like_title = titles >= LIKE_TITLE_FROM or is_file or self._tells_the_same(one, other)
            if not has_like_title or (titles < TITLE_FROM and words < TELLING_WORDS):
                return None
        if are_of_days_apart(one, other) and (words < LASTING_WORDS or self._depends_on_its_day(one, other)):
            return None
        is_dated = one.published_on is not None and other.published_on is not None
        if not is_dated and (words < TELLING_WORDS or years_differ(old.url, new.url)):
            return None
        # two notices of few words may be told apart by what they attach
        is_short = words < TELLING_WORDS and are_together(old, new)
        if is_short and self._texts.files(one) != self._texts.files(other):
            return None
        return _evidence(old, new, "same_text", SAME_TEXT, "the archive has the same text under this address")

    def _depends_on_its_day(self, one: KnownVersion, other: KnownVersion) -> bool:
        """Return True if a text says something else under the day of another version of it."""
        text = self._texts.text(other)
        years = {(side.published_on or "")[:4] for side in (one, other)}
        return depends_on_day(text) or (len(years) > 1 and depends_on_year(text))

    def _like_text(self, old: KnownArticle, new: KnownArticle) -> WorkEvidence | None:
        one, other = old.last, new.first
        if not are_of_one_day(one, other) or are_mended(one.title, other.title):
            return None
        if variants.is_teaser(one, other, self._texts):
            return _evidence(
                old, new, "like_text", LIKE_TEXT, "same title and day, and its beginning leads to the text"
            )
        if are_together(old, new):
            return None
        has_same_title = title_similarity(one.title, other.title) >= TITLE_FROM
        is_moved = folder_of(old.url) != folder_of(new.url) or urls.host(old.url) != urls.host(new.url)
        is_respelled = variants.are_spelled_alike(one.title, other.title)
        is_same_to_the_letter = one.title.casefold() == other.title.casefold()
        is_renamed = is_respelled and not is_same_to_the_letter and variants.have_like_names(old, new)
        if (
            not has_same_title
            and not is_renamed
            and not (is_moved and (is_respelled or self._tells_the_same(one, other)))
        ):
            return None
        if are_of_one_week(old, new) and not (is_moved or is_renamed):
            return None
        is_named = has_same_title or is_respelled
        is_copy = is_renamed or (is_moved and (not are_of_one_week(old, new) or have_one_number(old.url, new.url)))
        if is_named and is_copy and variants.is_corrected(one, other, self._texts):
            return _evidence(old, new, "like_text", CORRECTED, "same title and day, corrected in a word or two")
        short, long = self._texts.by_length(one, other)
        if len(self._texts.words(short)) < max(FEWEST_WORDS, LENGTHS_FROM * len(self._texts.words(long))):
            return None
        held = self._texts.containment(short, long)
        if not self._texts.numbers(short) <= self._texts.numbers(long) or held < CONTAINED_FROM:
            return None
        reason = f"same title and day, and {round(100 * held)} % of the text is there"
        return _evidence(old, new, "like_text", LIKE_TEXT, reason)

    def _have_same_numbers(self, one: KnownVersion, other: KnownVersion) -> bool:
        """Return True if all numbers of one text are in the other."""
        numbers = [self._texts.numbers(side) for side in (one, other)]
        return numbers[0] <= numbers[1] or numbers[1] <= numbers[0]

    def _tells_the_same(self, one: KnownVersion, other: KnownVersion) -> bool:
        """Return True if two versions of one day have other titles, and both texts say what both titles do.

        A title that has all words of the other, or the same number of three digits that the texts have, says the same.
        """
        if not are_of_one_day(one, other):
            return False
        texts = [stems_of(self._texts.words(side)) for side in (one, other)]
        titles = [stems_of_title(side.title) for side in (one, other)]
        if min(map(len, titles)) < FEWEST_TITLE_WORDS:
            return False
        if titles[0] <= titles[1] or titles[1] <= titles[0]:
            return True
        numbers = set(TELLING_NUMBER.findall(one.title)) & set(TELLING_NUMBER.findall(other.title))
        if any(number in self._texts.text(side) for number in numbers for side in (one, other)):
            return True
        return all(len(title & text) >= ABOUT_FROM * len(title) for title in titles for text in texts)


def _evidence(old: KnownArticle, new: KnownArticle, rule: EvidenceRule, confidence: float, reason: str) -> WorkEvidence:
    return WorkEvidence(old.id, new.id, rule, confidence, reason, (old.last.capture_id, new.first.capture_id))
