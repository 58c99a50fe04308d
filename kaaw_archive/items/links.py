"""Records of link checks: what a probe observed, and how it was judged."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaaw_archive.items.articles import PageKind
    from kaaw_archive.verdicts import Verdict


_CERTAIN_SCORE = 1.0


@dataclass(frozen=True, slots=True)
class PageLink:
    """Link of a page: an absolute address, with its fragment, and the text or picture that is linked ("": neither).

    ``is_picture``: the page shows a picture of this address, and links to it nowhere; its text is the alternative one.
    """

    url: str
    anchor_text: str
    is_picture: bool = False


@dataclass(frozen=True, slots=True)
class PageLinks:
    """Title of a page, None without one, and all its links in the order of reading, each address once."""

    title: str | None
    links: tuple[PageLink, ...]


NoticeKind = Literal[
    "absence",
    "failure",
    "maintenance",
    "bot_wall",
    "consent",
    "sign_in",
    "server_default",
    "needs_script",
    "paywall",
    "session",
    "gate",
]
NoticeForm = Literal["name", "words", "sentence", "passage", "signs", "source", "bare"]


@dataclass(frozen=True, slots=True)
class PageNotice:
    """Statement of a page that it is something else than content, found by ``extract.notices``.

    ``form``: what states it. ``name``: its title or headline, and nothing else; ``words``: a part of these, on a page
    that also shows the way out; ``sentence``: a sentence that is all that the page says; ``passage``: a sentence among
    a few; ``signs``: signs that error pages have in common; ``source``: a script or frame of a wall; ``bare``: hardly
    any text at all. ``text``: the words of the page, or the problem of the reading that it was found in.
    """

    kind: NoticeKind
    form: NoticeForm
    text: str = ""


@dataclass(frozen=True, slots=True)
class PageFeatures:
    """Features of one payload by which links are judged; made in a worker from the bytes alone.

    ``opening`` is the beginning of all visible text, ``own_opening`` that of the main part outside of links, a line a
    block, ``own_characters`` how many it has (None in features of version 0). ``minhash`` stands for the
    main text (see ``similarity``). ``sources`` are scripts and frames of its own host on a page that says little.
    ``containment`` is the share of an earlier text that is still there, None if there was no earlier text.
    ``found_fragments`` are those of the requested fragments that the markup has; None if it was not searched.
    ``notices``: what the page states that it is instead of content. ``article_evidence``: how much speaks for an
    article (see ``extract.article_evidence``), ``barrier_signs`` for a page in front of another (0 to 3).
    ``is_paid``: the page declares that its text is not for free; ``has_offer``: it leads to a subscription or login.
    ``front_score``, ``offer_score``: signs that the page stands in front of another, or ends where an offer begins
    (``extract.front_scores``; None: too long to be asked).
    ``noscript`` is the beginning of what it says to browsers without scripts. ``leads_to`` is where its meta refresh
    or its only script, which does nothing else, leads a browser; ``script_leads_to`` where any script of a page of few
    words does.
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
    notices: tuple[PageNotice, ...] = ()
    article_evidence: int = 0
    barrier_signs: int = 0
    is_paid: bool = False
    has_offer: bool = False
    front_score: float | None = None
    offer_score: float | None = None
    noscript: str = ""
    leads_to: str | None = None
    script_leads_to: str | None = None
    page_kind: PageKind = "other"
    problem: str | None = None
    version: int = 0

    @property
    def is_certain_front(self) -> bool:
        """Return True if the signs show that the page stands in front of another, with any headline."""
        return self.front_score is not None and self.front_score >= _CERTAIN_SCORE


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
    """The page as the archive has it from the time of its citation, or the nearest to it.

    ``is_confirmed``: it was captured before the citation, or an earlier check found that its bytes are the page. If it
    is False, they may be those of an error page.
    """

    captured_at: str
    url: str
    medium: str
    capture: str
    is_listing: bool = False
    title: str | None = None
    text_characters: int = 0
    is_confirmed: bool = True  # checks of earlier versions do not say


@dataclass(frozen=True, slots=True)
class Probe:
    """Observations of one visit of a link, all that the rules judge. Times are UTC text, ``elapsed_ms`` of all hops.

    ``status``, ``error``, ``headers`` (lower-case names, those that matter) and ``page`` are of the last hop.
    ``similarity`` is the share of the cited text that is left, from 0 to 1. ``robots_error`` is why robots.txt could
    not be had where that kept us from asking. ``own_fault`` is the sentence of a fault of ours, if the run shows one.
    ``is_of_crawl``: made of a crawl's captures, which asks for no control pages.
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
    own_fault: str | None = None
    is_of_crawl: bool = False


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
