"""Versions of installed libraries, without importing them."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path


def version_of(library: str) -> str:
    """Return the version of an installed library whose package has its name.

    It stands in the name of the folder beside the package that describes it (PyPA, Recording installed projects).
    importlib.metadata, which knows other ways, too, takes longer to import than all that a search needs.
    """
    package = find_spec(library)
    if package is not None and package.origin is not None:
        for folder in Path(package.origin).parents[1].glob(f"{library}-*.dist-info"):
            return folder.name.removeprefix(f"{library}-").removesuffix(".dist-info")
    from importlib.metadata import version

    return version(library)
