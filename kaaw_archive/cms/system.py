"""Form of a content system: how to recognise it, and where its articles are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re


@dataclass(frozen=True, slots=True)
class System:
    """Content system, as data.

    ``generator`` is a literal in lower case that the page's ``meta[name=generator]`` contains. ``marks`` are byte
    strings that only this system's own pages contain, one is enough; few, as each is looked for in every page that
    names no generator. ``addresses`` are patterns searched in the page's URL; two of them are worth a mark, as other
    systems may have such an address too. Selectors are CSS as in ``items.ContentSystem``, each with a comment saying
    where it was seen.

    ``articles`` say by type which addresses are articles; empty if the addresses of a system do not show it, and the
    rows of a listing do. ``not_articles`` look like them and are none; ``listings`` are pages of links to articles;
    ``traps`` are never requested, beside those of all systems in ``cms.traps``. ``row_selectors`` find the entries of
    a listing, one element an article, by the first selector that finds any; ``row_drop_selectors`` the parts of an
    entry that are no text, ``row_title_selectors`` its title, ``teaser_selectors`` what shows that it is not the whole
    article; ``page_selectors`` the article with its title on a page of its own, if the rows of a list
    may be whole articles. ``next_selectors`` find the link to the next page, if the rule for all systems needs help.
    ``feeds`` are places of a feed, relative to a listing if they begin with ``?`` and to the host if with ``/``.
    """

    name: str
    generator: bytes | None = None
    addresses: tuple[re.Pattern[str], ...] = ()
    marks: tuple[bytes, ...] = ()
    article_selectors: tuple[str, ...] = ()
    drop_selectors: tuple[str, ...] = ()
    title_selectors: tuple[str, ...] = ()
    date_selectors: tuple[str, ...] = ()
    modified_selectors: tuple[str, ...] = ()
    lead_selectors: tuple[str, ...] = ()
    # what a crawl needs: patterns are searched in the whole address, session ids taken out before
    articles: tuple[re.Pattern[str], ...] = ()
    not_articles: tuple[re.Pattern[str], ...] = ()
    listings: tuple[re.Pattern[str], ...] = ()
    traps: tuple[re.Pattern[str], ...] = ()
    row_selectors: tuple[str, ...] = ()
    row_drop_selectors: tuple[str, ...] = ()
    row_title_selectors: tuple[str, ...] = ()
    teaser_selectors: tuple[str, ...] = ()
    page_selectors: tuple[str, ...] = ()
    next_selectors: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
