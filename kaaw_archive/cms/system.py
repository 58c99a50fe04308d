"""The form in which a content system is written down: how to know it, and where its articles are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re


@dataclass(frozen=True, slots=True)
class System:
    """One content system, as data.

    ``generator`` is a literal in lower case that the page's ``meta[name=generator]`` contains. ``marks`` are byte
    strings that only this system's own pages contain, one is enough; few, as each is looked for in every page that
    names no generator. ``addresses`` are patterns searched in the page's URL; two of them are worth a mark, as other
    systems may have such an address too. Selectors are CSS as in ``items.ContentSystem``, each with a comment saying
    where it was seen.
    """

    name: str
    generator: bytes | None = None
    addresses: tuple[re.Pattern[str], ...] = ()
    marks: tuple[bytes, ...] = ()
    article_selectors: tuple[str, ...] = ()
    drop_selectors: tuple[str, ...] = ()
