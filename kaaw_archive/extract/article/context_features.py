"""Features of what stands around a segment: words to readers, boxes alike, distance from headline and text."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING

from kaaw_archive.extract.html.groups import class_group, tag_group

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaaw_archive.extract.html.segments import Segment, Segments

# what publishers say about themselves and to their readers, in whatever article
_TO_READERS = (
    "newsletter", "abonn", "subscri", "sign up", "follow us", "follow @", "folgen sie", "rights reserved",
    "copyright", "©", "alle rechte", "click here", "klicken sie", "lesen sie", "read more", "read also",
    "siehe auch", "see also", "also:", "related:", "mehr zum", "mehr zu ", "mehr infos", "more on ",
    "more from", "share", "teilen sie", "like this", "whatsapp", "facebook", "twitter", "instagram", "podcast",
    "comment", "kommentar", "javascript", "cookie", "advertis", "anzeige", "kontakt", "contact",
    "ansprechpartner", "rückfragen", "e-mail", "telefon", "weitere inf", "weitere meld", "weitere art",
    "reporter", "writer", "editor", "journalist", "redakt", "spende", "unterstützen sie", "donat", "download",
)  # fmt: skip
_LONGEST_TO_READERS = 60  # words
_RUNNING = 10  # words, little of them linked
_LEVELS = 5
_MOST = 60
_TAGS = ("aside", "footer", "figure")
_CLASSES = ("comment", "caption", "ads", "related")

# what lies between a segment and the element that it shares with the headline
_BETWEEN = {tag: tag_group(tag) for tag in _TAGS} | {name: class_group(name) for name in _CLASSES}
NAMES = ["toreaders", "toreaders_sum", "next_running", "alike", "rowshare", "headup", *(f"under_{n}" for n in _BETWEEN)]
_GROUPS = tuple(_BETWEEN.values())


class Surroundings:
    """Counted once a page and once a box."""

    def __init__(self, found: Segments, head: int | None) -> None:
        segments, boxes = found.all, found.boxes
        self.found = found
        self.to_readers = _to_readers([s.text if s.words <= _LONGEST_TO_READERS else "" for s in segments])
        self.sums = list(accumulate(self.to_readers))
        self.start = self.sums[head] if head is not None else 0
        running = [s.words >= _RUNNING and s.linked * 3 < s.words for s in segments]
        self.after = _distances(running[::-1])[::-1]
        self.alike = Counter((box.parent, box.signature) for box in boxes if box.words > 3)
        self.rows: Counter[int] = Counter()
        for segment, is_running in zip(segments, running, strict=True):
            if is_running:
                self.rows[boxes[segment.box].parent] += segment.words
        self.total = max(1, sum(self.rows.values()))
        self.line = found.line_up(segments[head].box if head is not None else -1)

    def of_segment(self, number: int) -> tuple[float, float, float]:
        """Return the numbers of one segment, the first of ``NAMES``."""
        return self.to_readers[number], min(20, max(-5, self.sums[number] - self.start)), self.after[number]

    def of_box(self, segment: Segment) -> list[float]:
        """Return the numbers that all segments of a box have in common, the others of ``NAMES``."""
        boxes = self.found.boxes
        most, box = 1, segment.box
        for _ in range(_LEVELS):
            one = boxes[box]
            if one.segments > 1:
                most = max(most, self.alike[one.parent, one.signature])
            box = one.parent
            if box < 0:
                break
        box = segment.box
        while box >= 0 and box not in self.line:
            box = boxes[box].parent
        # shared: the depth of the first box above that also holds the headline
        up, shared = (self.line[box], boxes[box].depth) if box >= 0 else (-1, -1)
        share = self.rows[boxes[segment.box].parent] / self.total
        return [min(most, 30), share, up, *[segment.nearest[group] > shared for group in _GROUPS]]


def _to_readers(texts: Sequence[str]) -> list[bool]:
    """Return the texts that address the readers; all are searched as one, which takes a third of the time."""
    lower = [text.lower() for text in texts]
    together = "\x00".join(lower)
    starts = list(accumulate((len(text) + 1 for text in lower), initial=0))
    found = [False] * len(texts)
    for words in _TO_READERS:
        at = together.find(words)
        while at >= 0:
            number = bisect_right(starts, at) - 1
            found[number] = True
            at = together.find(words, starts[number + 1])
    return found


def _distances(running: Sequence[bool]) -> list[int]:
    """Return for each segment how many segments ago the last running text was."""
    result, since = [], _MOST
    for is_running in running:
        result.append(since)
        since = 1 if is_running else min(_MOST, since + 1)
    return result
