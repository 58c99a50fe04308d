"""Features of segments, the input of the classifier: numbers in a fixed order, none of which names a site."""

from __future__ import annotations

import re
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive.extract.article import context_features
from kaaw_archive.extract.html.groups import GROUPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaaw_archive.extract.html.segments import Segment, Segments

_TAGS = {
    "p": 1, "li": 2, "h1": 3, "h2": 4, "h3": 5, "h4": 6, "h5": 6, "h6": 6, "td": 7, "tr": 8, "th": 7, "dt": 9,
    "dd": 9, "blockquote": 10, "pre": 11, "figcaption": 12, "caption": 12, "div": 13, "span": 14,
    "a": 14,
}  # fmt: skip
_DATE = re.compile(
    r"\b\d{1,2}\.\s?(?:\d{1,2}\.|[A-ZJFMASOND][a-zä]{2,8}\.?)\s?(?:20|19)?\d\d\b|\b(?:19|20)\d\d-\d\d-\d\d\b"
    r"|\b[A-Z][a-z]{2,8}\.? \d{1,2},? (?:19|20)\d\d\b|\b\d{1,2} [A-Za-zéû]{3,9}\.? (?:19|20)\d\d\b"
    r"|\b\d{1,2}/\d{1,2}/\d{2,4}\b"
)
_CREDIT = re.compile(
    r"(?:foto|bild|©|\(c\)|copyright|photo|image|grafik|quelle|source|credit|video|getty|picture|abb)", re.I
)
_GETTY = re.compile(r"\bgetty\b", re.I)
_CREDIT_LAST = re.compile(  # "(AP Photo/Name)", "Foto: Name" at the end of a caption
    r"\((?:[^()]{0,40}[/ ])?(?:ap|afp|dpa|reuters|getty|imago|epa|photo|foto|file)\b[^()]{0,30}\)\.?\Z|\bfile photo\b"
    r"|\b(?:foto|photo|bild|image|picture|grafik)s?(?: by| courtesy of)?: ?[^.:]{3,60}\Z",
    re.I,
)
_LONGEST_CREDIT = 120  # characters at the end of a text
_CREDIT_WORDS = ("foto", "photo", "bild", "image", "picture", "grafik")
_POINTER = re.compile(
    r"\A(?:weiter|mehr|lesen|read|more|lies|zurück|zum|zur|alle|hier|share|teilen|drucken|print|see|siehe|also|auch"
    r"|kommentar|comment|related|tags?|kategor|schlagw|stichw|veröffentlicht|posted|by|von|autor|download|link|kontakt"
    r"|presse|pressekontakt|ansprech|ihr[e]? ansprech|herausgeber|redaktion|rückfragen|weitere|newsletter|folgen"
    r"|follow)\b",
    re.I,
)
_STOP = frozenset(  # the commonest words of the languages of the corpus
    "der die das und in zu den von mit ist des sich auf für dem ein eine nicht im es als auch an werden aus er"
    " hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor"
    " zur bis mehr durch man wir ihr ich the of and to a is that for it on was with as be by at this are from"
    " have has had not but or an were they his her he she we you i will would been their which de la le les et"
    " à en un une des que du pour dans est sur par il au ne pas qui se ce plus son avec o e da do em para com"
    " não os as no na por mais el los las y del una con es su al lo como más pero di che il della per non sono"
    " del nel si alla".split()
)
_OPENING = 400  # characters of a segment that are looked at one by one
_CAPITALS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜ")
_DIGITS = "0123456789"
_DIGIT = re.compile(f"[{_DIGITS}]")
_FEWEST_DIGITS = 3  # of a date
_CAPTION_WORDS = 60
_NOT_ASKED = (-1.0, -1.0)  # for the vote of another extractor, 1 or 0, and the share of the page that it keeps
_NOTHING = [0.0, 0.0, -1.0, 0.0]  # the features of a neighbour that is not there
_REACH = 2  # neighbours on each side
_NO_BOX = -1


class Context(NamedTuple):
    """Facts of a page beside its segments. Numbers are those of segments and boxes."""

    title: str | None
    head: int | None  # the segment with the headline
    part: range | None  # the boxes below the element that a content system's selector found
    is_german: bool | None  # None: the language is not known


class _BoxFeatures(NamedTuple):
    """Features that all segments of a box have in common: sums, what looks alike, groups and page, what is around."""

    above: list[float]
    alike: list[float]
    around: list[float]


