"""CPU time of a pattern on a text that grows, with an end for those that never come to one."""

from __future__ import annotations

import signal
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bench.pattern_list import FoundPattern
    from bench.pattern_texts import SlowText

# Characters: eight times as many take 8 times as long if linear, 64 times if quadratic.
_SMALL, _MIDDLE, _LARGE = 500, 1_000, 4_000
_PATIENCE_S = 0.5
# Between 8 and 64, on a machine that does other things too; CPU time of this thread, the least of several.
_LINEAR_RATIO = 24.0
_NOTICEABLE_S = 0.0012  # 0.3 microseconds a character: quicker ones are linear or their square is nothing


class _Endless(Exception):
    """The time of a match is over."""


@dataclass(frozen=True, slots=True)
class Growth:
    """Time on the longer text divided by time on the shorter, for the worst text of a pattern; infinite if endless."""

    ratio: float
    text: SlowText

    @property
    def is_linear(self) -> bool:
        return self.ratio <= _LINEAR_RATIO


def growth_of(found: FoundPattern, texts: Iterable[SlowText]) -> Growth:
    """Return the worst growth of the time of a pattern over these texts."""
    worst: tuple[float, SlowText] | None = None
    worst_s = 0.0
    for text in texts:
        if worst is None or worst[0] <= _LINEAR_RATIO:
            ratio = _ratio(found, text)
            if worst is None or ratio > worst[0]:
                worst = ratio, text
                worst_s = seconds(found, text, _MIDDLE, _PATIENCE_S) if ratio > _LINEAR_RATIO else 0.0
        elif worst_s < (other_s := seconds(found, text, _MIDDLE, _PATIENCE_S)):
            worst_s, worst = other_s, (worst[0], text)
            if worst_s == float("inf"):
                break
    assert worst is not None
    return Growth(*worst)


def _ratio(found: FoundPattern, text: SlowText) -> float:
    """Return the time of a long text divided by that of a short one, each the least of several."""
    long_s = seconds(found, text, _LARGE, _PATIENCE_S)
    if long_s <= _NOTICEABLE_S:
        return 1.0
    if long_s == float("inf"):
        return long_s
    short_s = max(min(seconds(found, text, _SMALL, _PATIENCE_S) for _ in range(5)), 1e-6)
    if long_s > _LINEAR_RATIO * short_s:  # else no repetition would make it more
        long_s = min(long_s, *(seconds(found, text, _LARGE, _PATIENCE_S) for _ in range(3)))
    return long_s / short_s if long_s > _NOTICEABLE_S else 1.0


def seconds(found: FoundPattern, text: SlowText, characters: int, patience_s: float) -> float:
    """Return the seconds of CPU that the pattern needs for all of its matches; infinite after ``patience_s``."""
    made: str | bytes = text.of_length(characters)
    pattern: Any = found.pattern
    if isinstance(pattern.pattern, bytes):
        made = str(made).encode("latin-1", "replace")
    old = signal.signal(signal.SIGVTALRM, _give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, patience_s)
    try:
        begun = time.thread_time()
        for method in found.methods:
            if method == "search":
                for _ in pattern.finditer(made):
                    pass
            else:
                getattr(pattern, method)(made)
        return time.thread_time() - begun
    except _Endless:
        return float("inf")
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, old)


def _give_up(_number: int, _frame: object) -> None:
    raise _Endless
