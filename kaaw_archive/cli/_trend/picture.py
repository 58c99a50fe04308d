"""Chart of shares over time as SVG: one line a term, the numbers of each point as its title."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaaw_archive.archive.queries.trend import Share

_WIDTH, _HEIGHT = 960, 400  # pixels
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 20, 40, 60
_COLOURS = ("#1f5a94", "#b2451d", "#2c7a4b", "#7a3e8f", "#8a6d00", "#4d4d4d")  # dark enough on white for all readers
_NAMES_MAX = 12  # below the chart


def as_svg(shares: Sequence[Share]) -> str:
    """Return the chart; ``shares`` are in the order of terms and groups, and not empty."""
    highest = max(share.share for share in shares) or 1.0
    lines = [list(points) for _, points in groupby(shares, key=lambda share: share.term)]
    body = [_scale(highest), _names([share.group for share in lines[0]])]
    for number, points in enumerate(lines):
        body.append(_line(points, _COLOURS[number % len(_COLOURS)], highest))
        body.append(_legend(points[0].term, number))
    title = escape(", ".join(points[0].term for points in lines))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" font-family="sans-serif"'
        f' font-size="12"><title>Share of texts with {title}</title><rect width="100%" height="100%" fill="#fff"/>'
        + "".join(body)
        + "</svg>\n"
    )


def _x(place: int, number: int) -> float:
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * (place / (number - 1) if number > 1 else 0.5)


def _y(share: float, highest: float) -> float:
    return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * share / highest


def _line(points: Sequence[Share], colour: str, highest: float) -> str:
    places = [(_x(n, len(points)), _y(point.share, highest)) for n, point in enumerate(points)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"><title>{escape(point.term)}, {escape(point.group)}: '
        f"{point.texts_with_term} of {point.texts}</title></circle>"
        for (x, y), point in zip(places, points, strict=True)
    )
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/><g fill="{colour}">{dots}</g>'


def _legend(term: str, number: int) -> str:
    colour = _COLOURS[number % len(_COLOURS)]
    x = _LEFT + 150 * number
    return (
        f'<rect x="{x}" y="12" width="12" height="12" fill="{colour}"/><text x="{x + 18}" y="22">{escape(term)}</text>'
    )


def _scale(highest: float) -> str:
    marks = []
    for part in (0.0, 0.5, 1.0):
        y = _y(part * highest, highest)
        marks.append(
            f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ccc"/>'
            f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{part * highest * 100:.1f} %</text>'
        )
    return "".join(marks)


def _names(groups: Sequence[str]) -> str:
    step = -(-len(groups) // _NAMES_MAX)
    y = _HEIGHT - _BOTTOM + 20
    return "".join(
        f'<text x="{_x(n, len(groups)):.1f}" y="{y}" text-anchor="middle">{escape(group)}</text>'
        for n, group in enumerate(groups)
        if n % step == 0
    )