def with_vote(row: Sequence[float], vote: float, share: float) -> list[float]:
    """Return the numbers of a segment with another extractor's vote on it and the share of the page that it keeps."""
    return [*row[: -len(_NOT_ASKED)], vote, share]


def of_segments(found: Segments, context: Context, which: Sequence[int]) -> list[list[float]]:
    """Return one row of numbers for each of these segments, in the order of :func:`names`."""
    page = _FeatureRows(found, context)
    return [page.row(number) for number in which]


class _FeatureRows:
    """Feature rows of one page; what is the same for a page, a box or a kind of segments is counted once."""

    def __init__(self, found: Segments, context: Context) -> None:
        segments = found.all
        self.found, self.context = found, context
        # padded, so that the first and the last segments have neighbours, too
        edge = [_NOTHING] * _REACH
        self.near = [*edge, *map(_near, segments), *edge]
        self.home = [*[_NO_BOX] * _REACH, *(segment.box for segment in segments), *[_NO_BOX] * _REACH]
        self.texts = Counter(segment.text for segment in segments)
        self.before = [0, *accumulate(segment.words for segment in segments)]
        total, count = self.before[-1], len(segments)
        self.alike = _alike(segments, total)
        self.main = found.line_up(_main_box(found))
        self.title = set((context.title or "").lower().split())
        running = sum(segment.words for segment in segments if segment.words > 9 and segment.tag in _TAGS)
        linked = sum(segment.linked for segment in segments)
        german = -1.0 if context.is_german is None else float(context.is_german)
        self.page = [min(total, 5000), min(count, 1000), total / count, linked / total, running / total, german]
        self.around = context_features.Surroundings(found, context.head)
        self.boxes: dict[int, _BoxFeatures] = {}

    def row(self, number: int) -> list[float]:
        """Return the numbers of one segment: floats all, which Python compares faster than numbers of two kinds."""
        head, segment = self.context.head, self.found.all[number]
        count, mine = len(self.found.all), segment.box
        box = self.boxes.get(mine) or self._of_box(segment)
        second, last, _, following, third = self.near[number : number + 5]
        home = [1.0 if other == mine else 0.0 for other in self.home[number : number + 5]]
        before, total = self.before[number], self.before[-1]
        return [
            *map(float, _own(segment)),
            *second, home[0], *last, home[1], *following, home[3], *third, home[4],
            *box.above,
            number / count, before / total, (total - before - segment.words) / total,
            float(max(-60, min(200, number - head))) if head is not None else -99.0,
            self._like_title(segment.text), float(self.texts[segment.text]),
            *box.alike,
            *map(float, self.around.of_segment(number)),
            *box.around,
            *_NOT_ASKED,
        ]  # fmt: skip

    def _of_box(self, segment: Segment) -> _BoxFeatures:
        """Return the features of the box of a segment.

        These are the sums of it and of two above it; what looks like it, its distance from the main box, its depth and
        share of sentences, how many levels up each group was last seen, the page; and what is around it.
        """
        boxes, total, number, depth = self.found.boxes, self.before[-1], segment.box, segment.depth
        sums: list[float] = []
        level = number
        for _ in range(3):
            box = boxes[level]
            sums += (
                min(box.words, 5000), box.linked / max(1, box.words), box.segments, box.sentences,
                box.words / total,
            )  # fmt: skip
            level = max(0, box.parent)
        box = boxes[number]
        distance, sentences = _distance(self.found, number, self.main), box.sentences / max(1, box.segments)
        groups = [up if (up := depth - last) < 20 else 20 for last in segment.nearest]
        part = self.context.part
        in_part = -1.0 if part is None else 1.0 if number in part else 0.0
        known = self.boxes[number] = _BoxFeatures(
            list(map(float, sums)),
            list(map(float, (*self.alike[segment.signature], distance, depth, sentences, *groups, *self.page))),
            [*map(float, self.around.of_box(segment)), in_part],
        )
        return known

    def _like_title(self, text: str) -> float:
        if not self.title:
            return 0.0
        words = set(text.lower().split())
        return len(words & self.title) / len(words)


def _alike(segments: Sequence[Segment], total: int) -> dict[str, tuple[float, ...]]:
    """Return for each signature how many segments have it, their mean words, linked share and share of the page."""
    sums: dict[str, list[int]] = {}
    for segment in segments:
        entry = sums.setdefault(segment.signature, [0, 0, 0])
        entry[0] += 1
        entry[1] += segment.words
        entry[2] += segment.linked
    return {
        signature: (count, words / count, linked / max(1, words), words / total)
        for signature, (count, words, linked) in sums.items()
    }


