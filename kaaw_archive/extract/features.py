"""What is measured of a segment before it is judged: numbers in a fixed order, none of which names a site."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive.extract.segments import GROUPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaaw_archive.extract.segments import Segment, Segments

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
    r"\A(?:foto|bild|©|\(c\)|copyright|photo|image|grafik|quelle|source|credit|video|getty|picture|abb)|©|\bgetty\b",
    re.I,
)
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
_DIGIT = re.compile(r"\d")
_CAPITAL = re.compile(r"(?:^|(?<=\s))[A-ZÄÖÜ]")
_NOTHING = [0.0, 0.0, -1.0, 0.0, 0.0]


class Context(NamedTuple):
    """What is known of a page beside its segments. Numbers are those of segments and boxes."""

    title: str | None
    head: int | None  # the segment with the headline
    part: range | None  # the boxes below the element that a content system's selector found
    votes: Sequence[float] | None = None  # another extractor's, one a segment: 1 where it kept it; None: not asked


def of_segments(found: Segments, context: Context, which: Sequence[int]) -> list[list[float]]:
    """One row of numbers for each of these segments, in the order of :func:`names`."""
    segments, boxes = found.all, found.boxes
    count = len(segments)
    near = [_near(segment) for segment in segments]
    texts = Counter(segment.text for segment in segments)
    before, total = [], 0
    signatures: dict[str, list[int]] = {}
    for segment in segments:
        before.append(total)
        total += segment.words
        entry = signatures.setdefault(segment.signature, [0, 0, 0])
        entry[0] += 1
        entry[1] += segment.words
        entry[2] += segment.linked
    main = _line_up(found, _main_box(found))
    title_words = set((context.title or "").lower().split())
    running = sum(segment.words for segment in segments if segment.words > 9 and segment.tag in _TAGS)
    page = [
        min(total, 5000), min(count, 1000), total / count, sum(s.linked for s in segments) / total, running / total,
    ]  # fmt: skip
    rows = []
    for number in which:
        segment = segments[number]
        box = boxes[segment.box]
        row = _own(segment)
        for other in (number - 2, number - 1, number + 1, number + 2):
            if 0 <= other < count:
                row += near[other]
                row.append(1.0 if segments[other].box == segment.box else 0.0)
            else:
                row += _NOTHING
        level = segment.box
        for _ in range(3):
            above = boxes[level]
            row += (
                min(above.words, 5000), above.linked / max(1, above.words), above.segments, above.sentences,
                above.words / total,
            )  # fmt: skip
            level = max(0, above.parent)
        words = set(segment.text.lower().split())
        entry = signatures[segment.signature]
        row += (
            number / count, before[number] / total, (total - before[number] - segment.words) / total,
            max(-60, min(200, number - context.head)) if context.head is not None else -99.0,
            len(words & title_words) / len(words), texts[segment.text],
            entry[0], entry[1] / entry[0], entry[2] / max(1, entry[1]), entry[1] / total,
            _distance(found, segment.box, main), segment.depth, box.sentences / max(1, box.segments),
        )  # fmt: skip
        row += [min(20, segment.depth - last) for last in segment.nearest]
        row += page
        row.append(-1.0 if context.part is None else 1.0 if segment.box in context.part else 0.0)
        row.append(-1.0 if context.votes is None else context.votes[number])
        rows.append(row)
    return rows


def _near(segment: Segment) -> list[float]:
    """What a neighbour is told by: words, linked share, tag, how it ends."""
    return [min(segment.words, 400), segment.linked / segment.words, _TAGS.get(segment.tag, 0), _ending(segment.text)]


def _ending(text: str) -> float:
    return 1.0 if text[-1] in ".!?…" else 0.5 if text[-1] in '"“”»«:;)' else 0.0


def _own(segment: Segment) -> list[float]:
    text, words = segment.text, segment.words
    chars = len(text)
    opening = text[:_OPENING]
    tokens = opening.split()
    return [
        float(_TAGS.get(segment.tag, 0)),
        float(min(words, 400)),
        segment.linked / words,
        float(min(chars, 3000)),
        _ending(text),
        chars / words,
        text.count(",") + text.count(";"),
        text.count(". ") + text.count("! ") + text.count("? "),
        1.0 if text[0].isupper() else 0.5 if text[0].isdigit() else 0.0,
        len(_DIGIT.findall(opening)) / len(opening),
        len(_CAPITAL.findall(opening)) / len(tokens),
        len(_STOP.intersection(tokens)) / len(tokens),
        1.0 if _DATE.search(text[:300]) else 0.0,
        1.0 if _CREDIT.search(text[:120]) else 0.0,
        1.0 if _POINTER.match(text) else 0.0,
        float(text.count("\n")),
        float(text.count("|") + text.count("›") + text.count("»") + text.count("/")),
        1.0 if "@" in text or "http" in text or "www." in text else 0.0,
        1.0 if text[-1] == ":" else 0.0,
        1.0 if text.isupper() else 0.0,
        float(text.count("(") + text.count(")")),
        1.0 if text[0] in "„“\"»«'–-•*" else 0.0,
    ]


def _main_box(found: Segments) -> int:
    """The box that holds most of the running text by itself or one level down."""
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


def _line_up(found: Segments, box: int) -> dict[int, int]:
    """The boxes above a box and itself, each with how many levels up it is."""
    line: dict[int, int] = {}
    while box >= 0:
        line[box] = len(line)
        box = found.boxes[box].parent
    return line


def _distance(found: Segments, box: int, main: dict[int, int]) -> int:
    """How many levels up from the main box both meet: 0 where the segment is below the main box."""
    while box not in main:
        box = found.boxes[box].parent
    return main[box]


def names() -> list[str]:
    """The names of the numbers, for those who train."""
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
    return [*own, *near, *above, *context, *groups, "ptotal", "pcount", "pavg", "plink", "prun", "part", "vote"]
