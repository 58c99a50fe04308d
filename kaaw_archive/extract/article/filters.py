"""Filters of the selected segments: each returns the numbers of those that stay. FILTERS has them in their order."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from kaaw_archive.extract import written_days
from kaaw_archive.extract.article import about_author, datelines, forms, galleries, machine_text, page_tools
from kaaw_archive.extract.article.trafilatura_vote import compact
from kaaw_archive.extract.html.groups import class_group, tag_group

if TYPE_CHECKING:
    from collections.abc import Container

    from kaaw_archive.extract.article.page import ArticlePage
    from kaaw_archive.extract.html.segments import Segment, Segments

_LONG_REPEAT = 50  # letters: what is as long and stands twice is a gallery's or a print view's repetition
_NEAR_HEAD = 12  # segments behind the headline in which it is repeated
_OPENING_LINES = 3
_DATE_LINE_WORDS = 6
_PLACE = re.compile(r"(?!\w+tag,|Mittwoch,)[A-ZÄÖÜ][^\W\d_]+(?:[ /-][^\W\d_]+){0,3},? ")
_BESIDE_DATE = 14  # characters: "Mittwoch, ", "11:30 Uhr", "Stand: "
_LIKELY = 0.4
_FEWEST_LEFT = 30  # words
_POST = re.compile(r"\bpost-\d+\b")  # WordPress names every post so, a teaser too
_MOST_OF_TEXT = 0.7
_CAPTION = re.compile(r"caption|bildunterschrift|bildbeschreibung|bildtext|picinfo", re.I)
_CAPTION_WORDS = 80
_PLACEHOLDER = re.compile(
    r"\bexterne[nr]? inhalte? (?:nicht verfügbar|angezeigt|anzeigen|(?:zu )?laden|geladen)"
    r"|\bdamit einverstanden, dass mir\b|\bexternen inhalt, der den artikel|\bein klick für den datenschutz"
    r"|\bprivatsphäre-einstellungen (?:verhindern|ändern)|\bempfohlener (?:redaktioneller|externer) inhalt"
    r"|\bpersonenbezogene daten an drittplattformen|^(?:video|karte|inhalt|beitrag) (?:laden|anzeigen|aktivieren)$"
    r"|\b(?:mit dem|beim|durch das) (?:laden|abspielen) de[sr] (?:videos?|karte|inhalts|beitrags)\b.{0,90}"
    r"(?:akzeptieren|datenschutz|zustimm|willigen)"
    r"|\b(?:mit dem|beim|durch das) (?:laden|abspielen|anzeigen)\b.{0,40}\bdaten\b.{0,40}"
    r"\b(?:dritte|übertragen|übermittelt)",
    re.I,
)
_PLACEHOLDER_WORDS = 90
_OF_PLACEHOLDERS = (
    "extern",
    "laden",
    "anzeigen",
    "aktivieren",
    "abspielen",
    "privatsphäre-",
    "drittplattformen",
    "einverstanden",
    "ein klick",
    "empfohlener",
)
_FOR_MACHINES = re.compile(r"https?://\S+|\d{4}-\d\d-\d\dT\S+")
_FEWEST_BEFORE_CALL = 3  # segments
_CALL_WORDS = 60
_CALL = re.compile(
    r"\b(?:sign up (?:for|to)|subscribe (?:to|now|here)|follow (?:us|me|him|her|@\w+|\w+ on (?:twitter|facebook))"
    r"|join our|share (?:it|this|your)|like this (?:story|article|post)|click here (?:for|to)|is looking for"
    # that there is a newsletter is news, too
    r"|(?:our|your|my|free|daily|weekly|unser\w*|zum|kostenlose\w*) (?:[\w-]+ ){0,3}newsletters?"
    r"|newsletters?\W+(?:sign|abonn|bestell|anmeld|here)\w*|(?:abonnier|bestell)\w* (?:[\w-]+ ){0,4}newsletter"
    r"|delivered (?:to|through) your|send us your|support us|(?:lesen|hören|sehen) sie (?:auch|hier|mehr)"
    r"|(?<!sich )jetzt (?:abonnieren|testen|anmelden|weiterlesen)|hat ihnen dieser (?:artikel|beitrag)"
    r"|unterstützen sie uns|abonnieren sie|hier geht es zu[mr]?|teilen sie|kommentieren sie|folgen sie uns"
    r"|this slideshow requires)\b",
    re.I,
)
_TAG_WORDS = 15
_TAGS = re.compile(
    r"(?:themen?|(?:schlag|stich)w(?:ort|orte|örter)|tags?|kategorien?|topics?|categor(?:y|ies)|filed under)\s*:", re.I
)
_COMMENT = class_group("comment")
_MAIN = tag_group("main")


def of_others(page: ArticlePage) -> list[bool]:
    """Return a flag for each segment: True if its box is named as a comment, or as another post than the headline's.

    All are False if little text would be left: in a forum the comments are the text.
    """
    segments, head = page.segments, page.matched_head
    if head is None:
        return [False] * len(segments.all)
    boxes = segments.boxes
    ancestors = segments.line_up(segments.all[head].box)
    mine = {post for box in ancestors if (post := _post(boxes[box].signature))}
    others = [False] * len(segments.all)
    left = 0
    depths: dict[int, tuple[int, bool]] = {}
    for number, segment in enumerate(segments.all):
        box = segment.box
        if box not in depths:
            is_other_post = False
            above = box
            while above not in ancestors:
                if mine and (post := _post(boxes[above].signature)) and post not in mine:
                    is_other_post = True
                above = boxes[above].parent
            depths[box] = boxes[above].depth, is_other_post
        depth, is_other_post = depths[box]
        others[number] = is_other_post or segment.nearest[_COMMENT] > depth
        is_running = number > head and segment.linked * 2 < segment.words
        if is_running and not others[number] and page.likelihoods[number] >= _LIKELY:
            left += segment.words
    return others if left >= _FEWEST_LEFT else [False] * len(segments.all)


def _post(signature: str) -> str | None:
    found = _POST.search(signature) if "post-" in signature else None
    return found[0] if found else None


def without_headline(page: ArticlePage, numbers: list[int]) -> list[int]:
    """Return the numbers without the headline and its repetitions: for print, in a breadcrumb, below a picture."""
    segments, head = page.segments, page.matched_head
    if head is None:
        return numbers
    letters = compact(segments.all[head].text)
    return [n for n in numbers if n != head and (n - head > _NEAR_HEAD or compact(segments.all[n].text) != letters)]


def without_date_line(page: ArticlePage, numbers: list[int]) -> list[int]:
    """Return the numbers without the lines in front of the first paragraph that state nothing but a day.

    A line with a place stays, because the place is read from it later.
    """
    for place, number in enumerate(numbers[:_OPENING_LINES]):
        segment = page.segments.all[number]
        if segment.words > _DATE_LINE_WORDS:
            break
        day = next(written_days.days(segment.text), None)
        if day is None or _PLACE.match(segment.text) or datelines.is_of_event(segment.text, day):
            continue
        if len(segment.text) - (day.end - day.begin) <= _BESIDE_DATE and len(numbers) > 1:
            return without_date_line(page, numbers[:place] + numbers[place + 1 :])
    return numbers


def without_placeholders(page: ArticlePage, numbers: list[int]) -> list[int]:
    """Return the numbers without the notices that stand for a film or map until the reader lets it be loaded."""
    return [n for n in numbers if not _is_placeholder(page.segments.all[n])] or numbers


def _is_placeholder(segment: Segment) -> bool:
    if segment.words > _PLACEHOLDER_WORDS:
        return False
    lower = segment.text.lower()  # the pattern is slow, and few texts hold any of its words
    return any(word in lower for word in _OF_PLACEHOLDERS) and _PLACEHOLDER.search(lower.replace("\n", " ")) is not None


def without_captions(page: ArticlePage, numbers: list[int]) -> list[int]:
    """Return the numbers without segments whose own box is called a caption; boxes above may hold a text, too."""
    rest = [n for n in numbers if not _is_caption(page.segments.all[n])]
    return rest or numbers


def _is_caption(segment: Segment) -> bool:
    # a row of a table may be called so: the one with its heading
    return segment.tag != "tr" and segment.words <= _CAPTION_WORDS and _CAPTION.search(segment.signature) is not None


def without_repeats(page: ArticlePage, numbers: list[int]) -> list[int]:
    """Return the numbers without what stands twice: captions of a gallery, a print view, the text again for machines.

    Equal paragraphs of one row, or of rows side by side, stay: an author writes them, such as a plan for each day.
    """
    seen: dict[str, None] = {}  # the letters of each segment
    starts: list[int] = []
    rows: list[int] = []
    together = ""
    rest = []
    segments = page.segments
    for number in numbers:
        segment = segments.all[number]
        letters = compact(segment.text)
        row = segments.boxes[segment.box].parent
        if len(letters) >= _LONG_REPEAT:
            at = together.find(letters)
            earlier = rows[bisect_right(starts, at) - 1] if at >= 0 else None
            is_side_by_side = earlier is not None and _are_side_by_side(segments, earlier, row)
            is_repeat = at >= 0 and not is_side_by_side
            # one segment may hold most of the text again; the text before it must be four repeats long to tell
            is_long = len(letters) > _MOST_OF_TEXT * len(together) and len(together) > 4 * _LONG_REPEAT
            if is_long and not is_side_by_side:
                again = sum(len(one) for one in seen if one in letters)
                is_repeat = is_repeat or again > _MOST_OF_TEXT * len(together)
            if is_repeat:
                continue
        if not _FOR_MACHINES.fullmatch(segment.text) or segment.linked:
            seen.setdefault(letters)
            starts.append(len(together))
            rows.append(row)
            together += letters
            rest.append(number)
    return rest


def _are_side_by_side(segments: Segments, row: int, other: int) -> bool:
    """Return True if two boxes are one, or two of the same name in one box."""
    mine, theirs = segments.boxes[max(0, row)], segments.boxes[max(0, other)]
    return row == other or (mine.parent == theirs.parent and mine.signature == theirs.signature)


def without_calls_to_action(page: ArticlePage, numbers: list[int]) -> list[int]:
    """Return the numbers without the last paragraphs that ask to subscribe, share or follow, and lines of tags."""
    end = len(numbers)
    while end > _FEWEST_BEFORE_CALL:
        segment = page.segments.all[numbers[end - 1]]
        is_call = segment.words <= _CALL_WORDS and _is_call_to_action(segment.text)
        if not is_call and not (segment.linked and segment.words <= _TAG_WORDS and _TAGS.match(segment.text)):
            break
        end -= 1
    return numbers[:end]


def _is_call_to_action(text: str) -> bool:
    """Return True if a text asks its reader to do something; a quotation of such a text does not."""
    found = _CALL.search(text)
    return found is not None and text.rfind("„", 0, found.start()) <= text.rfind("“", 0, found.start())


def without_banner(page: ArticlePage, numbers: list[int]) -> list[int]:
    """Return the numbers without what stands above an ``h1``, if most stands below it: notices to all visitors.

    A ``p`` without a class that is a sibling of an ancestor of the headline stays.
    """
    segments, head = page.segments, page.matched_head
    if head is None or segments.all[head].tag != "h1":
        return numbers
    ancestors = segments.line_up(segments.all[head].box)
    below = [number for number in numbers if number >= head or _is_bare(segments, number, ancestors)]
    words = sum(segments.all[number].words for number in numbers)
    return below if sum(segments.all[number].words for number in below) > words / 2 else numbers


def _is_bare(segments: Segments, number: int, ancestors: Container[int]) -> bool:
    segment = segments.all[number]
    box = segments.boxes[segment.box]
    return box.signature == "p." and box.parent in ancestors and segment.nearest[_MAIN] >= 0


FILTERS = (
    without_headline, without_date_line, without_captions, galleries.without_slides, forms.without_labels,
    machine_text.without_machine_text, page_tools.without_tools, without_placeholders, without_banner, without_repeats,
    about_author.without_about_author, without_calls_to_action,
)  # fmt: skip
