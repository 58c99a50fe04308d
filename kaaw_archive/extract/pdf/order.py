"""The lines of a page in the order in which they are read, without what stands on every page.

pdfium gives text in the order of the file. That is the order of reading in nearly all files; some write a page of two
columns line by line across both.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from statistics import mean, median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaaw_archive.extract.pdf.lines import PdfPage, TextRun

_SAME_ROW = 0.4  # letter sizes between base lines
_MOST_COLUMNS = 4
_FEWEST_ROWS = 4  # of two columns side by side
_COLUMN_CHARACTERS = 18  # on average in a line; cells of tables are shorter
_SLACK = 4.0  # points by which the lines of a column may begin before its edge
_MARGIN = 0.14  # of the page's height above and below, where running heads are
_LINES_A_MARGIN = 4
_LARGER = 1.3  # than most lines of the page: no running head
_SHARE_OF_PAGES = 0.4  # right and left pages have heads of their own
_HEAD_CHARACTERS = 120
_NUMBER = re.compile(r"\A\W*(\d{1,4})(?=\W|\Z)(?!\.\d)|(?<![\d.,])(\d{1,4})\W*\Z")
_NUMBERED = re.compile(r"\W*(?:Seite|Blatt|Page|S\.)\s*\d+(?:\s*(?:von|of|/|-)\s*\d+)?\W*\Z", re.IGNORECASE)


class Line(NamedTuple):
    """A line as it is read; ``cells`` are its parts where wide gaps are between them."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    is_bold: bool
    cells: tuple[str, ...]


def lines_of(page: PdfPage) -> list[Line]:
    """Return the lines of a page, column by column; those that the file puts behind all below them come first."""
    lines = [_line(row) for row in _by_column(_rows(page.segments), _MOST_COLUMNS)]
    highest = max((line.y for line in lines[: len(lines) // 2 + 1]), default=0.0)
    late = [line for line in lines[len(lines) // 2 + 1 :] if line.y > highest + line.size]
    return [*sorted(late, key=lambda line: -line.y), *(line for line in lines if line not in late)]


def without_margins(pages: Sequence[tuple[PdfPage, list[Line]]]) -> tuple[list[list[Line]], list[str]]:
    """Return the lines of each page without running heads and page numbers, and the texts of these, each once."""
    margins = [_margin(page, lines) for page, lines in pages]
    enough = max(2.0, _SHARE_OF_PAGES * len(pages))
    seen = Counter(key for margin in margins for key in {_key(line) for line in margin})
    ahead = Counter(step for (page, _), margin in zip(pages, margins, strict=True) for step in _ahead(page, margin))
    steps = {step for step, count in ahead.items() if count >= enough}
    cut: dict[str, str] = {}
    kept = []
    for (page, lines), margin in zip(pages, margins, strict=True):
        out = {
            line
            for line in margin
            if seen[_key(line)] >= enough or _NUMBERED.match(line.text) or steps & _ahead(page, [line])
        }
        if len(out) == len(lines) and len(pages) == 1:
            out = set()
        for line in lines:
            if line in out:
                cut.setdefault(re.sub(r"\d+", "#", line.text), line.text)
        kept.append([line for line in lines if line not in out])
    return kept, list(cut.values())


def _ahead(page: PdfPage, margin: list[Line]) -> set[int]:
    """Return how far the numbers at the ends of a margin's lines are ahead of the page's own; a page number always is
    as far."""
    return {
        int(found) - page.number
        for line in margin
        if len(line.text) <= _HEAD_CHARACTERS
        for pair in _NUMBER.findall(line.text)
        for found in pair
        if found
    }


def _margin(page: PdfPage, lines: list[Line]) -> list[Line]:
    by_height = sorted(lines, key=lambda line: line.y)
    low = [line for line in by_height[:_LINES_A_MARGIN] if line.y < _MARGIN * page.height]
    high = [line for line in by_height[-_LINES_A_MARGIN:] if line.y > (1 - _MARGIN) * page.height]
    largest = _LARGER * median(line.size for line in lines) if lines else 0
    return [line for line in low + high if line.size < largest]  # headings stand at the top of pages, too


def _key(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text.casefold()), round(line.size)


def _rows(segments: list[TextRun]) -> list[list[TextRun]]:
    """Return segments that follow each other on one base line, from left to right."""
    rows: list[list[TextRun]] = []
    for segment in segments:
        if rows and abs(segment.y - rows[-1][-1].y) < _SAME_ROW * segment.size and segment.x0 > rows[-1][-1].x1:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return rows


def _by_column(rows: list[list[TextRun]], most: int) -> list[list[TextRun]]:
    edge = _edge(rows) if most > 1 else None
    if edge is None:
        return rows
    ordered: list[list[TextRun]] = []
    run: list[list[TextRun]] = []
    for row in [*rows, None]:
        if row is not None and all(segment.x1 < edge or segment.x0 > edge - _SLACK for segment in row):
            run.append(row)
            continue
        ordered += _unwoven(run, edge, most)
        run = []
        if row is not None:
            ordered.append(row)
    return ordered


def _unwoven(run: list[list[TextRun]], edge: float, most: int) -> list[list[TextRun]]:
    """Return rows that no line crosses at the edge: those on its left, then those on its right."""
    left = [part for row in run if (part := [segment for segment in row if segment.x1 < edge])]
    right = [part for row in run if (part := [segment for segment in row if segment.x1 >= edge])]
    if len(left) + len(right) - len(run) < _FEWEST_ROWS:
        return run
    return _by_column(left, most - 1) + _by_column(right, most - 1)


def _edge(rows: list[list[TextRun]]) -> float | None:
    """Return where the second column begins, if rows of a page hold lines of two columns."""
    pairs = [pair for row in rows for pair in pairwise(row)]
    if len(pairs) < _FEWEST_ROWS:
        return None
    starts = Counter(round(right.x0 / _SLACK) for _, right in pairs)
    best = max(starts, key=lambda start: (starts[start] + starts[start + 1], -start))
    beside = [pair for pair in pairs if best <= round(pair[1].x0 / _SLACK) <= best + 1]
    if (
        len(beside) < _FEWEST_ROWS
        or min(mean(len(left.text) for left, _ in beside), mean(len(right.text) for _, right in beside))
        < _COLUMN_CHARACTERS
    ):
        return None
    edge = median(right.x0 for _, right in beside) - _SLACK / 2
    return edge if max(left.x1 for left, _ in beside) < edge else None


def _line(row: list[TextRun]) -> Line:
    first = row[0]
    return Line(
        text=" ".join(segment.text for segment in row),
        x0=first.x0,
        x1=row[-1].x1,
        y=first.y,
        size=first.size,
        is_bold=all(segment.is_bold for segment in row),
        cells=tuple(segment.text for segment in row) if len(row) > 1 else (),
    )
