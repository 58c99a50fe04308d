"""Convert probes to and from the columns of ``link_checks``, and read off them what several rules need."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from kaaw_archive import urls
from kaaw_archive.bounds import TITLE_CHARACTERS
from kaaw_archive.http import PERMANENT_REDIRECTS
from kaaw_archive.items import CitedPage, Comparison, Hop, PageFeatures, PageNotice, Probe
from kaaw_archive.json_text import compact
from kaaw_archive.wordings.title_match import slug, title_matches

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaaw_archive.http import Headers
    from kaaw_archive.items import NoticeForm, NoticeKind

# Header fields that a rule reads, or that help a person who reads the evidence.
HEADERS_THAT_MATTER = frozenset(
    (
        "content-type content-length location retry-after server via x-cache cf-mitigated cf-ray"
        " x-amzn-waf-action server-timing cache-control x-robots-tag www-authenticate refresh last-modified"
        " content-disposition"
    ).split()
)
_HEADER_CHARACTERS = 300
# https://wicg.github.io/scroll-to-text-fragment/: what follows is for the browser and names no element
_DIRECTIVE = ":~:"
_HAS_COLUMN = frozenset({"title", "text_digest", "page_kind"})
_KEPT_OF_PAGE = tuple(field.name for field in fields(PageFeatures) if field.name not in {"minhash", *_HAS_COLUMN})


def fetch_url(link_url: str) -> str:
    """Return the address to request, as browsers read it: the link's without its fragment.

    >>> fetch_url("https:\\\\example.org/a#b")
    'https://example.org/a'
    """
    written = link_url.strip()
    return (urls.join(written, written) or written).partition("#")[0]


def as_requested(url: str) -> str:
    """Return an address as captures have it: escaped as it is asked for, without the fragment."""
    try:
        return urls.as_browsers_ask(fetch_url(url))
    except ValueError:  # it cannot be requested either
        return url


def fragment_of(link_url: str) -> str | None:
    """Return the fragment that the page must have; None if there is none, or none that names an element.

    ``#top`` is every page's beginning (HTML, 7.4.6.4); what begins with ``!`` or ``/`` is a route of a script.

    >>> fragment_of("https://example.org/a#b"), fragment_of("https://example.org/a#:~:text=b")
    ('b', None)
    """
    fragment = link_url.strip().partition("#")[2].partition(_DIRECTIVE)[0]
    is_place = fragment and fragment.lower() != "top" and fragment[0] not in "!/" and "=" not in fragment
    return fragment if is_place else None


def has_fragment(probe: Probe) -> bool | None:
    """Return True if the page has the element that the link's fragment names; None if that is unknown."""
    fragment = fragment_of(probe.link_url)
    if fragment is None or probe.page is None or probe.page.found_fragments is None:
        return None
    return fragment in probe.page.found_fragments or unquote(fragment) in probe.page.found_fragments


def redirects(probe: Probe) -> tuple[Hop, ...]:
    """Return the hops that led elsewhere, without repeated attempts at the same address."""
    return tuple(hop for hop in probe.hops if hop.location is not None)


def is_permanently_moved(probe: Probe) -> bool:
    """Return True if every redirect is permanent (RFC 9110, 15.4.2 and 15.4.9)."""
    steps = redirects(probe)
    return bool(steps) and all(step.status in PERMANENT_REDIRECTS for step in steps)


def notice(probe: Probe, kind: NoticeKind, *forms: NoticeForm) -> PageNotice | None:
    """Return the first notice of this kind, in one of these forms (none: in any); None if there is none."""
    notices = probe.page.notices if probe.page is not None else ()
    return next((one for one in notices if one.kind == kind and (not forms or one.form in forms)), None)


def has_promised_title(probe: Probe) -> bool:
    """Return True if a headline has words of the address or of the citing text; error pages do not know them."""
    return title_matches(_headings(probe), (slug(probe.link_url), *probe.anchor_texts))


def has_promised_subject(probe: Probe) -> bool:
    """Return True if a headline has words of the citing text, or words of the address that are not about access.

    A login at an address that ends with ``/login`` is a login.
    """
    headings = _headings(probe)
    return title_matches(headings, probe.anchor_texts) or title_matches(
        headings, [slug(probe.link_url)], but_access=True
    )


