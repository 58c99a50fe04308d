"""Looks at what a probe brought, in a worker, beside what the archive has of the page from its citation."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ParamSpec

from kaaw_archive.archive.queries.looked_at import check_of_payload
from kaaw_archive.derive.looks import look_at_stored
from kaaw_archive.derive.workers import LimitHit
from kaaw_archive.extract.looks import LOOKS_VERSION
from kaaw_archive.extract.looks import look as look_at
from kaaw_archive.items import CitedPage, Look
from kaaw_archive.linkrot.probe import fragment_of, headers_that_matter, of_row
from kaaw_archive.linkrot.soft import is_cited_page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scrapy.http import Response

    from kaaw_archive.http import Headers
    from kaaw_archive.items import Capture, Comparison
    from kaaw_archive.linkrot.visit import Visit
    from kaaw_archive.session import Session

P = ParamSpec("P")
_REMEMBERED = 512  # looks at cited pages, by digest
_SAYS_ALL = frozenset({404, 410})  # the body of these is looked at by nobody


@dataclass(slots=True)
class Seen:
    """What the last hop of a visit showed: fields of the Probe, and the minhash of its text."""

    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def minhash(self) -> tuple[int, ...]:
        look: Look | None = self.fields.get("look")
        return look.minhash if look is not None else ()

    def add(self, comparison: Comparison) -> None:
        self.fields["compared"] = (*self.fields.get("compared", ()), comparison)


class Looking:
    """Asks the workers of a session; pages as they were cited are looked at once a run."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._cited: OrderedDict[str, Look] = OrderedDict()

    async def at(self, visit: Visit, response: Response, headers: Headers, capture: Capture) -> Seen:
        """What an answer shows, and how much of the cited text is left in it."""
        content_type = headers.first("content-type")  # says how bytes are read; a 304 need not repeat it
        seen = Seen(
            {
                "headers": headers_that_matter(headers),
                "media_type": headers.media_type or None,
                "body_bytes": len(response.body),
            }
        )
        if response.status in _SAYS_ALL or response.status in (204, 205):
            return seen
        known = self._seen_before(visit, response, content_type, capture)
        if known is not None:
            seen.fields |= known
            return seen
        cited, earlier = await self._earlier(visit, capture)
        look = await self.plainly(
            response, capture, content_type,
            fragments=_fragments(visit), earlier=earlier.minhash if earlier is not None else (),
        )  # fmt: skip
        seen.fields["look"] = look
        if cited is not None and look is not None:
            seen.fields["cited"], seen.fields["similarity"] = _compared(cited, earlier, look, capture)
        return seen

    async def plainly(
        self, response: Response, capture: Capture, content_type: str | None,
        *, fragments: tuple[str, ...] = (), earlier: tuple[int, ...] = (),
    ) -> Look | None:  # fmt: skip
        """What an answer shows; None for bytes that are not there any more."""
        if "download_stopped" in response.flags:
            fragments = ()  # the place may lie behind what was looked at
        if response.status == 304 and capture.payload_digest is not None:
            return await self._in_worker(
                look_at_stored, self._session.path, capture.payload_digest,
                url=response.url, content_type=content_type, fragments=fragments, earlier=earlier,
            )  # fmt: skip
        return await self._in_worker(
            look_at, response.body, url=response.url, content_type=content_type, fragments=fragments, earlier=earlier
        )

    async def _in_worker(self, function: Callable[P, Look | None], *args: P.args, **named: P.kwargs) -> Look | None:
        try:
            return await self._session.pool.call(function, *args, **named)
        except LimitHit as hit:
            return Look(medium="html", problem=hit.problem)

    def _seen_before(
        self, visit: Visit, response: Response, content_type: str | None, capture: Capture
    ) -> dict[str, Any] | None:
        """What an earlier check of the link saw, where the very bytes have come again and are the page as cited.

        None where they must be looked at: also where fragments are asked for, or other pages may have to be compared.
        """
        target = visit.targets[0]
        if target.cited is None or capture.payload_digest is None or _fragments(visit):
            return None
        row = check_of_payload(self._session.reader, target.link_url, response.url, capture.payload_digest)
        then = of_row(row) if row is not None else None
        if then is None or then.look is None or then.look.version != LOOKS_VERSION:
            return None
        if response.status != 304 and content_type != then.headers.get("content-type"):
            return None
        look = replace(then.look, containment=None, found_fragments=None)
        if target.cited["payload_digest"] == capture.payload_digest:
            cited, similarity = _compared(target.cited, None, look, capture)
        elif then.cited is not None and then.cited.capture == target.cited["uid"] and is_cited_page(then):
            cited, similarity = then.cited, then.similarity
        else:
            return None
        return {"look": look, "cited": cited, "similarity": similarity}

    async def _earlier(self, visit: Visit, capture: Capture) -> tuple[Mapping[str, Any] | None, Look | None]:
        """The capture from the citation, and what it shows; the latter None where it is the very payload of now."""
        row = visit.targets[0].cited
        if row is None or row["payload_digest"] == capture.payload_digest:
            return row, None
        return row, await self._cited_look(row)

    async def _cited_look(self, row: Mapping[str, Any]) -> Look | None:
        digest = row["payload_digest"]
        if digest not in self._cited:
            if "html" not in row["media_type"]:
                return Look(medium="pdf" if "pdf" in row["media_type"] else "other")
            look = await self._in_worker(
                look_at_stored, self._session.path, digest, url=row["url"], content_type=row["media_type"]
            )
            if look is None:
                return None
            self._cited[digest] = look
            if len(self._cited) > _REMEMBERED:
                self._cited.popitem(last=False)
        return self._cited[digest]


def _compared(
    row: Mapping[str, Any], earlier: Look | None, look: Look, capture: Capture
) -> tuple[CitedPage | None, float | None]:
    is_same = row["payload_digest"] == capture.payload_digest
    then = look if is_same else earlier
    if then is None:
        return None, None
    cited = CitedPage(
        captured_at=row["captured_at"], url=row["url"], medium=then.medium, capture=row["uid"],
        is_listing=then.page_kind == "listing", title=then.title, text_characters=then.text_characters,
    )  # fmt: skip
    return cited, 1.0 if is_same else look.containment


def _fragments(visit: Visit) -> tuple[str, ...]:
    found = (fragment_of(target.link_url) for target in visit.targets)
    return tuple(fragment for fragment in found if fragment is not None)
