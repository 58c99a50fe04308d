"""Tables for people: on a terminal, what does not fit into its width stands below each row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.filesize import decimal
from rich.text import Text

from kaaw_archive import urls
from kaaw_archive.cli.terminal.consoles import console
from kaaw_archive.cli.terminal.line_breaks import broken
from kaaw_archive.cli.terminal.printing import short_digest, short_time
from kaaw_archive.control_characters import escape_controls

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

Row = Mapping[str, Any]
Column = str | tuple[str, str | Callable[[Row], object]]

_GAP = "  "
_INDENT = 4  # of what stands below a row
_PADDED_MOST = 60  # columns, where rows are not broken: one long address would fill each row with blanks
_TEXT_WIDTH_MIN = 30  # of a last column whose texts are broken at blanks


def show_rows(rows: Iterable[Row], *columns: Column) -> None:
    """Print rows by columns: a key that is its heading too, or a heading with a key or a function of the row.

    Values of keys that end in ``_at``, ``_digest`` and ``_bytes`` are shortened for people.
    """
    pairs = [(column.replace("_", " "), column) if isinstance(column, str) else column for column in columns]
    show_table([name for name, _ in pairs], [[_shortened(row, key) for _, key in pairs] for row in rows])


def show_table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, has_head: bool = True) -> None:
    """Print rows in columns; None is an empty cell, numbers are aligned to the right.

    A terminal gets as many columns as fit, from the left; the others follow below each row, addresses on lines of
    their own and never cut. Elsewhere each row is one line.
    """
    values = [list(row) for row in rows]
    table = _Table(list(columns) if has_head else ["" for _ in columns], values)
    out = console()
    table.print(out, out.width if out.is_terminal else None)


class _Table:
    """Cells of a table as texts, with the width that each column needs."""

    def __init__(self, heads: list[str], rows: list[list[object]]) -> None:
        self._heads = heads
        self._cells = [["" if cell is None else escape_controls(str(cell)) for cell in row] for row in rows]
        self._is_number = [any(isinstance(row[at], int | float) for row in rows) for at in range(len(heads))]
        self._widths = [
            max(cell_len(text) for text in (head, *(row[at] for row in self._cells))) for at, head in enumerate(heads)
        ]

    def print(self, out: Console, width: int | None) -> None:
        """Print the table for a terminal of this width; None: each row as one line."""
        if width is None:
            self._widths = [min(needed, _PADDED_MOST) for needed in self._widths]
        kept, last_width = (len(self._heads), None) if width is None else self._fitting(width)
        if any(self._heads):
            out.print(Text(self._line(self._heads[:kept]), "bold"), soft_wrap=True)
        for row in self._cells:
            for line in self._wrapped(row[:kept], last_width):
                out.print(Text(line), soft_wrap=True)
            self._print_below(out, row, kept)

    def _fitting(self, width: int) -> tuple[int, int | None]:
        """Return how many columns fit, and to which width the texts of the last one are broken; None: they are not."""
        used = -len(_GAP)
        for at, needed in enumerate(self._widths):
            room = width - used - len(_GAP)
            if needed > room:
                is_last = at == len(self._widths) - 1
                if at and is_last and room >= _TEXT_WIDTH_MIN and not self._has_long_address(at, room):
                    return at + 1, room
                return max(1, at), None
            used += len(_GAP) + needed
        return len(self._widths), None

    def _has_long_address(self, at: int, room: int) -> bool:
        return any(_is_address(row[at]) and cell_len(row[at]) > room for row in self._cells)

    def _line(self, cells: Sequence[str]) -> str:
        return _GAP.join(self._aligned(at, cell) for at, cell in enumerate(cells)).rstrip()

    def _aligned(self, at: int, cell: str) -> str:
        width = max(self._widths[at], cell_len(cell))
        blanks = " " * (width - cell_len(cell))
        return blanks + cell if self._is_number[at] else cell + blanks

    def _wrapped(self, row: Sequence[str], last_width: int | None) -> list[str]:
        """Return the lines of a row: several if the text of its last column is longer than this width."""
        if last_width is None:
            return [self._line(row)]
        first, *others = broken(row[-1], last_width) or [""]
        if max(map(cell_len, (first, *others))) > last_width:  # an address in a text
            return [self._line(row[:-1]), *(" " * _INDENT + text for text in (first, *others))]
        before = sum(self._widths[: len(row) - 1]) + len(_GAP) * (len(row) - 1)
        return [self._line([*row[:-1], first]), *(" " * before + text for text in others)]

    def _print_below(self, out: Console, row: Sequence[str], kept: int) -> None:
        facts = [(head, text) for head, text in zip(self._heads[kept:], row[kept:], strict=True) if text]
        short = [f"{head}: {text}" if head else text for head, text in facts if not _is_address(text)]
        lines = [text for _, text in facts if _is_address(text)]
        lines += broken(" · ".join(short), out.width - _INDENT)
        for line in lines:
            out.print(Text(" " * _INDENT + line), soft_wrap=True)


def _is_address(text: str) -> bool:
    return urls.is_web(text) and " " not in text


def _shortened(row: Row, key: str | Callable[[Row], object]) -> object:
    if not isinstance(key, str):
        return key(row)
    shorten = next((_SHORT[ending] for ending in _SHORT if key.endswith(ending)), None)
    return row[key] if shorten is None or row[key] is None else shorten(row[key])


_SHORT: dict[str, Callable[[Any], object]] = {"_at": short_time, "_digest": short_digest, "_bytes": decimal}
