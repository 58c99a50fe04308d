"""Fuzz of titles, header values, robots.txt, metas and addresses: a fifth of the cases each, and the longest of them.

The properties and their texts are those of ``tests/fuzz/test_stretched.py``, which the tests give a few cases.
"""

from __future__ import annotations

import argparse
import sys
import time
from typing import TYPE_CHECKING, Any

from hypothesis import settings

from tests.fuzz.test_stretched import PROPERTIES
from tests.properties import register_profiles

if TYPE_CHECKING:
    from collections.abc import Callable

CASES = 1_000_000
ROUND = 20_000  # after each the number so far is printed: a run that is stopped has tried all five kinds alike


def counted(property_of_texts: Any) -> tuple[int, float]:
    """Run a property once; return how many cases there were, and the seconds of CPU of the longest."""
    number, longest_s = 0, 0.0
    inner: Callable[..., None] = property_of_texts.hypothesis.inner_test

    def count(*values: str, **named: str) -> None:
        nonlocal number, longest_s
        begun = time.thread_time()
        inner(*values, **named)
        number, longest_s = number + 1, max(longest_s, time.thread_time() - begun)

    property_of_texts.hypothesis.inner_test = count
    try:
        property_of_texts()
    finally:
        property_of_texts.hypothesis.inner_test = inner
    return number, longest_s


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cases", type=int, default=CASES)
    wanted = parser.parse_args().cases
    register_profiles()
    settings.load_profile("many")
    of_a_round = settings(max_examples=min(wanted, ROUND) // len(PROPERTIES))
    properties = {name: of_a_round(one) for name, one in PROPERTIES.items()}
    total, longest_s = 0, 0.0
    while total < wanted:
        for name, property_of_texts in properties.items():
            try:
                number, took_s = counted(property_of_texts)
            except Exception as error:
                print(f"{name}: {type(error).__name__}: {error}")
                sys.exit(1)
            total, longest_s = total + number, max(longest_s, took_s)
        print(f"{total:,} of {wanted:,} cases, no fault, the longest {longest_s:.2f} s of CPU", flush=True)


if __name__ == "__main__":
    main()
