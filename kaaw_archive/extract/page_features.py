"""Extract from a payload the features by which links are judged; quick, and run in workers.

This is no reading: one parse, no classifier of blocks. Every probed page is inspected, also on a day on which ten
thousand links are due.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kaaw_archive import similarity, urls
from kaaw_archive.bounds import ADDRESS_CHARACTERS, HEADING_CHARACTERS, OPENING_CHARACTERS, TITLE_CHARACTERS
from kaaw_archive.extract import article_evidence, barrier_signs, front_scores, front_signs, media
from kaaw_archive.extract.front_parts import is_shown
from kaaw_archive.extract.html import trees
from kaaw_archive.extract.html.decoding import decode
from kaaw_archive.extract.html.text import one_line, text_of
from kaaw_archive.extract.notices import with_notices
from kaaw_archive.extract.visible_texts import VisibleTexts
from kaaw_archive.http import refresh_target
from kaaw_archive.items import PageFeatures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.html import HtmlElement

    from kaaw_archive.items import PageKind

FEATURES_VERSION = 9  # counted up with every change of a feature: pages are then inspected anew
_LITTLE_CHARACTERS = 600
_SCRIPT_LEADS = re.compile(
    r"\blocation(?:\.href)?\s{0,9}(?:=|\.(?:replace|assign)\s{0,9}\()\s{0,9}[\"']([^\"'\s<>]{1,2000})[\"']"
)
# The same, with nothing else in the script
_SCRIPT_ALONE = re.compile(
    r"\A\s{0,99}(?:<!--\s{0,9})?(?:(?:window|document|self|top|parent)\.){0,2}location(?:\.href)?\s{0,9}"
    r"(?:=|\.(?:replace|assign)\s{0,9}\()\s{0,9}[\"']([^\"'\s<>]{1,2000})[\"']\s{0,9}\)?\s{0,9};?\s{0,9}(?:/{0,2}\s{0,9}-->)?\s{0,99}\Z"
)
_SCRIPT_CHARACTERS = 2_000  # of each script that is searched for an address
_MOST_SOURCES = 10
_SOURCE_CHARACTERS = 120
_NOSCRIPT_CHARACTERS = 300
_MOST_HEADINGS = 6
_MOST_HOSTS = 30
_LISTING_SHARE = 0.6  # of the visible text, in anchors
_MOST_BYTES = 4_000_000  # of markup; what is behind says nothing new about a link
_EMPTY_BYTES = 10_000  # what is longer and shows nothing is not empty; we only cannot see it

_SHOWS_WITHOUT_TEXT = (".//img", ".//object", ".//embed", ".//video", ".//iframe", ".//frame")


def inspect_page(
    payload: bytes,
    *,
    url: str,
    content_type: str | None,
    fragments: Sequence[str] = (),
    earlier: similarity.MinHash = (),
) -> PageFeatures:
    """Return the features of a page. ``fragments`` are sought in markup; ``earlier`` is the MinHash of an earlier text.

    Pure; no bytes make it raise but MemoryError and RecursionError.
    """
    return replace(_inspected(payload, url, content_type, fragments, earlier), version=FEATURES_VERSION)


def _inspected(
    payload: bytes, url: str, content_type: str | None, fragments: Sequence[str], earlier: similarity.MinHash
) -> PageFeatures:
    medium = media.medium(payload, content_type)
    if not payload.strip(b" \t\r\n\x00"):
        return PageFeatures(medium=medium, problem="empty")
    if medium != "html":
        kind: PageKind = "document" if medium in ("pdf", "text") else "listing" if medium == "feed" else "asset"
        text = decode(payload[:_MOST_BYTES], content_type, is_html=False) if medium == "text" else ""
        return _of_text(medium, kind, text, earlier) if text else PageFeatures(medium=medium, page_kind=kind)
    tree = trees.tree_of_payload(payload[:_MOST_BYTES], content_type)
    if tree is None:
        return PageFeatures(medium=medium, problem="unreadable_markup")
    page = _of_tree(tree, url, fragments, earlier)
    if page.problem == "empty" and len(payload) > _EMPTY_BYTES:
        return replace(page, problem="unreadable_markup")  # cut at a depth that no parser follows, or all in a script
    return page


def _of_text(medium: str, kind: PageKind, text: str, earlier: similarity.MinHash) -> PageFeatures:
    now = similarity.shingles(text)
    return PageFeatures(
        medium=medium, page_kind=kind, opening=one_line(text[:OPENING_CHARACTERS]) or "", text_characters=len(text),
        text_digest=_digest(text), minhash=similarity.minhash_of(now), containment=similarity.containment(earlier, now),
    )  # fmt: skip


def words_of(tree: HtmlElement, url: str) -> PageFeatures:
    """Return the features of a tree that its notices are found in."""
    return _with_words(tree, url, VisibleTexts(tree))


def _with_words(tree: HtmlElement, url: str, texts: VisibleTexts) -> PageFeatures:
    text = " ".join(texts.visible)
    page = PageFeatures(
        medium="html",
        title=_title(tree),
        headings=tuple(_headings(tree)),
        opening=text[:OPENING_CHARACTERS],
        text_characters=len(text),
        link_characters=texts.in_links,
        own_opening=texts.own[:OPENING_CHARACTERS],
        own_characters=len(texts.own),
        has_password_field=any(map(is_shown, tree.iterfind(".//input[@type='password']"))),
        sources=tuple(_sources(tree)) if len(texts.own) <= _LITTLE_CHARACTERS else (),
        article_evidence=article_evidence.of_tree(tree),
        barrier_signs=barrier_signs.of_tree(tree),
        is_paid=article_evidence.is_paid(tree),
        has_offer=barrier_signs.has_offer(tree),
        noscript=_noscript(tree) if len(texts.own) <= _LITTLE_CHARACTERS else "",
        version=FEATURES_VERSION,
    )
    front, offer = front_scores.of_page(tree, page, url, texts.notices)
    return with_notices(replace(page, front_score=front, offer_score=offer))


def _of_tree(tree: HtmlElement, url: str, fragments: Sequence[str], earlier: similarity.MinHash) -> PageFeatures:
    texts = VisibleTexts(tree)
    text, main_text = " ".join(texts.visible), " ".join(texts.main or texts.visible)
    return replace(
        _with_words(tree, url, texts),
        text_digest=_digest(main_text) if main_text else None,
        minhash=similarity.minhash(main_text),
        containment=similarity.containment(earlier, similarity.shingles(text)) if earlier else None,
        canonical=trees.canonical_of(tree, url),
        leads_to=_refreshed(tree, url) or _sent_by_only_script(tree, url),
        script_leads_to=_sent_by_script(tree, url) if len(text) <= _LITTLE_CHARACTERS else None,
        outside_hosts=_outside_hosts(tree, url),
        found_fragments=_found(tree, fragments) if fragments else None,
        page_kind="listing" if texts.in_links > _LISTING_SHARE * max(1, len(text)) else "article",
        problem=_problem(tree, text),
    )


def _noscript(tree: HtmlElement) -> str:
    """Return the beginning of what a page says to browsers without scripts."""
    fallback = " ".join(text for element in tree.iter("noscript") if (text := text_of(element)))
    return fallback[:_NOSCRIPT_CHARACTERS]


def _title(tree: HtmlElement) -> str | None:
    title = one_line(tree.findtext(".//title"))
    return title[:TITLE_CHARACTERS].rstrip() if title else None


def _headings(tree: HtmlElement) -> Iterator[str]:
    count = 0
    for element in tree.iter("h1", "h2"):
        if (text := text_of(element)) and not article_evidence.is_in_dialog(element) and is_shown(element):
            yield text[:HEADING_CHARACTERS]
            count += 1
            if count == _MOST_HEADINGS:
                return


def _refreshed(tree: HtmlElement, url: str) -> str | None:
    """Return the address to which a meta refresh leads a browser by itself (HTML, 4.2.5.3).

    One within ``noscript`` leads only browsers without scripts.
    """
    for element in tree.iter("meta"):
        is_refresh = (element.get("http-equiv") or "").strip().lower() == "refresh"
        if is_refresh and next(element.iterancestors("noscript"), None) is None:
            target = refresh_target(trees.base_of(tree, url), element.get("content") or "")
            if target:
                return target[:ADDRESS_CHARACTERS]
    return None


def _sent_by_only_script(tree: HtmlElement, url: str) -> str | None:
    """Return the address to which the only script of a page leads, which does nothing else; None if it does not."""
    scripts = list(itertools.islice(tree.iter("script"), 2))
    if len(scripts) != 1 or scripts[0].get("src"):
        return None
    found = _SCRIPT_ALONE.match((scripts[0].text or "")[: 2 * _SCRIPT_CHARACTERS])
    target = urls.join(trees.base_of(tree, url), found[1]) if found is not None else None
    return target[:ADDRESS_CHARACTERS] if target and urls.is_web(target) else None


def _sent_by_script(tree: HtmlElement, url: str) -> str | None:
    """Return the first address that a script in the page assigns to the location of the window; None if none does."""
    handlers = (element.get("onload") or "" for element in tree.iter("body"))
    for script in itertools.chain((element.text or "" for element in tree.iter("script")), handlers):
        found = _SCRIPT_LEADS.search(script[:_SCRIPT_CHARACTERS])
        target = urls.join(trees.base_of(tree, url), found[1]) if found is not None else None
        if target and urls.is_web(target) and urls.key(target) != urls.key(url):
            return target[:ADDRESS_CHARACTERS]
    return None


def _outside_hosts(tree: HtmlElement, url: str) -> tuple[str, ...]:
    """Return other hosts that scripts, frames, forms and links of the page name, in order of appearance."""
    own = urls.site(url)
    found: dict[str, None] = {}
    for element in tree.iter("script", "iframe", "frame", "a", "form", "img", "link"):
        address = element.get("src") or element.get("href") or element.get("action") or ""
        if "//" not in address:
            continue
        host = urls.host(urls.join(url, address) or "")
        if host and urls.site(f"http://{host}/") != own:
            found[host] = None
            if len(found) == _MOST_HOSTS:
                break
    return tuple(found)


def _sources(tree: HtmlElement) -> Iterator[str]:
    """Return paths of scripts and frames of the page's own host: they identify bot walls and empty shells."""
    addresses = (element.get("src") or "" for element in tree.iter("script", "iframe", "frame"))
    own = (address[:_SOURCE_CHARACTERS] for address in addresses if address and "//" not in address)
    return itertools.islice(own, _MOST_SOURCES)


def _found(tree: HtmlElement, fragments: Iterable[str]) -> tuple[str, ...]:
    """Return fragments that an ``id`` or an anchor's ``name`` has (HTML, "find a potential indicated element")."""
    names = {value for element in tree.iter() if isinstance(element.tag, str) if (value := element.get("id"))}
    names |= {value for element in tree.iter("a") if (value := element.get("name"))}
    return tuple(part for part in fragments if part in names or unquote(part) in names)


def _problem(tree: HtmlElement, text: str) -> str | None:
    if text or any(tree.find(path) is not None for path in _SHOWS_WITHOUT_TEXT):
        return None
    runs = any(element.get("src") for element in tree.iter("script")) or tree.find(".//body[@onload]") is not None
    is_filled = runs or front_signs.leads_on(tree)
    return "script_shell" if is_filled else "empty"


def _digest(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
