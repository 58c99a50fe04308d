"""How many cases a part gets: few in `make test`, at least 50,000 in `make fuzz`, which sets KAAW_FUZZ_CASES."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

CASES = int(os.environ.get("KAAW_FUZZ_CASES", "0"))


def cases(in_tests: int, most: int = 10**9) -> Callable[[Any], Any]:
    """The decorator of a part: so many cases in `make test`, and no more than ``most`` where each takes its time."""
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    return settings(
        max_examples=min(CASES, most) or in_tests, deadline=None, suppress_health_check=checks, database=None
    )
