"""Draws what a command prints as an SVG for the README: ``kaaw demo | python -m bench.picture docs/demo.svg``.

Only from what it reads, without fonts from elsewhere.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

WIDTH = 132  # columns
FORMAT = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: monospace; font-size: {char_height}px; line-height: {line_height}px; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}<g class="{unique_id}-matrix">{matrix}</g></g>
</svg>
"""


def draw(text: str, title: str) -> str:
    """The text as a terminal would show it."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), highlight=False)
    console.print(Text(text.rstrip()))
    return console.export_svg(title=title, theme=MONOKAI, code_format=FORMAT, unique_id="kaaw")


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: kaaw demo | python -m bench.picture FILE.svg")
    Path(sys.argv[1]).write_text(draw(sys.stdin.read(), "kaaw demo"), encoding="utf-8")


if __name__ == "__main__":
    main()
