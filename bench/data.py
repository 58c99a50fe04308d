"""Folders of data beside the project: pages, links and whole sites with their truth, which are no part of it."""

from __future__ import annotations

from pathlib import Path

PROJECT = Path(__file__).parents[1]


def folder(name: str) -> Path:
    """Return the nearest folder of this name beside the checkout or above it; where it would be if there is none."""
    above = (parent / name for parent in PROJECT.parents)
    return next((found for found in above if found.is_dir()), PROJECT.parent / name)


SHARED = folder("shared")
BLIND = folder("blind")
