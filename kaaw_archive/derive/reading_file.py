"""Readings of a derive under way, in a file beside the archive: too many for the memory, and kept by a kill.

The file is a row of records that are only added: each with its size and checksum, so that a torn one at the end is cut
off. It is used again by a derive of the same program; what was folded counts only if the archive was left by the very
derive that noted it.
"""

from __future__ import annotations

import errno
import json
import os
import secrets
import struct
import zlib
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, get_args

from kaaw_archive.archive.connect import named_errors
from kaaw_archive.archive.locks import open_lock_file, try_lock
from kaaw_archive.errors import RunUnderWay
from kaaw_archive.items import ArticleLink, ArticleRecord, Reading, SeedEntry, SeedList

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaaw_archive.derive.fold import ReadingKey

Pass = Literal["read", "learned", "folded"]
_HEAD = struct.Struct(">III")  # size of the name, size of the body, CRC-32 of both
_LARGEST = 1 << 30
_ZLIB_LEVEL = 1  # a quarter of the size for a tenth of the time that extraction takes


def path_beside(archive: Path) -> Path:
    """Return the path of the file: beside the archive itself, not beside a link to it."""
    return Path(f"{os.path.realpath(archive)}.derive")


class ReadingFile:
    """File of readings by their key, and of the groups of pages that were read and folded.

    ``program`` names what readings depend on beside their key. Raises RunUnderWay if another process has it open, and
    the named errors of the archive.
    """

    def __init__(self, archive: Path, program: str) -> None:
        self._archive = archive
        self._path = path_beside(archive)
        self._places: dict[ReadingKey, tuple[int, int]] = {}
        self._done: dict[str, set[str]] = {name: set() for name in get_args(Pass)}
        self.token = 0
        with named_errors(archive):
            self._file = _opened(self._path, archive)
            known = self._load_all()
            if known != program:
                self._begin(program)

    def __contains__(self, key: ReadingKey) -> bool:
        return key in self._places

    def store(self, key: ReadingKey, reading: Reading) -> None:
        """Append a reading."""
        body = zlib.compress(json.dumps(asdict(reading), separators=(",", ":")).encode(), _ZLIB_LEVEL)
        self._places[key] = self._append(["reading", *key], body)

    def load(self, key: ReadingKey) -> Reading:
        """Return a stored reading. Raises KeyError if it was never stored."""
        offset, size = self._places[key]
        with named_errors(self._archive):
            body = os.pread(self._file.fileno(), size, offset)
        return _reading(json.loads(zlib.decompress(body)))

    def note(self, done: Pass, group: str) -> None:
        """Note that a group of pages was read, with all its readings stored, or folded, with all of it committed."""
        self._done[done].add(group)
        self._append([done, group])

    def is_done(self, done: Pass, group: str) -> bool:
        """Return True if this was noted."""
        return group in self._done[done]

    def begin_again(self) -> None:
        """Forget what was noted of groups; readings stay."""
        self.token = secrets.randbits(62)
        self._append(["again", self.token])
        for groups in self._done.values():
            groups.clear()

    def close(self) -> None:
        """Close the file; the next derive goes on with it."""
        self._file.close()

    def remove(self) -> None:
        """Remove the file of a derive that has ended."""
        with named_errors(self._archive):
            self._path.unlink(missing_ok=True)

    def _begin(self, program: str) -> None:
        self._places.clear()
        self._file.seek(0)
        self._file.truncate()
        self._append(["program", program])
        self.begin_again()

    def _append(self, name: list[Any], body: bytes = b"") -> tuple[int, int]:
        """Return offset and size of the body."""
        fields = json.dumps(name).encode()
        record = _HEAD.pack(len(fields), len(body), zlib.crc32(fields + body)) + fields + body
        with named_errors(self._archive):
            end = self._file.seek(0, os.SEEK_END)
            if self._file.write(record) < len(record):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return end + len(record) - len(body), len(body)

    def _load_all(self) -> str | None:
        """Return the program that wrote the file, and read its content; a torn end is cut off."""
        program, end = None, 0
        for name, offset, size in _records(self._file):
            match name:
                case ["program", str(known)] if end == 0:
                    program = known
                case ["again", int(token)]:
                    self.token = token
                    self._done = {name: set() for name in get_args(Pass)}
                case ["read" | "learned" | "folded" as done, str(group)]:
                    self._done[done].add(group)
                case ["reading", str(digest), str(url), content_type, bool(is_seed)]:
                    self._places[digest, url, content_type, is_seed] = (offset, size)
            end = offset + size
        self._file.truncate(end)
        return program


def _records(file: BinaryIO) -> Iterator[tuple[list[Any], int, int]]:
    """Yield name, offset of the body and its size of every whole record."""
    offset = 0
    while len(head := file.read(_HEAD.size)) == _HEAD.size:
        name_size, body_size, checksum = _HEAD.unpack(head)
        if max(name_size, body_size) > _LARGEST:
            return
        data = file.read(name_size + body_size)
        if len(data) < name_size + body_size or zlib.crc32(data) != checksum:
            return
        offset += _HEAD.size + name_size
        yield json.loads(data[:name_size]), offset, body_size
        offset += body_size


def _opened(path: Path, archive: Path) -> BinaryIO:
    """Return the open file with its lock. Raises RunUnderWay."""
    while True:
        descriptor = open_lock_file(path)
        if not try_lock(descriptor):
            os.close(descriptor)
            raise RunUnderWay(f"another kaaw derive is at work on {archive}: this one does nothing")
        try:
            if os.path.samestat(os.fstat(descriptor), path.stat()):
                return os.fdopen(descriptor, "r+b", buffering=0)  # what is written outlives the process
        except FileNotFoundError:
            pass
        os.close(descriptor)  # its derive has ended meanwhile and removed it


def _reading(fields: dict[str, Any]) -> Reading:
    articles = tuple(
        ArticleRecord(
            **{
                **one,
                "structure": tuple(one["structure"]),
                "links": tuple(ArticleLink(**link) for link in one["links"]),
                "beside": tuple(one["beside"]),
            }
        )
        for one in fields["articles"]
    )
    named = fields["named"]
    if named is not None:
        named = SeedList(named["kind"], tuple(SeedEntry(**entry) for entry in named["entries"]))
    return Reading(**{**fields, "articles": articles, "named": named})
