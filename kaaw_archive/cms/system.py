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

    ``articles`` say by type which addresses are articles: empty where a system's addresses do not tell, and the rows
    of a listing do. ``not_articles`` look like them and are none; ``listings`` are pages of links to articles;
    ``traps`` are never asked for, beside those of all systems in ``cms.traps``; ``aliases`` are second names of a page
    that redirect to the first. ``row_selectors`` find the entries of a listing, one element an article, the first that
    finds any; ``row_drop_selectors`` what in an entry is no text; ``page_selectors`` the article with its title on a
    page of its own, where the rows of a list may be whole articles. ``next_selectors`` find the link to the next page,
    where the rule for all systems needs help. ``feeds`` are places to look for a feed, relative to a listing where
    they begin with ``?`` and to the host where they begin with ``/``.
    """

    name: str
    generator: bytes | None = None
    addresses: tuple[re.Pattern[str], ...] = ()
    marks: tuple[bytes, ...] = ()
    article_selectors: tuple[str, ...] = ()
    drop_selectors: tuple[str, ...] = ()
    title_selectors: tuple[str, ...] = ()
    date_selectors: tuple[str, ...] = ()
    lead_selectors: tuple[str, ...] = ()
    # what a crawl needs: patterns are searched in the whole address, session ids taken out before
    articles: tuple[re.Pattern[str], ...] = ()
    not_articles: tuple[re.Pattern[str], ...] = ()
    listings: tuple[re.Pattern[str], ...] = ()
    traps: tuple[re.Pattern[str], ...] = ()
    aliases: tuple[re.Pattern[str], ...] = ()
    row_selectors: tuple[str, ...] = ()
    row_drop_selectors: tuple[str, ...] = ()
    page_selectors: tuple[str, ...] = ()
    next_selectors: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
