"""Judge from its captures how a crawl ended: finished, or degraded and why. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Literal

from kaaw_archive import urls
from kaaw_archive.archive.crawl_reasons import NOTHING_WAS_DUE
from kaaw_archive.crawl.completeness import Completeness
from kaaw_archive.download.pauses import PAUSING
from kaaw_archive.errors import Problem
from kaaw_archive.http import ABSENT, shows_content
from kaaw_archive.own_faults import DOMAINS_MIN, NETWORK_PROBLEMS, REASON, SENTENCES, may_be_of_proxy, shared_problem

if TYPE_CHECKING:
    from kaaw_archive.items import Capture
    from kaaw_archive.seeds import SeedPage

# Starting values, to be set by what operators report: a run below them is worth a look by a person.
BLOCKED_SHARE = 0.5  # of a host's answers
BLOCKED_MIN_ANSWERS = 3  # fewer say nothing about a host
FAILED_MIN_PAGES = 3  # fewer say nothing about a site of which most is not due

_TOO_MANY = 429
_BLOCKED_STATUS = frozenset({401, 403, 407})


class CrawlStats:
    """Counts of a crawl; captures are counted by host as they are kept.

    ``not_due`` are listed addresses that need no visit yet, ``not_kept`` answers and ``not_derived`` captures that a
    defect of ours lost or left, ``content`` captures that brought what was asked for.
    """

    def __init__(self) -> None:
        self.not_due = 0
        self.not_kept = 0
        self.not_derived = 0
        self.pages = 0
        self.content = 0
        self._needs_content = True
        self._requests = 0
        self._limits: list[str] = []
        self._absent = 0  # answers that the page is not here: 3xx, 404, 410
        self._blocks = 0  # requests that a person's block kept from being sent
        self._answers: Counter[str] = Counter()
        self._blocked: Counter[str] = Counter()
        self._limited: dict[str, str] = {}
        self._failures: dict[str, str] = {}
        self._gateways: dict[str, int] = {}  # hosts of which nothing came but a 502 or 504 through our proxy
        self._own_fault: str | None = None
        self._reached: set[str] = set()
        self._closed_hosts: set[str] = set()
        self._fetched_elsewhere = 0
        self._asked: defaultdict[str, set[str]] = defaultdict(set)
        self._controls: set[str] = set()  # addresses that say nothing of the sites
        self._seeds = 0  # feeds, sitemaps and listings that were read
        self._named = 0  # articles that they named, known or not
        self.completeness = Completeness()

    def begin(self, *, not_due: int, needs_content: bool = True) -> None:
        """Note what is known before the first request; without ``needs_content`` all hosts that are due may be dead."""
        self.not_due = not_due
        self._needs_content = needs_content

    def count_request(self) -> None:
        """Count a request that the spider made."""
        self._requests += 1

    def count_not_kept(self) -> None:
        """Count an answer that a defect of ours lost."""
        self.not_kept += 1

    def count_not_derived(self, captures: int = 1) -> None:
        """Count captures that a defect of ours keeps from being read or folded."""
        self.not_derived += captures

    def count_fetched_elsewhere(self) -> None:
        """Count a request that another crawl made unnecessary."""
        self._fetched_elsewhere += 1

    def note_limit(self, limit: str) -> bool:
        """Note a limit on the requests to a host that was reached, in words; False if it is known."""
        is_new = limit not in self._limits
        if is_new:
            self._limits.append(limit)
        return is_new

    def count(self, capture: Capture) -> None:
        """Count a capture; a later answer of a host outweighs its failures."""
        if capture.url in self._controls:
            return
        host = urls.host(capture.url)
        self._count_gateway(host, capture)
        if capture.kind == "robots":
            self._count_robots(host, capture)
            return
        self.pages += 1
        if capture.kind == "probe":  # dead links are what a link check looks for: they say nothing of the crawl
            self.content += 1
            return
        self._asked[host].add(capture.url)
        self.completeness.count(capture)
        status = capture.status or 0
        self._absent += (300 <= status < 400 and status != 304) or status in ABSENT
        self._blocks += capture.error == Problem.HOST_BLOCKED
        is_limit = capture.status in PAUSING and (
            self._needs_content or capture.status == _TOO_MANY
        )  # 503: it may be dead
        if capture.error == Problem.HOST_PAUSED or (is_limit and capture.error is None):
            self._limited[capture.url] = host
        elif capture.status is not None:
            self._limited.pop(capture.url, None)
        if capture.status is not None:
            self._answers[host] += 1
            self._failures.pop(host, None)
            self._blocked[host] += capture.status in _BLOCKED_STATUS
            self.content += shows_content(capture.status, capture.error)
        elif capture.error in NETWORK_PROBLEMS and not self._answers[host]:
            self._failures[host] = str(capture.error)
        elif capture.error == Problem.ROBOTS_UNREACHABLE:
            self._closed_hosts.add(host)

    def _count_gateway(self, host: str, capture: Capture) -> None:
        if may_be_of_proxy(capture.status, capture.server_address):
            self._gateways[host] = capture.status or 0
        elif capture.status is not None:
            self._gateways.pop(host, None)

    def note_own_fault(self, sentence: str) -> None:
        """Note the fault of ours by which links of a run cannot be judged."""
        self._own_fault = sentence

    def count_seed(self, url: str, page: SeedPage) -> None:
        """Count a seed and the articles that it names."""
        self._seeds += 1
        self._named += self.completeness.count_seed(url, page)

    def _count_robots(self, host: str, capture: Capture) -> None:
        """robots.txt comes first, so a host that is down shows there, and its pages are never asked for."""
        if capture.status is not None:
            self._failures.pop(host, None)
            self._reached.add(host)
        elif capture.error in NETWORK_PROBLEMS and host not in self._reached:
            self._failures[host] = str(capture.error)

    def end_state(self) -> tuple[Literal["finished", "degraded", "failed"], str | None]:
        """Return the state of a crawl that came to its end by itself, and the reasons if it is not as it should be."""
        if self.not_kept or (self._requests and not self.pages and not self._fetched_elsewhere):
            return "failed", f"{self.not_kept or self._requests} captures could not be kept: see the log"
        if not self.pages:
            return "finished", NOTHING_WAS_DUE if not self._requests else "another crawl had just asked for all of it"
        causes = (self.own_fault(), self._blocked_by(), self._limited_by(), *self._closed(), self._left())
        reasons = [reason for reason in causes if reason]
        reasons += [f"{limit}: the rest is left for the next crawl" for limit in self._limits]
        reasons += self.completeness.reasons()
        if self._seeds and not self._named and not self.not_due:  # of some lists alone, these may never name one
            reasons.append("no seed names an article: the site may have changed")
        if self._found_nothing():
            reasons.append(f"nothing found: no request brought content{self._silence()}")
        return ("degraded", "; ".join(reasons)) if reasons else ("finished", None)

    def _found_nothing(self) -> bool:
        """Return True if no request brought content, and neither other crawls, blocks nor dead pages explain it."""
        if not self._needs_content or self.content or self._fetched_elsewhere or self.pages == self._blocks:
            return False
        failed = sum(map(len, self._asked.values())) - self._absent - self._blocks
        return failed >= FAILED_MIN_PAGES or not self.not_due

    def note_control(self, url: str) -> None:
        """Count nothing of this address, which is asked for only to see if we reach others."""
        self._controls.add(url)

    def silent_hosts(self) -> dict[str, str]:
        """Return the failures of all hosts that were asked for, if not one answered; else, and if none was, nothing."""
        failures = {host: self._failures.get(host) for host in self._asked}
        return {} if None in failures.values() else {host: str(failure) for host, failure in failures.items()}

    def asked_schemes(self) -> list[str]:
        """Return the scheme of most addresses that were asked for."""
        schemes = Counter(url.partition(":")[0] for addresses in self._asked.values() for url in addresses)
        return [scheme for scheme, _ in schemes.most_common(1)]

    @property
    def found_no_name(self) -> bool:
        """Return True if the names of all hosts that were asked for do not exist, which is ours if no name does."""
        return bool(self._asked) and all(self._failures.get(host) == Problem.DNS_NOT_FOUND for host in self._asked)

    def own_fault(self) -> str | None:
        """Return the sentence of the fault of ours that the crawl shows; None if it shows none."""
        if self._own_fault is not None:
            return f"{REASON}: {self._own_fault}"
        failures = {host: self._failures.get(host) for host in self._asked}
        gateways = {host: status for host, status in self._gateways.items() if host in failures}
        if len(set(map(urls.registrable_domain, failures))) >= DOMAINS_MIN:  # of a few, their own servers may say so
            failures |= dict.fromkeys(gateways, Problem.PROXY_FAILED)
        problem = shared_problem(failures, may_be_dead=not self._needs_content)
        if problem is None:
            return None
        hosts = sum(failure == problem for failure in failures.values())
        answers = {status for host, status in gateways.items() if failures[host] == problem}
        detail = f" (it answers {max(answers)})" if answers else ""
        return f"{REASON}: {hosts} of {len(failures)} hosts fail alike: {SENTENCES[problem]}{detail}"

    def _blocked_by(self) -> str | None:
        hosts = [
            host
            for host, blocked in self._blocked.items()
            if blocked > self._answers[host] * BLOCKED_SHARE
            and (self._answers[host] >= BLOCKED_MIN_ANSWERS or (self._needs_content and self._is_alone(host, blocked)))
        ]
        return f"blocked by {_few(hosts)}" if hosts else None

    def _is_alone(self, host: str, blocked: int) -> bool:
        return blocked == len(self._asked[host]) == self.pages

    def _limited_by(self) -> str | None:
        hosts = sorted(set(self._limited.values()))
        return f"rate-limited or unavailable: {_few(hosts)}" if hosts else None

    def _closed(self) -> tuple[str | None, ...]:
        """Return what kept robots.txt of hosts from us, which closes them: a proxy without an answer, or the host."""
        hosts = sorted(self._closed_hosts - self._failures.keys()) if self._needs_content else []
        silent = [host for host in hosts if host in self._gateways]
        others = [host for host in hosts if host not in self._gateways]
        codes = ", ".join(sorted({str(self._gateways[host]) for host in silent}))
        return (
            f"no answer of {_few(silent)} ({codes}, perhaps of our proxy): no robots.txt, so nothing is asked for"
            if silent
            else None,
            f"robots.txt gave no rules, which closes {_few(others)}" if others else None,
        )

    def _silence(self) -> str:
        """Return why nothing was found, where no host that was asked for answers and it is no fault of ours."""
        problems = {self._failures.get(host) for host in self._asked}
        if not problems or None in problems or self.own_fault() is not None:
            return ""
        named = ", ".join(sorted(str(problem).replace("_", " ") for problem in problems))
        return f", as {_few(sorted(self._asked))} did not answer ({named})"

    def _left(self) -> str | None:
        return f"{self.not_derived} captures could not be derived: see the log" if self.not_derived else None


def _few(hosts: list[str]) -> str:
    rest = len(hosts) - 3
    return ", ".join(hosts[:3]) + (f" and {rest} more" if rest > 0 else "")
