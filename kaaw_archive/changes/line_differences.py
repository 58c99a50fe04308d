"""Differences of two texts for people: a unified diff of their lines, or lines with marks around changed words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_archive.changes.word_runs import Run, runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CONTEXT = 3  # lines around a change
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


def unified_diff(
    old: Sequence[str], new: Sequence[str], old_name: str, new_name: str, *, context: int = CONTEXT
) -> Iterator[str]:
    """Yield the lines of a unified diff without line ends; none if the texts are equal.

    A name may end in a tabulator and a time, as ``diff -u`` writes it.
    """
    for number, hunk in enumerate(_hunks(old, new, context)):
        if number == 0:
            yield f"--- {old_name}"
            yield f"+++ {new_name}"
        span = _span(hunk, len(old), len(new), context)
        yield f"@@ -{_range(span.old_start, span.old_end)} +{_range(span.new_start, span.new_end)} @@"
        at = span.old_start
        for run in hunk:
            yield from (f" {line}" for line in old[at : run.old_start])
            yield from (f"-{line}" for line in old[run.old_start : run.old_end])
            yield from (f"+{line}" for line in new[run.new_start : run.new_end])
            at = run.old_end
        yield from (f" {line}" for line in old[at : span.old_end])


def marked_lines(old: Sequence[str], new: Sequence[str], old_name: str, new_name: str) -> Iterator[str]:
    """Yield the changed lines with some around them; words that went stand in ``[-…-]``, those that came in ``{+…+}``.

    Each place begins with a line that names its first line in both texts, counted from 1.
    """
    for hunk in _hunks(old, new, CONTEXT):
        span = _span(hunk, len(old), len(new), CONTEXT)
        yield f"@@ {old_name} line {span.old_start + 1}, {new_name} line {span.new_start + 1} @@"
        at = span.old_start
        for run in hunk:
            yield from old[at : run.old_start]
            yield from _marked_words(old[run.old_start : run.old_end], new[run.new_start : run.new_end])
            at = run.old_end
        yield from old[at : span.old_end]


def _hunks(old: Sequence[str], new: Sequence[str], context: int) -> list[list[Run]]:
    """Return the places where two texts differ; those with few equal lines between them stand together."""
    hunks: list[list[Run]] = []
    for run in _runs_between_ends(old, new):
        if hunks and run.old_start - hunks[-1][-1].old_end <= 2 * context:
            hunks[-1].append(run)
        else:
            hunks.append([run])
    return hunks


def _runs_between_ends(old: Sequence[str], new: Sequence[str]) -> list[Run]:
    """Return where two texts differ; equal beginnings and ends are left out first, as the differ has a bound."""
    first, most = 0, min(len(old), len(new))
    while first < most and old[first] == new[first]:
        first += 1
    last = 0
    while last < most - first and old[-1 - last] == new[-1 - last]:
        last += 1
    found = runs(old[first : len(old) - last], new[first : len(new) - last])
    return [Run(*(place + first for place in run)) for run in found]


def _span(hunk: Sequence[Run], old_lines: int, new_lines: int, context: int) -> Run:
    before = min(context, hunk[0].old_start, hunk[0].new_start)
    after = min(context, old_lines - hunk[-1].old_end, new_lines - hunk[-1].new_end)
    return Run(
        hunk[0].old_start - before, hunk[-1].old_end + after, hunk[0].new_start - before, hunk[-1].new_end + after
    )


def _range(start: int, end: int) -> str:
    """Return a range as ``diff -u`` writes it: the line before, if it is empty.

    >>> _range(0, 1), _range(0, 3), _range(4, 4)
    ('1', '1,3', '4,0')
    """
    length = end - start
    first = start + 1 if length else start
    return str(first) if length == 1 else f"{first},{length}"


def _marked_words(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """Return lines in which each changed word is marked by itself: a mark that ends lines below is hard to read."""
    old, new = _TOKEN.findall("\n".join(before)), _TOKEN.findall("\n".join(after))
    done, at = [], 0
    for run in _within_lines(_runs_between_ends(old, new), old, new):
        done += old[at : run.old_start]
        done += [_wrapped(old[run.old_start : run.old_end], "[-", "-]")]
        done += [_wrapped(new[run.new_start : run.new_end], "{+", "+}")]
        at = run.old_end
    return "".join([*done, *old[at:]]).split("\n")


def _within_lines(found: Sequence[Run], old: Sequence[str], new: Sequence[str]) -> list[Run]:
    """Return runs of which none takes the end of a line from it: a new line after "a." came with the stop of its own.

    A run that is followed by the sign with which one of its own lines ends, at the end of a line, is parted there.
    """
    parted = []
    for run in found:
        end = old[run.old_end] if run.old_end < len(old) else ""
        is_last = end.strip() and _ends(old, run.old_end) and _ends(new, run.new_end)
        came, went = _line_end(new, run.new_start, run.new_end, end), _line_end(old, run.old_start, run.old_end, end)
        if not is_last or (came is None) == (went is None):
            parted.append(run)
        elif came is not None:
            parted += [run._replace(new_end=came), Run(run.old_end + 1, run.old_end + 1, came + 1, run.new_end + 1)]
        elif went is not None:
            parted += [run._replace(old_end=went), Run(went + 1, run.old_end + 1, run.new_end + 1, run.new_end + 1)]
    return parted


def _line_end(tokens: Sequence[str], start: int, end: int, sign: str) -> int | None:
    """Return the first place of a sign at the end of a line."""
    return next((at for at in range(start, end) if tokens[at] == sign and _ends(tokens, at)), None)


def _ends(tokens: Sequence[str], at: int) -> bool:
    return at + 1 == len(tokens) or (at + 1 < len(tokens) and "\n" in tokens[at + 1])


def _wrapped(words: Sequence[str], left: str, right: str) -> str:
    return "\n".join(f"{left}{line}{right}" if line else "" for line in "".join(words).split("\n"))
