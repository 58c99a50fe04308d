"""Selection of an export: which versions leave the archive, under which profile, and what of them is left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kaaw_archive.archive.queries import exports
from kaaw_archive.export.profiles import TEXTS, Profile, is_left_out, reservations

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from kaaw_archive.archive.queries.rows import Row
    from kaaw_archive.items import ArticleFilter


@dataclass(slots=True)
class Selection:
    """Versions that an export writes, and their number once they were read.

    ``words`` is a search as people type it, None: all. ``every_version`` False: one version of each article.
    """

    connection: sqlite3.Connection = field(repr=False)
    chosen: ArticleFilter
    words: str | None = None
    profile: Profile = Profile.PUBLIC
    every_version: bool = False
    written: int = 0
    left_out: int = 0
    former: int = 0  # at addresses where the text is no more
    undated: int = 0  # without a day of publication
    missing: int = 0  # still live, though the last look did not find them
    unseen: int = 0  # still live, though no look reached them of late

    def rows(self) -> Iterator[Row]:
        """Yield the versions; ``reserved_by`` names the reservations, and ``is_left_out`` is True without the text."""
        self.written = self.left_out = self.former = self.undated = self.missing = self.unseen = 0
        seen_from = exports.seen_of_late(self.connection)
        for row in exports.versions(self.connection, self.chosen, self.words, every_version=self.every_version):
            reserved = reservations(row.pop("signals"))
            row["reserved_by"] = " ".join(reserved) or None
            row["is_left_out"] = is_left_out(self.profile, reserved)
            if row["is_left_out"]:
                row.update(dict.fromkeys(TEXTS))
                self.left_out += 1
            self.former += not row["is_current"]
            self.undated += row["published_on"] is None
            self.missing += row["missing_since_at"] is not None
            self.unseen += row["state"] in ("live", "unlisted") and row["last_seen_at"] < seen_from
            self.written += 1
            yield row

    def newest_at(self) -> str | None:
        """Return the last instant at which a chosen version was seen; None if nothing is chosen."""
        return exports.newest_at(self.connection, self.chosen, self.words)