def _headings(probe: Probe) -> tuple[str, ...]:
    return probe.page.headings if probe.page is not None else ()


def comparison(probe: Probe, kind: str) -> Comparison | None:
    """Return the comparison with the sibling or the home page; None if there was none."""
    return next((compared for compared in probe.compared if compared.kind == kind), None)


def headers_that_matter(headers: Headers) -> dict[str, str]:
    """Return the first values of the fields that rules or readers of the evidence need, names in lower case."""
    return {name: headers[name][0][:_HEADER_CHARACTERS] for name in headers if name in HEADERS_THAT_MATTER}


def hops_json(probe: Probe) -> str:
    """Return every hop as JSON: url and, if known, status, location, capture (uid), error and elapsed_ms."""
    return compact([_without_empty(asdict(hop)) for hop in probe.hops])


def evidence_json(probe: Probe) -> str:
    """Return as JSON what the rules read and no other column of ``link_checks`` has."""
    page = None
    if probe.page is not None:
        page = _without_empty({name: getattr(probe.page, name) for name in _KEPT_OF_PAGE})
        if probe.page.notices:
            page["notices"] = [_without_empty(asdict(notice)) for notice in probe.page.notices]
        page["found_fragments"] = probe.page.found_fragments  # none found (empty) differs from not looked for (None)
    evidence = {
        "error_text": probe.error_text,
        "headers": dict(probe.headers),
        "body_bytes": probe.body_bytes,
        "page": page,
        "cited": asdict(probe.cited) if probe.cited else None,
        "compared": [_without_empty(asdict(compared)) for compared in probe.compared],
        "anchor_texts": list(probe.anchor_texts),
        "robots_error": probe.robots_error,
        "is_of_crawl": probe.is_of_crawl or None,
    }
    return compact({k: v for k, v in evidence.items() if v not in (None, [], {})})


def of_row(row: Mapping[str, Any]) -> Probe:
    """Return the probe of a row of ``link_checks``, which needs all columns but the derived ones."""
    evidence = json.loads(row["evidence_json"] or "{}")
    compared = tuple(Comparison(**one) for one in evidence.get("compared", ()))
    cited = evidence.get("cited")
    return Probe(
        link_url=row["link_url"],
        checked_at=row["checked_at"],
        final_url=row["final_url"] or row["link_url"],
        hops=tuple(Hop(**hop) for hop in json.loads(row["hops_json"])),
        method=row["method"],
        capture_id=row["capture_id"],
        status=row["status"],
        error=row["error"],
        error_text=evidence.get("error_text"),
        headers=evidence.get("headers", {}),
        media_type=row["media_type"],
        body_bytes=evidence.get("body_bytes"),
        page=_page(row, evidence.get("page")),
        cited=CitedPage(**cited) if cited else None,
        similarity=row["similarity"],
        compared=compared,
        anchor_texts=tuple(evidence.get("anchor_texts", ())),
        tls_error=row["tls_error"],
        robots_error=evidence.get("robots_error"),
        requests=row["requests"],
        elapsed_ms=row["elapsed_ms"],
        is_of_crawl=evidence.get("is_of_crawl", False),
    )


def _page(row: Mapping[str, Any], kept: Mapping[str, Any] | None) -> PageFeatures | None:
    if kept is None:
        return None
    # a later version may have kept more than this one knows
    known = {name: kept[name] for name in _KEPT_OF_PAGE if name in kept}
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in known.items()}
    values["notices"] = tuple(PageNotice(**notice) for notice in values.get("notices", ()))
    values |= {
        "title": (row["title"] or "")[:TITLE_CHARACTERS] or None,
        "text_digest": row["text_digest"],
        "page_kind": row["page_kind"] or "other",
    }
    return PageFeatures(**values)


def _without_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values without those that stand for nothing; a score or share of 0 says something."""
    return {
        name: value
        for name, value in values.items()
        if isinstance(value, float) or value not in (None, (), [], "", False)
    }


def share_left(probe: Probe) -> str:
    """Return how much of all that the cited page said is left; nothing of lists and home pages, which always change."""
    cited, share = probe.cited, probe.similarity
    if cited is None or share is None or cited.is_listing or urls.is_home(probe.link_url):
        return ""
    return f"; {round(100 * share)} % of all text of the page of {cited.captured_at[:10]} is left"
