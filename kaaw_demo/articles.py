"""Articles of the world with their histories: versions, absences, and their name on each site."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kaaw_demo.data import table
from kaaw_demo.markup import plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


@dataclass(frozen=True)
class Version:
    """The n-th content of an article, shown from ``day`` on. ``text`` is Markdown; ``is_silent``: no note names it."""

    number: int
    day: int
    title: str
    text: str
    is_silent: bool = False

    @property
    def plain(self) -> str:
        """Return the text as a reader sees it, one line for each paragraph."""
        return plain(self.text)


@dataclass(frozen=True)
class Absence:
    """From ``day`` until the day before ``until`` (0: for ever) the article answers with ``status``."""

    day: int
    status: int
    until: int = 0

    def holds(self, day: int) -> bool:
        return self.day <= day and (not self.until or day < self.until)


@dataclass(frozen=True)
class Unlisting:
    """From ``day`` until the day before ``until`` (0: for ever) no list names the article, and its page is there."""

    day: int
    until: int = 0

    def holds(self, day: int) -> bool:
        return self.day <= day and (not self.until or day < self.until)


@dataclass(frozen=True)
class Article:
    """One piece of news of a source, as one site knows it. ``key`` and ``slug`` make its address there."""

    source: str
    key: str
    slug: str
    on: date
    versions: tuple[Version, ...]
    absences: tuple[Absence, ...] = ()
    unlistings: tuple[Unlisting, ...] = ()
    kicker: str = ""
    place: str = ""
    category: str = ""
    picture: str = ""  # Markdown has none of its own: address of an image
    caption: str = ""  # its alternative text
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def first_day(self) -> int:
        return self.versions[0].day

    def version(self, day: int) -> Version | None:
        """Return the version of a day; None before the first."""
        shown = [version for version in self.versions if version.day <= day]
        return shown[-1] if shown else None

    def absence(self, day: int) -> Absence | None:
        return next((absence for absence in self.absences if absence.holds(day)), None)

    def is_live(self, day: int) -> bool:
        return self.version(day) is not None and self.absence(day) is None

    def is_listed(self, day: int) -> bool:
        return self.is_live(day) and not any(unlisting.holds(day) for unlisting in self.unlistings)


def articles_of(name: str) -> Sequence[Article]:
    """Return the articles in a data file, newest first."""
    data = table(name)
    found = [_article(row, data["source"]) for row in data["article"]]
    return sorted(found, key=lambda article: (article.on, article.key), reverse=True)


def _article(row: dict[str, Any], source: str) -> Article:
    first = Version(1, row.get("day", 1), row["title"], row["text"].strip())
    versions = [first]
    for edit in row.get("edit", ()):
        versions.append(_edited(versions[-1], edit))
    known = set("key slug on title text day edit away unlisted kicker place category picture".split())
    return Article(
        source=source,
        key=str(row.get("key", row["slug"])),
        slug=row["slug"],
        on=row["on"],
        versions=tuple(versions),
        absences=tuple(Absence(**away) for away in row.get("away", ())),
        unlistings=tuple(Unlisting(**one) for one in row.get("unlisted", ())),
        kicker=row.get("kicker", ""),
        place=row.get("place", ""),
        category=row.get("category", ""),
        picture=row.get("picture", ""),
        caption=row.get("caption", ""),
        extra={name: value for name, value in row.items() if name not in known},
    )


def _edited(before: Version, edit: dict[str, Any]) -> Version:
    """Return the next version: ``old`` replaced by ``new``, ``add`` put behind it, or another ``title``."""
    text = before.text
    if "old" in edit:
        if edit["old"] not in text:
            raise ValueError(f"an edit of {before.title!r} replaces what is not there: {edit['old']!r}")
        text = text.replace(edit["old"], edit["new"])
    if "add" in edit:
        text = f"{text}\n\n{edit['add'].strip()}"
    return Version(before.number + 1, edit["day"], edit.get("title", before.title), text, edit.get("silent", False))
