"""Signs that an article is not at its address any more, capture by capture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.derive.pages import is_led_home, led_to, moved_to
from kaaw_archive.errors import Problem
from kaaw_archive.extract import ReadingProblem
from kaaw_archive.http import ABSENT
from kaaw_archive.items import Sign

if TYPE_CHECKING:
    from kaaw_archive.archive.queries.folding import CaptureFact

LED_HOME = "leads to the home page"  # rule of a sign

# No answer of the host; the fault may be ours, so this alone never says that an article is gone.
_NO_ANSWER = frozenset(
    {
        Problem.DNS_NOT_FOUND,
        Problem.DNS_FAILURE,
        Problem.CONNECTION_REFUSED,
        Problem.CONNECTION_FAILED,
        Problem.CONNECTION_LOST,
        Problem.TIMEOUT,
        Problem.TLS_FAILED,
        Problem.ROBOTS_UNREACHABLE,
    }
)


def sign_of(fact: CaptureFact, problem: str | None) -> Sign | None:
    """Return the sign of a capture whose page was read with this problem (None: not read); else None.

    Walls, logins, errors of the server and refusals say nothing of the article.
    """
    if fact.status in ABSENT and fact.error is None:
        return Sign("absent", f"status {fact.status}")
    if is_led_home(fact):
        return Sign("absent", LED_HOME)  # before a move: it is no copy
    if moved_to(fact):
        return Sign("redirected", "permanent redirect")
    if problem == ReadingProblem.NOT_FOUND_PAGE:
        return Sign("absent", "the page says that it is not there")
    if led_to(fact):
        return Sign("unreachable", "temporary redirect")  # a wall may do that, so this alone says nothing
    return Sign("unreachable", "no answer") if fact.error in _NO_ANSWER else None
