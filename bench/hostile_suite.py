"""Attack suite: every attack of the tests by class, and how many were held off.

An attack is a case of a test that a row of ``CLASSES`` names; most cases stand in ``tests/hostile/cases``. The table
has a row a class, and the exit code is 1 if an attack got through.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

# Point of the threat list, class, tests.
CLASSES: tuple[tuple[int, str, tuple[str, ...]], ...] = (
    (1, "text of others as code or separator", ("tests/hostile/test_text_of_others.py", "tests/fuzz/test_fuzz.py")),
    (2, "texts that stretch work", ("tests/hostile/test_stretched_pages.py", "tests/fuzz/test_stretched.py",
                                    "tests/test_robots_rules.py", "tests/sites/test_slow_pages.py")),
    (2, "patterns that never end", ("tests/test_patterns.py", "tests/test_slow_texts.py")),
    (2, "workers that hang or die", ("tests/derive/test_workers.py",)),
    (3, "floods of heads, bodies and documents", ("tests/crawl/test_bounds.py", "tests/crawl/test_budget.py",
                                                  "tests/download/test_body_budget.py",
                                                  "tests/extract/test_derived_bytes.py")),
    (4, "damaged and broken answers", ("tests/hostile/test_answers.py", "tests/download/test_decoding.py")),
    (4, "clocks that jump", ("tests/crawl/test_clock.py",)),
    (5, "outages and shares", ("tests/test_own_faults.py", "tests/derive/test_own_fault_of_links.py",
                               "tests/derive/test_incidents.py", "tests/derive/test_publisher.py",
                               "tests/linkcheck/test_due_links.py")),
    (6, "secrets", ("tests/hostile/test_secrets.py",)),
    (7, "turned bits, zeroed sectors, kills", ("tests/archive/test_row_digests.py", "tests/archive/test_damage.py",
                                               "tests/archive/test_walk.py", "tests/archive/test_payloads.py")),
    (7, "full disks", ("tests/cli/test_full_disk.py", "tests/crawl/test_limits.py",
                        "tests/crawl/test_archive_fails.py")),
    (8, "locks under other names", ("tests/hostile/test_lock_places.py", "tests/download/test_host_locks.py")),
    (9, "private networks and own addresses", ("tests/hostile/test_own_network.py", "tests/download/test_guard.py",
                                               "tests/download/test_resolver.py", "tests/crawl/test_guard.py")),
    (10, "supply chain", ("tests/package/test_supply.py",)),
)  # fmt: skip


class _Counts:
    """Plugin of pytest: outcomes by file."""

    def __init__(self) -> None:
        self.passed: Counter[str] = Counter()
        self.skipped: Counter[str] = Counter()
        self.failed: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        file = report.nodeid.partition("::")[0]
        if report.failed:
            self.failed.append(report.nodeid)
        elif report.skipped:
            self.skipped[file] += 1
        elif report.when == "call":
            self.passed[file] += 1


def run(classes: Sequence[tuple[int, str, tuple[str, ...]]], *, is_quick: bool) -> _Counts:
    """Run the tests of these classes, each file once; ``is_quick`` leaves out those that are marked slow."""
    counts = _Counts()
    files = dict.fromkeys(file for _, _, files in classes for file in files)
    marked = ["-m", "not slow"] if is_quick else []
    pytest.main(["--quiet", "--no-header", "--no-summary", *marked, *files], plugins=[counts])
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--points", help="numbers with commas between them  [default: all]")
    parser.add_argument("--quick", action="store_true", help="without tests that take seconds, such as whole crawls")
    wanted = parser.parse_args()
    points = {int(part) for part in wanted.points.split(",")} if wanted.points else {row[0] for row in CLASSES}
    classes = [row for row in CLASSES if row[0] in points]
    counts = run(classes, is_quick=wanted.quick)
    print(f"{'point':>5}  {'class':<46}{'attacks':>8}{'held':>8}{'skipped':>8}")
    total = 0
    for point, name, files in classes:
        failed = sum(node.startswith(files) for node in counts.failed)
        held, skipped = (sum(count[file] for file in files) for count in (counts.passed, counts.skipped))
        total += held + failed
        print(f"{point:>5}  {name:<46}{held + failed:>8}{held:>8}{skipped:>8}")
    for node in counts.failed:
        print(f"  got through: {node}")
    print(f"{total} attacks, {len(counts.failed)} got through")
    sys.exit(bool(counts.failed))


if __name__ == "__main__":
    main()
