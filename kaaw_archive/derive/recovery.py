"""Makes a new archive out of a damaged one: what can be saved is copied, what follows from it is derived again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.archive.salvage import salvage
from kaaw_archive.derive.everything import derive_all

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kaaw_archive.archive.salvage import Salvage
    from kaaw_archive.derive.everything import DeriveReport


def recover(
    old: Path, new: Path, *, workers: int, progress: Callable[[int, int], None]
) -> tuple[Salvage, DeriveReport]:
    """What was saved and what of it was derived. Killed after the first half, the new archive wants `kaaw derive`.

    ``progress`` is told how many tables of how many are copied, then how many pages of how many are derived.
    Raises the named errors of :func:`kaaw_archive.archive.salvage.salvage`.
    """
    saved = salvage(old, new, progress)
    return saved, derive_all(new, workers=workers, progress=progress)
