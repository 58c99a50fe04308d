"""The third of a set that is put aside: not looked at while rules are worked on, and counted once at the end."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable

T = TypeVar("T")
_PARTS = 3


def is_aside(name: str) -> bool:
    """Return True for a name of the third that is put aside: its SHA-256 is divisible by three."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % _PARTS == 0


def add_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--third``."""
    parser.add_argument("--third", choices=("aside", "rest"), help="the third put aside, or the others; default: all")


def chosen(cases: Iterable[T], third: str | None, name_of: Callable[[T], str]) -> list[T]:
    """Return the cases of a part; ``third``: aside, rest, or None for all."""
    return [case for case in cases if third is None or is_aside(name_of(case)) == (third == "aside")]
