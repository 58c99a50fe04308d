"""A place for commands that are run in this process on a project of their own, as if no other had been imported."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType


@contextmanager
def own_project(folder: Path) -> Iterator[None]:
    """Work in this folder; import spiders and settings from it, and leave those that were imported before."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", list(sys.path))
        # Scrapy writes the name of the settings that it found into the environment of the process
        patch.setenv("SCRAPY_SETTINGS_MODULE", "")
        patch.delenv("SCRAPY_SETTINGS_MODULE")
        patch.delenv("KAAW_ARCHIVE", raising=False)
        patch.chdir(folder)
        before = _without_project()
        try:
            yield
        finally:
            _without_project()
            sys.modules.update(before)


def _without_project() -> dict[str, ModuleType]:
    """Take the modules of a project out of the imported ones; return them by name."""
    names = [name for name in sys.modules if name.partition(".")[0] in ("spiders", "own_settings")]
    return {name: sys.modules.pop(name) for name in names}
