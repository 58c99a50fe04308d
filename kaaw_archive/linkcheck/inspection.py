"""Inspect in a worker what a visit brought, and compare it with the page as it was cited."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ParamSpec

from kaaw_archive.archive.queries import link_checks
from kaaw_archive.derive.checks import probe_of_row
from kaaw_archive.derive.cited_pages import compare_with_cited, without_text
from kaaw_archive.derive.stored_pages import inspect_stored
from kaaw_archive.derive.workers import LimitHit
from kaaw_archive.download.request_context import context_of
from kaaw_archive.extract.page_features import FEATURES_VERSION, inspect_page
from kaaw_archive.http import ABSENT
from kaaw_archive.items import PageFeatures
from kaaw_archive.linkrot.probe import fragment_of, headers_that_matter
from kaaw_archive.linkrot.soft import is_cited_page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scrapy.http import Response

    from kaaw_archive.crawl import CrawlContext
    from kaaw_archive.http import Headers
    from kaaw_archive.items import Capture, Comparison
    from kaaw_archive.linkrot.visit import Visit

P = ParamSpec("P")
_REMEMBERED = 512  # features of cited pages, by digest
_SAYS_ALL = ABSENT | {204, 205}  # no rule reads the body of these


@dataclass(slots=True)
class Inspection:
    """Result of a visit: fields of the Probe that follow from its last hop."""

    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def minhash(self) -> tuple[int, ...]:
        page: PageFeatures | None = self.fields.get("page")
        return page.minhash if page is not None else ()

    def add(self, comparison: Comparison) -> None:
        self.fields["compared"] = (*self.fields.get("compared", ()), comparison)


class PageInspector:
    """Inspects pages in the workers of a crawl; each page as it was cited only once a crawl."""

    def __init__(self, crawl: CrawlContext) -> None:
        self._crawl = crawl
        self._cited: OrderedDict[str, PageFeatures] = OrderedDict()

    async def inspect(self, visit: Visit, response: Response, headers: Headers, capture: Capture) -> Inspection:
        """Inspect an answer, and compute how much of the cited text is left in it."""
        content_type = headers.first("content-type")  # says how bytes are read; a 304 need not repeat it
        inspection = Inspection(
            {
                "headers": headers_that_matter(headers),
                "media_type": headers.media_type or None,
                "body_bytes": context_of(response).body_bytes,
            }
        )
        if response.status in _SAYS_ALL:
            return inspection
        unchanged = self._of_earlier_check(visit, response, content_type, capture)
        if unchanged is not None:
            inspection.fields |= unchanged
            return inspection
        cited, earlier = await self._earlier(visit, capture)
        page = await self.features_of(
            response,
            capture,
            content_type,
            fragments=_fragments(visit),
            earlier=earlier.minhash if earlier is not None else (),
        )
        inspection.fields["page"] = page
        if cited is not None and page is not None:
            inspection.fields["cited"], inspection.fields["similarity"] = compare_with_cited(
                cited, earlier, page, capture.payload_digest
            )
        return inspection

    async def features_of(
        self,
        response: Response,
        capture: Capture,
        content_type: str | None,
        *,
        fragments: tuple[str, ...] = (),
        earlier: tuple[int, ...] = (),
    ) -> PageFeatures | None:
        """Return the features of an answer; None if its bytes are not stored any more."""
        if "download_stopped" in response.flags:
            fragments = ()  # the place may lie behind the part that was downloaded
        if capture.payload_digest is not None and not capture.is_left_out:
            return await self._in_worker(
                inspect_stored,
                self._crawl.path,
                capture.payload_digest,
                url=response.url,
                content_type=content_type,
                fragments=fragments,
                earlier=earlier,
            )
        return await self._in_worker(
            inspect_page,
            response.body,
            url=response.url,
            content_type=content_type,
            fragments=fragments,
            earlier=earlier,
        )

    async def _in_worker(
        self, function: Callable[P, PageFeatures | None], *args: P.args, **named: P.kwargs
    ) -> PageFeatures | None:
        try:
            return await self._crawl.pool.call(function, *args, **named)
        except LimitHit as hit:
            return PageFeatures(medium="html", problem=hit.problem)

    def _of_earlier_check(
        self, visit: Visit, response: Response, content_type: str | None, capture: Capture
    ) -> dict[str, Any] | None:
        """Return fields of an earlier check of the link, if the same bytes came again and are the page as cited.

        None if they must be inspected: also if the link has a fragment, or control pages may be needed.
        """
        target = visit.targets[0]
        if target.cited is None or capture.payload_digest is None or _fragments(visit):
            return None
        row = link_checks.of_payload(self._crawl.reader, target.link_url, response.url, capture.payload_digest)
        then = probe_of_row(row) if row is not None else None
        if then is None or then.page is None or then.page.version != FEATURES_VERSION:
            return None
        if response.status != 304 and content_type != then.headers.get("content-type"):
            return None
        page = replace(then.page, containment=None, found_fragments=None)
        if target.cited["payload_digest"] == capture.payload_digest and target.cited["is_confirmed"]:
            cited, similarity = compare_with_cited(target.cited, None, page, capture.payload_digest)
        elif then.cited is not None and then.cited.capture == target.cited["uid"] and is_cited_page(then):
            cited, similarity = then.cited, then.similarity
        else:
            return None
        return {"page": page, "cited": cited, "similarity": similarity}

    async def _earlier(self, visit: Visit, capture: Capture) -> tuple[Mapping[str, Any] | None, PageFeatures | None]:
        """Return the cited capture and its features; the latter None if it has the payload of now."""
        row = visit.targets[0].cited
        if row is None or row["payload_digest"] == capture.payload_digest:
            return row, None
        return row, await self._cited_features(row)

    async def _cited_features(self, row: Mapping[str, Any]) -> PageFeatures | None:
        digest = row["payload_digest"]
        if digest not in self._cited:
            if (document := without_text(row["media_type"])) is not None:
                return document
            page = await self._in_worker(
                inspect_stored, self._crawl.path, digest, url=row["url"], content_type=row["media_type"]
            )
            if page is None:
                return None
            self._cited[digest] = page
            if len(self._cited) > _REMEMBERED:
                self._cited.popitem(last=False)
        return self._cited[digest]


def _fragments(visit: Visit) -> tuple[str, ...]:
    fragments = (fragment_of(target.link_url) for target in visit.targets)
    return tuple(fragment for fragment in fragments if fragment is not None)
