"""Bring an archive up to the versions of today after an upgrade of the program, as far as the time allows."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.derive.derivation import DerivationStopped
from kaaw_archive.derive.outdated import OutdatedParts, outdated_parts
from kaaw_archive.derive.rederive import derive_all, index_all, judge_all
from kaaw_archive.errors import DiskFull, RunUnderWay, message_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Upgrade:
    """Result of a part of an upgrade. ``why`` says what was made by other versions.

    ``steps`` of ``of`` are done, of the last command that ran; ``problem`` says what keeps it from going on.
    """

    why: str
    is_done: bool
    steps: int = 0
    of: int = 0
    problem: str | None = None


def upgrade(path: Path, *, workers: int, is_over: Callable[[], bool]) -> Upgrade | None:
    """Derive again what other versions made, until it is done or ``is_over`` returns True; None if nothing was due.

    The next call goes on. Raises the named errors of the archive, but for a full disk and another derive at work.
    """
    with closing(open_for_reading(path)) as connection:
        parts = outdated_parts(connection, path)
    if not parts:
        return None
    reached = (0, 0)

    def progress(done: int, of: int) -> None:
        nonlocal reached
        reached = done, of

    try:
        _run(path, parts, workers, progress, is_over)
    except DerivationStopped:
        return Upgrade(str(parts), False, *reached)
    except (DiskFull, RunUnderWay) as error:
        return Upgrade(str(parts), False, *reached, problem=message_of(error))
    return Upgrade(str(parts), True, *reached)


def _run(
    path: Path,
    parts: OutdatedParts,
    workers: int,
    progress: Callable[[int, int], None],
    is_over: Callable[[], bool],
) -> None:
    def stop_if_over(done: int, of: int) -> None:
        progress(done, of)
        if is_over():
            raise DerivationStopped

    stop_if_over(0, 0)
    if parts.derivations:  # brings verdicts and index along
        derive_all(path, workers=workers, progress=progress, is_over=is_over)
        return
    if parts.index:
        index_all(path, progress=stop_if_over)
    if parts.verdicts:
        judge_all(path)
