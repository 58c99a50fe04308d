"""Installed distributions: their licences, and which of them a run of the project needs."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import Distribution, distribution, distributions
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from importlib.metadata import PackageMetadata

PROJECT = "kaaw-archive"
EXTRAS = ("demo", "notify", "parquet", "mcp")  # of the package, for what a plain installation leaves out
NOT_OURS = frozenset({"setuptools"})  # Python 3.11 puts it into each new environment
_LICENCE_MAX = 60  # characters; longer ones are whole texts


@dataclass(frozen=True, slots=True)
class Library:
    """A distribution that is installed; ``requires`` are canonical names of what it needs here."""

    name: str
    version: str
    licence: str
    is_expression: bool
    requires: tuple[str, ...]


def libraries() -> dict[str, Library]:
    """Return all installed distributions but the project itself, by canonical name."""
    found = {canonicalize_name(each.name): _library(each) for each in distributions()}
    return {name: found[name] for name in sorted(found) if name != PROJECT and name not in NOT_OURS}


def required(extras: tuple[str, ...] = ()) -> list[str]:
    """Return the canonical names of what the project itself names with these extras."""
    return _requires(distribution(PROJECT), extras)


def needed(extras: tuple[str, ...] = ()) -> set[str]:
    """Return the canonical names of all that a run of the project with these extras needs, as far as installed here."""
    known = libraries()
    names: set[str] = set()
    pending = required(extras)
    while pending:
        name, *pending = pending
        if name in known and name not in names:
            names.add(name)
            pending = [*pending, *known[name].requires]
    return names


def _library(installed: Distribution) -> Library:
    licence, is_expression = _licence(installed.metadata)
    name = canonicalize_name(installed.name)
    return Library(name, installed.version, licence, is_expression, tuple(_requires(installed)))


def _requires(installed: Distribution, extras: tuple[str, ...] = ()) -> list[str]:
    wanted = [Requirement(line) for line in installed.requires or ()]
    return [
        canonicalize_name(each.name)
        for each in wanted
        if each.marker is None or any(each.marker.evaluate({"extra": extra}) for extra in ("", *extras))
    ]


def _licence(metadata: PackageMetadata) -> tuple[str, bool]:
    """Return the licence, and True if it is an SPDX expression: stated as one, else as a name, else as a classifier."""
    if "License-Expression" in metadata:
        return metadata["License-Expression"], True
    stated = " ".join(metadata["License"].split()) if "License" in metadata else ""
    if stated and len(stated) <= _LICENCE_MAX:
        return stated, False
    classifiers = [line for line in metadata.get_all("Classifier") or () if line.startswith("License ::")]
    return ", ".join(line.rpartition(" :: ")[2] for line in classifiers), False
