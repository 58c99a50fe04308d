"""Records that pass between rooms: frozen, typed, without behaviour of their own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kaaw_archive.verdicts import Verdict

CaptureKind = Literal["page", "seed", "robots", "probe"]
PageKind = Literal["article", "listing", "document", "asset", "error", "other"]
ArticleKind = Literal["press release", "notice", "speech", "interview", "event", "other"]
Role = Literal["source", "reference", "internal", "list", "related", "attachment", "image"]
RobotsState = Literal["allowed", "denied", "unknown"]


@dataclass(frozen=True, slots=True)
class NewCapture:
    """The result of one attempt to fetch one URL, before it is stored.

    ``body`` are the bytes without transfer and content encoding; None if no body belongs to the attempt (an error,
    a 304, a refusal). ``not_modified_digest`` is the payload that a 304 confirms. Times are UTC text of 24 characters.

    ``headers`` has names in lower case and the values of each in the order of arrival (``http.Headers``).
    ``http_version`` ("HTTP/1.1"), ``reason_phrase`` and ``header_lines`` (names and values of the response header in
    the order and case of arrival) are of the response, ``request_headers`` of the request as sent; both without
    secrets such as cookies. ``certificate`` is the server's certificate (DER), ``cert_sha256`` its digest in
    hexadecimal. None or () if the HTTP client does not report it.
    """

    kind: CaptureKind
    url: str
    captured_at: str
    robots: RobotsState = "unknown"
    method: str = "GET"
    via_id: int | None = None
    status: int | None = None
    error: str | None = None
    error_text: str | None = None
    body: bytes | None = field(default=None, repr=False)
    media_type: str = "application/octet-stream"
    headers: Mapping[str, Sequence[str]] = field(default_factory=dict, repr=False)
    wire_bytes: int | None = None
    content_encoding: str | None = None
    elapsed_ms: int | None = None
    ip: str | None = None
    tls_error: str | None = None
    cert_sha256: str | None = None
    robots_capture_id: int | None = None
    rights: Mapping[str, Any] | None = None
    not_modified_digest: str | None = None
    http_version: str | None = None
    reason_phrase: str | None = None
    header_lines: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    request_headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    certificate: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Capture:
    """A committed capture: the reference that travels in ``request.meta["capture"]``."""

    id: int
    uid: str
    kind: CaptureKind
    url: str
    captured_at: str
    status: int | None
    error: str | None
    payload_digest: str | None
    revisit: Literal["digest", "304"] | None
    content_type: str | None
    needs_reading: bool
    is_erased: bool = False  # its bytes came again, and a person had them erased


@dataclass(frozen=True, slots=True)
class Page:
    """Item of our pipelines: a capture, and its payload (None if it did not come with this response)."""

    capture: Capture
    body: bytes | None = field(default=None, repr=False)


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
    links: tuple[ArticleLink, ...] = ()
    beside: tuple[int, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """Result of the extractor for one payload: articles, or the name of the problem if there are none."""

    page_kind: PageKind
    extractor: str
    extractor_version: str
    cms: str | None = None
    problem: str | None = None
    articles: tuple[ArticleRecord, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)


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


@dataclass(frozen=True, slots=True)
class PageFeatures:
    """Features of one payload by which links are judged; made in a worker from the bytes alone.

    ``opening`` is the beginning of all visible text, ``own_opening`` that of the main part outside of links, a line a
    block, ``own_characters`` how many it has (None in features of version 0). ``minhash`` stands for the
    main text (see ``similarity``). ``sources`` are scripts and frames of its own host on a page that says little.
    ``containment`` is the share of an earlier text that is still there, None if there was no earlier text.
    ``found_fragments`` are those of the requested fragments that the markup has; None if it was not searched.
    ``problem``: why there is no text (empty, script_shell, or how the worker was lost); None if there is.
    ``version``: ``FEATURES_VERSION`` of the code that made them, 0 if they come from a reading.
    """

    medium: str
    title: str | None = None
    headings: tuple[str, ...] = ()
    opening: str = ""
    text_characters: int = 0
    link_characters: int = 0
    own_opening: str = ""
    own_characters: int | None = None
    text_digest: str | None = None
    minhash: tuple[int, ...] = ()
    containment: float | None = None
    has_password_field: bool = False
    canonical: str | None = None
    outside_hosts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    found_fragments: tuple[str, ...] | None = None
    page_kind: PageKind = "other"
    problem: str | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Hop:
    """One request of a probe and its answer; ``capture`` is the uid of its capture, None where nothing was asked."""

    url: str
    status: int | None = None
    location: str | None = None
    capture: str | None = None
    error: str | None = None
    elapsed_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Comparison of a page with a control page of its host: a made-up address, or the home page.

    ``resemblance`` is that of the main texts, from 0 to 1; None if one of them has no text.
    """

    kind: Literal["sibling", "home"]
    url: str
    final_url: str
    status: int | None = None
    error: str | None = None
    title: str | None = None
    resemblance: float | None = None
    capture: str | None = None


@dataclass(frozen=True, slots=True)
class CitedPage:
    """The page as the archive has it from the time of its citation, or the nearest to it."""

    captured_at: str
    url: str
    medium: str
    capture: str
    is_listing: bool = False
    title: str | None = None
    text_characters: int = 0


@dataclass(frozen=True, slots=True)
class Probe:
    """Observations of one visit of a link, all that the rules judge. Times are UTC text, ``elapsed_ms`` of all hops.

    ``status``, ``error``, ``headers`` (lower-case names, those that matter) and ``page`` are of the last hop.
    ``similarity`` is the share of the cited text that is left, from 0 to 1. ``robots_error`` is why robots.txt could
    not be had where that kept us from asking. ``is_our_fault``: most hosts of the run failed in the same way.
    """

    link_url: str
    checked_at: str
    hops: tuple[Hop, ...]
    final_url: str
    method: str = "GET"
    capture_id: int | None = None
    status: int | None = None
    error: str | None = None
    error_text: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str | None = None
    body_bytes: int | None = None
    page: PageFeatures | None = None
    cited: CitedPage | None = None
    similarity: float | None = None
    compared: tuple[Comparison, ...] = ()
    anchor_texts: tuple[str, ...] = ()
    tls_error: str | None = None
    robots_error: str | None = None
    requests: int = 1
    elapsed_ms: int = 0
    is_our_fault: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """Verdict on a probe, with the name of the rule that gave it and its reason in one sentence."""

    verdict: Verdict
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Check:
    """A judged probe: an item of the spider ``linkcheck``, stored as a row of ``link_checks``."""

    probe: Probe
    judgement: Judgement
