"""The stranger's project in a folder of its own, beside its site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.addon import stranger

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.local_site import LocalSite
    from tests.program import Program

ADDON = 'ADDONS={"kaaw_archive.addon.ArchiveAddon": 100}'


@pytest.fixture
def run_stranger(program: Program, local_site: LocalSite) -> Callable[..., stranger.Outcome]:
    """``run_stranger(*settings, env={…})`` without the add-on, ``run_stranger(ADDON, …)`` with it."""
    stranger.build(program.folder)
    return lambda *settings, **options: stranger.run(program, local_site, *settings, **options)


@pytest.fixture
def visits(archive_path: Path) -> Callable[..., list[dict[str, Any]]]:
    """``visits(where)``: rows of the view, in the order of the captures."""
    import sqlite3
    from contextlib import closing

    def ask(where: str = "1") -> list[dict[str, Any]]:
        with closing(sqlite3.connect(f"file:{archive_path}?mode=ro", uri=True)) as db:
            db.row_factory = sqlite3.Row
            return [dict(row) for row in db.execute(f"SELECT * FROM visits WHERE {where} ORDER BY id")]

    return ask
