"""True state of the world on a day, to compare the archive with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaaw_demo.data import table

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class TrueArticle:
    """An article as it stands on a day under ``url``. ``version`` counts its contents at this address, from 1.

    ``text`` is plain, a line a paragraph; ``published_on`` an ISO date; ``status`` 200, or that of a withdrawn one.
    """

    source: str
    url: str
    title: str
    text: str
    version: int
    published_on: str
    status: int = 200


@dataclass(frozen=True)
class Fate:
    """True state of a link from ``day`` on: its verdict, and the address ``to`` which it leads (None: to itself)."""

    day: int
    verdict: str
    says: str
    to: str | None = None


@dataclass(frozen=True)
class CitedLink:
    """A link of an article; ``anchor`` is its text there."""

    url: str
    anchor: str
    cited_by: str
    fates: tuple[Fate, ...]

    def fate(self, day: int) -> Fate | None:
        """Return the state of the link on a day; None before it is cited."""
        past = [fate for fate in self.fates if fate.day <= day]
        return past[-1] if past else None


def cited_links() -> Sequence[CitedLink]:
    """Return the links that the demo reports, in the order in which the articles name them."""
    return [_link(row["url"], row["anchor"], row["cited_by"], row["fate"]) for row in table("fates")["link"]]


def _link(url: str, anchor: str, cited_by: str, fates: list[dict[str, object]]) -> CitedLink:
    return CitedLink(url, anchor, cited_by, tuple(Fate(**fate) for fate in fates))  # type: ignore[arg-type]
