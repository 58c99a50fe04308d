"""Readings on the disk between two passes: far too many to be held in memory, far too costly to be made twice."""

from __future__ import annotations

import pickle
import tempfile
import zlib
from typing import TYPE_CHECKING

from kaaw_archive.archive.connect import named_errors

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from kaaw_archive.derive.fold import ReadingKey
    from kaaw_archive.items import Reading

_LEVEL = 1  # a quarter of the size for a tenth of the time that reading takes to be made


class Spill:
    """A file without a name beside the archive, gone with the process however it ends."""

    def __init__(self, archive: Path) -> None:
        self._archive = archive
        with named_errors(archive):
            self._file = tempfile.TemporaryFile(dir=archive.parent)  # noqa: SIM115 - closed by __exit__
        self._places: dict[ReadingKey, tuple[int, int]] = {}

    def __enter__(self) -> Spill:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._file.close()

    def __contains__(self, key: ReadingKey) -> bool:
        return key in self._places

    def keep(self, key: ReadingKey, reading: Reading) -> None:
        """Raises the named errors of the archive."""
        pressed = zlib.compress(pickle.dumps(reading, pickle.HIGHEST_PROTOCOL), _LEVEL)
        with named_errors(self._archive):
            place = self._file.seek(0, 2)
            self._file.write(pressed)
        self._places[key] = (place, len(pressed))

    def reading(self, key: ReadingKey) -> Reading:
        """Raises KeyError where it was not kept."""
        place, size = self._places[key]
        with named_errors(self._archive):
            self._file.seek(place)
            pressed = self._file.read(size)
        found: Reading = pickle.loads(zlib.decompress(pressed))
        return found
