"""Times every compiled pattern of the package on text that was made to be slow for it.

``python -m bench.patterns`` prints the worst time of each pattern at 10,000 and 100,000 characters. A pattern whose
time grows faster than its text must have a bound of its text in ``bench/pattern_bounds.py``.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass

from bench import pattern_bounds
from bench.pattern_list import FoundPattern, patterns_of_package
from bench.pattern_texts import slow_texts
from bench.pattern_timing import Growth, growth_of, seconds

_SHORT, _LONG = 10_000, 100_000
_PATIENCE_S = 3.0  # then a text at _LONG is given up


@dataclass(frozen=True, slots=True)
class Finding:
    """Worst text of a pattern, its growth, and the bound of the text that the pattern is given; None: no bound."""

    found: FoundPattern
    growth: Growth
    bound: pattern_bounds.Bound | None

    @property
    def is_safe(self) -> bool:
        """Return True if the pattern is linear, or quick at the bound of its text."""
        if self.growth.is_linear:
            return True
        return self.bound is not None and self.seconds_at(self.bound.characters) <= pattern_bounds.LONGEST_S

    def seconds_at(self, characters: int) -> float:
        """Return the seconds of CPU of the worst text at this length; infinite if it does not end."""
        return seconds(self.found, self.growth.text, characters, _PATIENCE_S)


def findings() -> list[Finding]:
    """Return one finding for each pattern of the package."""
    return [judged(found) for found in patterns_of_package()]


def judged(found: FoundPattern) -> Finding:
    """Return the worst growth of a pattern over all texts made for it."""
    growth = growth_of(found, slow_texts(found.pattern))
    return Finding(found, growth, pattern_bounds.of(found.module, found.name))


def _shown(seconds_of_cpu: float) -> str:
    return f"{seconds_of_cpu:.4f} s" if seconds_of_cpu < _PATIENCE_S else f"over {_PATIENCE_S:g} s"


def main() -> None:
    """Print a line for each pattern, the worst first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bounded", action="store_true", help="only those that are not linear")
    arguments = parser.parse_args()
    results = sorted(findings(), key=lambda finding: -finding.growth.ratio)
    unsafe = 0
    for finding in results:
        if finding.growth.is_linear and arguments.bounded:
            continue
        bound = f"at most {finding.bound.characters:,} ({finding.bound.reason})" if finding.bound else "no bound"
        bound = "linear" if finding.growth.is_linear else bound
        unsafe += not finding.is_safe
        times = [_shown(finding.seconds_at(length)) for length in (_SHORT, _LONG)]
        print(f"{finding.found.place}\t{times[0]}\t{times[1]}\t{bound}\t{finding.growth.text}", flush=True)
    linear = sum(finding.growth.is_linear for finding in results)
    print(f"{len(results)} patterns, {linear} linear, {len(results) - linear - unsafe} bounded, {unsafe} unsafe")
    sys.exit(unsafe > 0)


if __name__ == "__main__":
    main()
