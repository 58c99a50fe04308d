"""Bring an archive up to the versions of today after an upgrade of the program, as far as the time allows."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaaw_archive import extract, urls
from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.queries.derive_due import outdated_rows
from kaaw_archive.archive.queries.search_index import is_index_current
from kaaw_archive.derive.derivation import MADE_BY, DerivationStopped
from kaaw_archive.derive.reading_file import path_beside
from kaaw_archive.derive.rederive import derive_all, index_all, judge_all
from kaaw_archive.errors import DiskFull, RunUnderWay, message_of
from kaaw_archive.linkrot.rules import RULES_VERSION

if TYPE_CHECKING:
    import sqlite3
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


@dataclass(frozen=True, slots=True)
class OutdatedParts:
    """Parts of an archive that other versions made, each as a phrase; None: it is as today's versions make it."""

    derivations: str | None
    verdicts: str | None
    index: str | None

    def __bool__(self) -> bool:
        return any((self.derivations, self.verdicts, self.index))

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.derivations, self.verdicts, self.index)))


def outdated_parts(connection: sqlite3.Connection, path: Path) -> OutdatedParts:
    """Return the parts of an archive that other versions than those of today made, or that wait for a derive."""
    rows = outdated_rows(
        connection,
        extractor=extract.EXTRACTOR,
        extractor_version=extract.EXTRACTOR_VERSION,
        key_version=urls.KEY_VERSION,
        rules_version=RULES_VERSION,
    )
    derivations = []
    if rows.derived_by != MADE_BY:  # else nothing would be different
        if rows.readings:
            derivations.append(f"{rows.readings:,} readings by another extractor")
        if rows.pages:
            derivations.append(f"{rows.pages:,} pages with other url keys")
        if rows.derived_by is not None and not derivations:
            derivations.append("pages by other rules")
    if rows.is_half_derived or path_beside(path).exists():
        derivations.append("a derive that has begun")
    return OutdatedParts(
        derivations=", ".join(derivations) or None,
        verdicts=f"{rows.checks:,} verdicts by other rules" if rows.checks else None,
        index=None if is_index_current(connection) else "the search index by another analysis",
    )


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
