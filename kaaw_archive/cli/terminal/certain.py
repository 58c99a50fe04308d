"""Lines about what is certain of a page at an instant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.cli.terminal import printing
from kaaw_archive.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaaw_archive.archive.queries.rows import Row


def certainty_lines(certain: Row) -> Iterator[str]:
    """Yield when the page was last seen until the instant, and what the captures around it answered."""
    last, good, following = certain["last_capture"], certain["last_good"], certain["next_capture"]
    if certain["is_certain"]:
        yield f"certain: the same bytes at {_time(last)} and at {_time(following)}"
        return
    yield f"last seen at {_time(good)}" if good else "never seen until then"
    if last is not None and not certain["is_shown"]:
        yield f"last capture at {_time(last)}: {_answer(last)}"
    if following is not None:
        yield f"next capture at {_time(following)}: {_answer(following)}"
    else:
        yield "no later capture"


def show_certainty(certain: Row) -> None:
    """Print what is certain."""
    for line in certainty_lines(certain):
        printing.show((line, "dim"))


def exit_code(certain: Row | None) -> ExitCode:
    """Return NOT_SHOWN if the last capture until the instant did not show the page."""
    return ExitCode.DONE if certain is None or certain["is_shown"] else ExitCode.NOT_SHOWN


def _time(capture: Row) -> str:
    return str(printing.short_time(capture["captured_at"]))


def _answer(capture: Row) -> str:
    """Return what a capture brought: an error, a status, or the problem of its reading."""
    if capture["error"]:
        return str(capture["error"])
    problem = f", {capture['problem'].replace('_', ' ')}" if capture["problem"] else ""
    return f"status {capture['status']}{problem}"
