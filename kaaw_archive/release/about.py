"""Description of a release: the values that people gave, and the content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kaaw_archive.export.profiles import Profile
    from kaaw_archive.release.tables import ReleaseTable


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """One file of a release; ``table`` is None for the small archive."""

    path: str
    media_type: str
    size_bytes: int
    sha256: str
    table: ReleaseTable | None = None


@dataclass(frozen=True, slots=True)
class About:
    """Release as its documents describe it.

    ``first_on`` and ``last_on`` are the days of the first and last capture, None if it is empty; ``last_on`` is also
    its version, so that the same archive gives the same release. ``licence`` is an address. ``rows`` counts by table,
    ``missing`` the articles that count as live, though the last look did not find them.
    """

    title: str
    publisher: str
    licence: str
    profile: Profile
    filters: str
    first_on: str | None
    last_on: str | None
    languages: tuple[str, ...]
    sources: tuple[str, ...]
    rows: dict[str, int]
    missing: int
    files: tuple[ReleaseFile, ...]
    software: str

    @property
    def name(self) -> str:
        """Name for programs: small letters, digits and hyphens."""
        return f"news-{self.last_on or 'empty'}"

    @property
    def description(self) -> str:
        """One paragraph about its content."""
        rows = {name: f"{number:,}" for name, number in self.rows.items()}
        days = f", captured from {self.first_on} to {self.last_on}" if self.first_on else ""
        missing = (
            f" Counted as live, though missing at the last look (missing_since_at): {self.missing:,}."
            if self.missing
            else ""
        )
        return (
            f"Articles: {rows['articles']}, versions: {rows['versions']}, publishers: {len(self.sources)}"
            f"{days}; {self.filters}. Profile {self.profile.value}: texts left out,"
            f" as their publishers reserved them: {rows['left_out']}.{missing}"
        )
