"""What is taken out of what was chosen: comments, other posts, the headline again, date lines, repeats."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_archive.extract import german_dates
from kaaw_archive.extract.article import datelines
from kaaw_archive.extract.article.trafilatura_vote import compact
from kaaw_archive.extract.html.groups import class_group

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    r"(?:akzeptieren|datenschutz|zustimm|willigen)",
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
_COMMENT = class_group("comment")


def pruned(found: Segments, numbers: list[int], head: int | None) -> list[int]:
    """The numbers that are left of those chosen. ``head``: the segment with the headline."""
    if head is not None:
        numbers = _without_headline(found, numbers, head)
    numbers = _without_placeholders(found, _without_captions(found, _without_date_line(found, numbers)))
    return _without_calls(found, _without_repeats(found, numbers))


def of_others(found: Segments, judged: Sequence[float], head: int) -> list[bool]:
    """Whether a segment is a reader's comment or another post: what is called so and has no headline in it."""
    boxes = found.boxes
    line = found.line_up(found.all[head].box)
    mine = {post for box in line if (post := _post(boxes[box].signature))}
    others = [False] * len(found.all)
    left = 0
    depths: dict[int, tuple[int, bool]] = {}
    for number, segment in enumerate(found.all):
        box = segment.box
        if box not in depths:
            is_other_post = False
            above = box
            while above not in line:
                if mine and (post := _post(boxes[above].signature)) and post not in mine:
                    is_other_post = True
                above = boxes[above].parent
            depths[box] = boxes[above].depth, is_other_post
        depth, is_other_post = depths[box]
        others[number] = is_other_post or segment.nearest[_COMMENT] > depth
        if not others[number] and number > head and segment.linked * 2 < segment.words:
            left += judged[number] >= _LIKELY and segment.words
    # of a thread in a forum the comments are the text
    return others if left >= _FEWEST_LEFT else [False] * len(found.all)


def _post(signature: str) -> str | None:
    found = _POST.search(signature) if "post-" in signature else None
    return found[0] if found else None


def _without_headline(found: Segments, numbers: list[int], head: int) -> list[int]:
    """Without the headline itself, and without what only repeats it: for print, in a breadcrumb, below a picture."""
    letters = compact(found.all[head].text)
    return [n for n in numbers if n != head and (n - head > _NEAR_HEAD or compact(found.all[n].text) != letters)]


def _without_date_line(found: Segments, numbers: list[int]) -> list[int]:
    """Without the lines in front of the first paragraph that say nothing but a day.

    One with a place stays for now: it is read from it later.
    """
    for place, number in enumerate(numbers[:_OPENING_LINES]):
        segment = found.all[number]
        if segment.words > _DATE_LINE_WORDS:
            break
        said = next(german_dates.days(segment.text), None)
        if said is None or _PLACE.match(segment.text) or datelines.is_of_event(segment.text, said):
            continue
        if len(segment.text) - (said.end - said.begin) <= _BESIDE_DATE and len(numbers) > 1:
            return _without_date_line(found, numbers[:place] + numbers[place + 1 :])
    return numbers


def _without_placeholders(found: Segments, numbers: list[int]) -> list[int]:
    """Without what stands in place of a film or a map until its reader lets it be loaded."""
    return [n for n in numbers if not _is_placeholder(found.all[n])] or numbers


def _is_placeholder(segment: Segment) -> bool:
    if segment.words > _PLACEHOLDER_WORDS:
        return False
    lower = segment.text.lower()  # the pattern is slow, and few texts hold any of its words
    return any(word in lower for word in _OF_PLACEHOLDERS) and _PLACEHOLDER.search(lower.replace("\n", " ")) is not None


def _without_captions(found: Segments, numbers: list[int]) -> list[int]:
    """Without what is called a caption by itself; what a caption is around is a picture's whole box."""
    rest = [n for n in numbers if found.all[n].words > _CAPTION_WORDS or not _CAPTION.search(found.all[n].signature)]
    return rest or numbers


def _without_repeats(found: Segments, numbers: list[int]) -> list[int]:
    """Without what stands twice: a gallery's captions, a print view, the whole text again for machines."""
    seen: dict[str, int] = {}  # the letters of each segment, and the box in which its row stands
    together = ""
    rest = []
    for number in numbers:
        segment = found.all[number]
        letters = compact(segment.text)
        row = found.boxes[segment.box].parent
        if len(letters) >= _LONG_REPEAT:
            # in one row it is the author who says it again: a plan for each day of the week
            is_repeat = letters in together and seen.get(letters) != row
            if len(letters) > _MOST_OF_TEXT * len(together) and len(together) > 4 * _LONG_REPEAT:
                again = sum(len(one) for one in seen if one in letters)
                is_repeat = is_repeat or again > _MOST_OF_TEXT * len(together)
            if is_repeat:
                continue
        if not _FOR_MACHINES.fullmatch(segment.text) or segment.linked:
            seen.setdefault(letters, row)
            together += letters
            rest.append(number)
    return rest


def _without_calls(found: Segments, numbers: list[int]) -> list[int]:
    """Without the last paragraphs, where they ask the reader to subscribe, to share or to follow."""
    last = len(numbers)
    while last > _FEWEST_BEFORE_CALL:
        segment = found.all[numbers[last - 1]]
        if segment.words > _CALL_WORDS or not _calls(segment.text):
            break
        last -= 1
    return numbers[:last]


def _calls(text: str) -> bool:
    """What somebody is quoted with calls on no reader."""
    found = _CALL.search(text)
    return found is not None and text.rfind("„", 0, found.start()) <= text.rfind("“", 0, found.start())
