"""Visits of links: the hops so far, and the probe that follows from the last of them. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from kaaw_archive import urls
from kaaw_archive.errors import Problem
from kaaw_archive.items import Hop, Probe
from kaaw_archive.linkrot.probe import fetch_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# Failures that may pass; requested once more at the end of the run. A timeout has cost enough already.
PASSING_STATUS = frozenset({429, 500, 502, 503, 504})
PASSING_ERRORS = frozenset({Problem.CONNECTION_REFUSED, Problem.CONNECTION_FAILED, Problem.CONNECTION_LOST})


@dataclass(slots=True)
class Target:
    """A link that a visit checks; the links of one visit differ in their fragments only.

    ``cited``: the capture of the target that was made when an article cited it, to compare with; None if there is none
    (queries.links.cited_capture).
    """

    link_url: str
    first_cited_at: str
    anchor_texts: tuple[str, ...] = ()
    cited: Mapping[str, Any] | None = None


@dataclass(slots=True)
class Visit:
    """An address that is being requested. It is compared with the cited capture of its first target.

    ``has_refused_cookie``: an answer on the way sets a cookie that was not sent back. ``is_refreshed``: a meta refresh
    or the field Refresh of a page on the way was followed; a second one is not.
    """

    url: str
    targets: list[Target]
    hops: list[Hop] = field(default_factory=list)
    requests: int = 0
    elapsed_ms: int = 0
    retries: int = 0
    tls_error: str | None = None
    last_id: int | None = None
    has_refused_cookie: bool = False
    is_refreshed: bool = False

    def note(self, hop: Hop, *, capture_id: int | None, was_sent: bool, tls_error: str | None = None) -> None:
        """Add a request and its result."""
        self.hops.append(hop)
        self.requests += was_sent
        self.elapsed_ms += hop.elapsed_ms or 0
        self.tls_error = self.tls_error or tls_error
        self.last_id = capture_id or self.last_id

    def may_refresh(self, target: str, max_redirects: int, times_asked: int) -> bool:
        """Return True if no refresh was followed yet, and this one may load another page and is no redirect in vain."""
        is_itself = fetch_url(target) == fetch_url(self.hops[-1].url)
        if self.is_refreshed or (is_itself and times_asked == 1):
            return False
        return redirect_problem(self.hops, target, max_redirects, times_asked) is None

    def refresh(self, target: str) -> None:
        """Treat the last answer, a page with a refresh, as a redirect to its target."""
        self.hops[-1] = replace(self.hops[-1], location=target)
        self.is_refreshed = True

    def wants_retry(self, status: int | None, error: str | None) -> bool:
        """Return True if the failure may pass and was not repeated yet."""
        if self.retries or error == Problem.HOST_PAUSED:
            return False
        return status in PASSING_STATUS if error is None else error in PASSING_ERRORS

    def probe(self, target: Target, *, checked_at: str, **fields: Any) -> Probe:
        """Return the probe of one link; ``fields`` are those of the Probe that follow from the last hop."""
        last = self.hops[-1] if self.hops else Hop(url=target.link_url)
        return Probe(
            link_url=target.link_url,
            checked_at=checked_at,
            hops=tuple(self.hops),
            final_url=last.url,
            capture_id=self.last_id,
            status=last.status,
            error=last.error,
            anchor_texts=target.anchor_texts,
            tls_error=self.tls_error,
            requests=self.requests if target is self.targets[0] else 0,
            elapsed_ms=self.elapsed_ms,
            **fields,
        )


def redirect_problem(hops: list[Hop], target: str, max_redirects: int, times_asked: int = 1) -> Problem | None:
    """Return why a redirect must not be followed: no web address, a loop, or more than ``max_redirects``; else None.

    ``times_asked``: how often the target may be asked for, more than once where cookies may change its page.
    """
    if not urls.is_web(target):
        return Problem.BAD_URL
    visited = [fetch_url(hop.url) for hop in hops if hop.location is not None]
    if visited.count(fetch_url(target)) >= times_asked:
        return Problem.REDIRECT_LOOP
    return Problem.TOO_MANY_REDIRECTS if len(visited) > max_redirects else None


def visits_of(due: Iterable[Target]) -> Iterator[Visit]:
    """Yield a visit for each address; links that differ in their fragments alone share one."""
    by_address: dict[str, list[Target]] = {}
    for target in due:
        by_address.setdefault(fetch_url(target.link_url), []).append(target)
    for address, targets in by_address.items():
        yield Visit(address, targets)