def _near(segment: Segment) -> list[float]:
    """Return the features of a neighbour: words, linked share, tag, ending."""
    tag = float(_TAGS.get(segment.tag, 0))
    return [float(min(segment.words, 400)), segment.linked / segment.words, tag, _ending(segment.text)]


def _ending(text: str) -> float:
    return 1.0 if text[-1] in ".!?…" else 0.5 if text[-1] in '"“”»«:;)' else 0.0


def _own(segment: Segment) -> list[float]:
    text, words = segment.text, segment.words
    chars = len(text)
    opening = text[:_OPENING]
    tokens = opening.split()
    first, last, count = text[0], text[-1], text.count
    digits = sum(map(opening.count, _DIGITS)) if _DIGIT.search(opening) else 0
    return [
        _TAGS.get(segment.tag, 0),
        words if words < 400 else 400,
        segment.linked / words,
        chars if chars < 3000 else 3000,
        _ending(text),
        chars / words,
        count(",") + count(";"),
        count(". ") + count("! ") + count("? "),
        1.0 if first.isupper() else 0.5 if first.isdigit() else 0.0,
        digits / len(opening),
        len([token for token in tokens if token[0] in _CAPITALS]) / len(tokens),
        len(_STOP.intersection(tokens)) / len(tokens),
        1.0 if digits >= _FEWEST_DIGITS and _DATE.search(text[:300]) else 0.0,
        1.0 if _is_credit(text[:120]) or (words < _CAPTION_WORDS and _is_credit_last(text)) else 0.0,
        1.0 if is_pointer(text) else 0.0,
        count("\n"),
        count("|") + count("›") + count("»") + count("/"),
        1.0 if "@" in text or "http" in text or "www." in text else 0.0,
        1.0 if last == ":" else 0.0,
        1.0 if text.isupper() else 0.0,
        count("(") + count(")"),
        1.0 if first in "„“\"»«'–-•*" else 0.0,
    ]


def is_pointer(text: str) -> bool:
    """Return True for a text that begins with a word that leads its reader elsewhere: "Mehr", "Read", "Download"."""
    return _POINTER.match(text) is not None


def _is_credit(text: str) -> bool:
    return "©" in text or _CREDIT.match(text) is not None or ("etty" in text and _GETTY.search(text) is not None)


def _is_credit_last(text: str) -> bool:
    end = text[-_LONGEST_CREDIT:].lower()  # the pattern is slow, and few texts may hold what it looks for
    may_be = end.endswith((")", ").")) or any(word in end for word in _CREDIT_WORDS)
    return may_be and _CREDIT_LAST.search(text, max(0, len(text) - _LONGEST_CREDIT)) is not None


def _main_box(found: Segments) -> int:
    """Return the box that holds most of the running text by itself or one level down."""
    scores: dict[int, float] = {}
    for segment in found.all:
        if segment.words < 8 or segment.linked > segment.words // 2:
            continue
        weight = float(segment.words - segment.linked)
        level = segment.box
        if segment.tag not in ("div", "article", "section", "main", "td", "body"):
            level = found.boxes[level].parent
        for share in (1.0, 0.6, 0.3):
            if level < 0:
                break
            scores[level] = scores.get(level, 0.0) + share * weight
            level = found.boxes[level].parent
    return max(scores, key=scores.__getitem__) if scores else 0


def _distance(found: Segments, box: int, main: dict[int, int]) -> int:
    """Return how many levels up from the main box both meet: 0 for a segment below the main box."""
    while box not in main:
        box = found.boxes[box].parent
    return main[box]


def names() -> list[str]:
    """Return the names of the numbers, for training."""
    own = (
        "tag words linked chars ends avg commas sents upper digits caps stop date credit pointer breaks seps addr "
        "colon allcaps parens bullet"
    ).split()
    near = [
        f"{name}{other}" for other in ("p2", "p1", "n1", "n2") for name in ("words", "linked", "tag", "ends", "same")
    ]
    above = [f"{name}_{level}" for level in range(3) for name in ("bw", "bl", "bs", "bsent", "bshare")]
    context = "pos before after head titlesim dup sign sigw siglink sigshare dist depth boxsent".split()
    groups = [f"g{group}" for group in range(GROUPS)]
    return [
        *own,
        *near,
        *above,
        *context,
        *groups,
        "ptotal",
        "pcount",
        "pavg",
        "plink",
        "prun",
        "german",
        *context_features.NAMES,
        "part",
        "vote",
        "voted_share",
    ]
