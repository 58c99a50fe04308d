"""Records of readings: what the extractor makes of one payload, and what seeds name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaaw_archive.items.seeds import SeedList

PageKind = Literal["article", "listing", "document", "asset", "error", "other"]
ArticleKind = Literal["press release", "notice", "speech", "interview", "event", "other"]
Role = Literal["source", "reference", "internal", "list", "related", "attachment", "image"]


@dataclass(frozen=True, slots=True)
class ContentSystem:
    """Content system of a page, as ``cms.detect`` finds it for ``extract.read``.

    ``evidence`` is the mark by which it was detected. Selectors are CSS, tried in order, the first that matches wins;
    if there are none, the extractor reads the whole page.
    """

    name: str
    evidence: str
    article_selectors: tuple[str, ...] = ()
    drop_selectors: tuple[str, ...] = ()
    title_selectors: tuple[str, ...] = ()
    date_selectors: tuple[str, ...] = ()
    modified_selectors: tuple[str, ...] = ()  # days of the last change, in rows and on pages of their own
    lead_selectors: tuple[str, ...] = ()
    row_selectors: tuple[str, ...] = ()  # entries of a list, each of which may be a whole article
    row_drop_selectors: tuple[str, ...] = ()  # within such an entry: what is no part of its text
    row_title_selectors: tuple[str, ...] = ()  # within such an entry: its title
    teaser_selectors: tuple[str, ...] = ()  # within such an entry: what shows that it is not the whole article
    page_selectors: tuple[str, ...] = ()  # the same article on a page of its own, with its title
    is_listing_address: bool = False  # its lists have such an address; other pages may have one, too
    is_list_page: bool = False  # by its query a further page or another order of a list, which nothing else has


@dataclass(frozen=True, slots=True)
class ArticleLink:
    """Link of an article. ``url`` is absolute; ``sentence`` is None if the link is in none."""

    position: int
    href: str
    url: str
    anchor_text: str
    sentence: str | None
    role: Role
    rel: str | None


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """Article as the extractor read it. ``text`` begins with the lead; dates are ISO 8601 days, None: not found.

    ``structure`` is JSON-able: a list of blocks, each with its ``type`` and what belongs to it. ``beside`` are the
    digests (``similarity.line_digest``) of the lines that the page shows and that are not in the text.
    """

    url: str
    title: str
    text: str
    kicker: str | None = None
    lead: str | None = None
    structure: tuple[Mapping[str, Any], ...] = ()
    author: str | None = None
    issuer: str | None = None
    place: str | None = None
    kind: ArticleKind = "other"
    language: str | None = None
    published_on: str | None = None
    published_clue: str | None = None
    modified_on: str | None = None
    modified_clue: str | None = None
    author_clue: str | None = None
    title_clue: str | None = None
    kind_clue: str | None = None
    links: tuple[ArticleLink, ...] = ()
    beside: tuple[int, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """Result of the extractor for one payload: articles, or the name of the problem if there are none.

    ``named`` is the list that the capture of a seed shows; None of other captures, and of what is no list.
    """

    page_kind: PageKind
    extractor: str
    extractor_version: str
    cms: str | None = None
    problem: str | None = None
    articles: tuple[ArticleRecord, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    named: SeedList | None = None


@dataclass(frozen=True, slots=True)
class FoundAddress:
    """Address that a seed named. ``depth``: steps from the seed where the spider started.

    ``stated_at`` is the last change or publication by the seed, UTC text; None if it states none.
    """

    url: str
    role: Literal["article", "next", "seed"]  # next: a further page of a list, asked for when there is news before it
    depth: int = 0
    stated_at: str | None = None


@dataclass(frozen=True, slots=True)
class StoredSeed:
    """Seed whose newest payload is in the archive and was not read for addresses yet."""

    url: str
    payload_digest: str
    depth: int
    capture_id: int
