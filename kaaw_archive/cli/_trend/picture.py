"""Chart of shares as SVG: lines over time, bars of sources and kinds; the numbers of each point are its title."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kaaw_archive.archive.queries.trend import Share

_WIDTH, _HEIGHT = 960, 420  # pixels, without the legend
_LEFT, _RIGHT, _BOTTOM = 60, 30, 100
_LETTER, _ROW = 7.5, 20  # pixels of a letter and of a row of the legend
_COLOURS = ("#1f5a94", "#b2451d", "#2c7a4b", "#7a3e8f", "#8a6d00", "#4d4d4d")  # dark enough on white for all readers
_DASHES = ("", "6 3", "2 3")  # of further lines with the same colour
_NAMES_MAX = 12  # below the chart over time
_NAME_LETTERS = 24
_BARS_MAX = 40  # groups; of more those with most texts are shown
_OVER_TIME = ("month", "year")


@dataclass(frozen=True)
class _Chart:
    """Measures of a chart: where its area begins, its highest share, and the place of each group from 0 to 1."""

    top: float
    highest: float
    places: dict[str, float]

    def x(self, group: str) -> float:
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * self.places[group]

    def y(self, share: float) -> float:
        return self.top + (_HEIGHT - _BOTTOM) * (1 - share / self.highest)


def as_svg(shares: Sequence[Share], by: str) -> str:
    """Return the chart; ``shares`` are in the order of terms and groups, and not empty. ``by``: what groups are."""
    terms = [list(points) for _, points in groupby(shares, key=lambda share: share.term)]
    all_groups = [point.group for point in terms[0]]
    if by not in _OVER_TIME and len(all_groups) > _BARS_MAX:
        most = sorted(terms[0], key=lambda point: -point.texts)[:_BARS_MAX]
        shown = {point.group for point in most}
        terms = [[point for point in points if point.group in shown] for points in terms]
    groups = [point.group for point in terms[0]]
    legend, rows = _legend([points[0].term for points in terms])
    highest = max(share.share for share in shares) or 1.0
    chart = _Chart(rows * _ROW + 20, highest, _over_time(groups) if by in _OVER_TIME else _side_by_side(groups))
    draw = _line if by in _OVER_TIME else _bars
    body = [legend, _scale(chart), _names(chart, groups, by)]
    body += [draw(chart, points, number, len(terms)) for number, points in enumerate(terms)]
    title = escape(", ".join(points[0].term for points in terms))
    of_all = f", the {len(groups)} of {len(all_groups)} with most texts" if len(groups) < len(all_groups) else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {chart.top + _HEIGHT:.0f}" role="img"'
        f' font-family="sans-serif" font-size="12"><title>Share of texts with {title}, by {by}{of_all}</title>'
        '<rect width="100%" height="100%" fill="#fff"/>' + "".join(body) + "</svg>\n"
    )


def _over_time(groups: Sequence[str]) -> dict[str, float]:
    """Return the places of years or months on an axis of time, on which those without a text have their room, too."""
    numbers = [_number(group) for group in groups]
    span = numbers[-1] - numbers[0]
    return {group: (number - numbers[0]) / span if span else 0.5 for group, number in zip(groups, numbers, strict=True)}


def _number(group: str) -> int:
    """Return the number of a year or month: neighbours are one apart.

    >>> _number("2021-01") - _number("2020-12"), _number("2021") - _number("2020")
    (1, 1)
    """
    year, _, month = group.partition("-")
    return int(year) * 12 + int(month) if month else int(year)


def _side_by_side(groups: Sequence[str]) -> dict[str, float]:
    return {group: (number + 0.5) / len(groups) for number, group in enumerate(groups)}


def _line(chart: _Chart, points: Sequence[Share], number: int, _of: int) -> str:
    """Return a line, interrupted where there is no text to count, and a dot for each group."""
    colour, dashes = _COLOURS[number % len(_COLOURS)], _DASHES[number // len(_COLOURS) % len(_DASHES)]
    lines = "".join(
        f'<polyline points="{" ".join(f"{chart.x(one.group):.1f},{chart.y(one.share):.1f}" for one in run)}"'
        f' fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"/>'
        for run in _runs(points)
    )
    dots = "".join(
        f'<circle cx="{chart.x(one.group):.1f}" cy="{chart.y(one.share):.1f}" r="3">{_numbers(one)}</circle>'
        for one in points
    )
    return f'{lines}<g fill="{colour}">{dots}</g>'


def _runs(points: Sequence[Share]) -> Iterator[list[Share]]:
    """Yield groups that follow each other with none left out between them."""
    run = [points[0]]
    for point in points[1:]:
        if _number(point.group) - _number(run[-1].group) > 1:
            yield run
            run = []
        run.append(point)
    yield run


def _bars(chart: _Chart, points: Sequence[Share], number: int, of: int) -> str:
    room = (_WIDTH - _LEFT - _RIGHT) / len(points) * 0.8
    width = min(room / of, 60)
    bars = "".join(
        f'<rect x="{chart.x(one.group) + (number - of / 2) * width:.1f}" y="{chart.y(one.share):.1f}"'
        f' width="{width:.1f}" height="{chart.y(0) - chart.y(one.share):.1f}">{_numbers(one)}</rect>'
        for one in points
    )
    return f'<g fill="{_COLOURS[number % len(_COLOURS)]}">{bars}</g>'


def _numbers(point: Share) -> str:
    numbers = f"{point.term}, {point.group}: {point.texts_with_term} of {point.texts}"
    return f"<title>{escape(numbers)}</title>"


def _legend(terms: Sequence[str]) -> tuple[str, int]:
    """Return the legend, and the number of its rows."""
    marks, x, row = [], float(_LEFT), 0
    for number, term in enumerate(terms):
        width = 18 + _LETTER * len(term) + 24
        if x > _LEFT and x + width > _WIDTH - _RIGHT:
            x, row = float(_LEFT), row + 1
        y = 10 + row * _ROW
        colour, dashes = _COLOURS[number % len(_COLOURS)], _DASHES[number // len(_COLOURS) % len(_DASHES)]
        marks.append(
            f'<line x1="{x:.0f}" x2="{x + 14:.0f}" y1="{y + 6}" y2="{y + 6}" stroke="{colour}" stroke-width="4"'
            f' stroke-dasharray="{dashes}"/><text x="{x + 20:.0f}" y="{y + 10}">{escape(term)}</text>'
        )
        x += width
    return "".join(marks), row + 1


def _scale(chart: _Chart) -> str:
    marks = []
    for part in (0.0, 0.5, 1.0):
        y = chart.y(part * chart.highest)
        marks.append(
            f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ccc"/>'
            f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{part * chart.highest * 100:.1f} %</text>'
        )
    return "".join(marks)


def _names(chart: _Chart, groups: Sequence[str], by: str) -> str:
    """Return the names of groups below the chart: over time as many as fit, of sources and kinds all, aslant."""
    y = chart.y(0) + 20
    if by in _OVER_TIME:
        step = -(-len(groups) // _NAMES_MAX)
        shown, last = [], -1.0
        for group in groups[::step]:
            if chart.x(group) - last > _LETTER * (len(group) + 1):
                shown.append(f'<text x="{chart.x(group):.1f}" y="{y:.1f}" text-anchor="middle">{escape(group)}</text>')
                last = chart.x(group)
        return "".join(shown)
    return "".join(
        f'<text transform="translate({chart.x(group):.1f},{y - 6:.1f}) rotate(-30)" text-anchor="end">'
        f"{escape(group if len(group) <= _NAME_LETTERS else group[: _NAME_LETTERS - 1] + '…')}</text>"
        for group in groups
    )
