"""Decide if the failures of a run are our own fault, in runs of any size.

Links may be dead, so a failure is held against them only where something shows that we can reach others: a host that
answers in the same run, or a control. Hosts of one registrable domain count as one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaaw_archive.errors import Problem
from kaaw_archive.urls import registrable_domain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FAILING_SHARE = 0.5  # of the domains of a run; with one and the same problem
DOMAINS_MIN = 3  # starting values, to be set by what operators report
_NEW_DOMAINS_MIN = 10  # of links that were never looked at: names that do not exist and refused connections
REASON = "most likely the fault is ours"  # begins the reason of a crawl that shows one
ROOT_NAME = "a.root-servers.net"  # exists as long as names do
NETWORK_LOGIN = "511"  # the page of a network that wants a login first (RFC 6585, 6)

SENTENCES: dict[Problem, str] = {
    Problem.DNS_FAILURE: "the resolver of this machine gives no answer",
    Problem.DNS_NOT_FOUND: "the resolver of this machine knows no name",
    Problem.CONNECTION_FAILED: "this machine has no route to any host",
    Problem.CONNECTION_REFUSED: "every connection is refused, as by a firewall near us or where a proxy must be used",
    Problem.CONNECTION_LOST: "every connection is closed before an answer, as by a filter near us",
    Problem.TIMEOUT: "no host answers in time, as behind a firewall or where a proxy must be used",
    Problem.TLS_FAILED: "no encrypted connection comes about, as where a filter near us breaks TLS",
    Problem.BAD_RESPONSE: "no host answers in HTTP, as where something near us answers in its place",
    Problem.PROXY_FAILED: "our proxy fails",
    Problem.PROXY_LOGIN: "our proxy wants a login (407)",
}
NETWORK_PROBLEMS = frozenset(SENTENCES)
_CLEARLY_OURS = frozenset({Problem.DNS_FAILURE, Problem.PROXY_FAILED, Problem.PROXY_LOGIN})
# "A server, while acting as a gateway or proxy, received no valid or no timely response" (RFC 9110, 15.6.3 and 15.6.5)
_GATEWAY_STATUS = frozenset({502, 504})
# Answers of somebody else: it takes more of them to doubt links that were never looked at. Bytes that are no HTTP
# come from a server.
_CLEAR = frozenset({Problem.DNS_NOT_FOUND, Problem.CONNECTION_REFUSED})


@dataclass(frozen=True, slots=True)
class LinkLook:
    """Result of one check of a link for its host: ``failure`` is None if an answer came.

    ``has_answered`` says if the host did at the last look before, None if there was none. ``is_doubted``: a later look
    failed by a fault of ours; ``is_settled``: other crawls had answers since then. ``led_to`` is the host of another
    domain to which the link redirects, ``page`` the digest of the page that came from its own. ``is_itself``: the
    answer is one that only the site gives. ``detail`` is the text of the error.
    """

    host: str
    failure: str | None
    has_answered: bool | None = None
    is_doubted: bool = False
    is_settled: bool = False
    led_to: str | None = None
    page: str | None = None
    is_itself: bool = True
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class ControlLook:
    """Answer of a control, a host that was requested to see if the fault is ours; fields as in :class:`LinkLook`.

    ``is_name``: only its name was looked up.
    """

    host: str
    failure: str | None
    led_to: str | None = None
    page: str | None = None
    is_name: bool = False


@dataclass(frozen=True, slots=True)
class OwnFault:
    """A fault of ours: its sentence, and the checks that say nothing because of it.

    These are checks with one of the ``problems``, that redirect to the host ``led_to``, or that give the page ``page``.
    """

    sentence: str
    problems: frozenset[Problem] = NETWORK_PROBLEMS
    led_to: str | None = None
    page: str | None = None

    def covers(self, look: LinkLook) -> bool:
        """Return True if a look says nothing of its link because of this fault."""
        if look.failure is not None:
            return look.failure in self.problems
        return (self.led_to is not None and look.led_to == self.led_to) or (
            self.page is not None and look.page == self.page
        )


def may_be_of_proxy(status: int | None, server_address: str | None) -> bool:
    """Return True for a 502 or 504 that came through our proxy, which may be its own.

    ``server_address`` is the IP address of the server that answered, which is not known where a proxy stands between.
    """
    return status in _GATEWAY_STATUS and server_address is None


def of_reason(reason: str | None) -> str | None:
    """Return the sentence of a fault of ours from the reason of a crawl; None if it names none.

    >>> of_reason("most likely the fault is ours: our proxy fails; nothing found")
    'our proxy fails'
    """
    before, _, rest = (reason or "").partition(f"{REASON}: ")
    return rest.partition("; ")[0] if rest and not before else None


def kind_of_reason(reason: str | None) -> str | None:
    """Return the fault of ours that the reason of a crawl names, without hosts and details; None if it names none.

    >>> kind_of_reason("most likely the fault is ours: 3 of 4 hosts fail alike: our proxy fails (it answers 502)")
    'our proxy fails'
    """
    sentence = of_reason(reason)
    return sentence and sentence.partition(" (")[0].rpartition(": ")[2]


def shared_problem(failure_of_host: Mapping[str, str | None], *, may_be_dead: bool = False) -> Problem | None:
    """Return the problem that is most likely ours, because more than half of the domains share it; else None.

    ``failure_of_host`` has every host of a run, with None for one that answered. ``may_be_dead``: some are hosts of
    links that nobody ever looked at. A proxy that fails for all hosts is ours in a run of any size, and so is the
    resolver, unless hosts may be dead.

    >>> shared_problem({"a.example": "timeout", "b.example": "timeout", "c.example": None})
    <Problem.TIMEOUT: 'timeout'>
    """
    failures: dict[str, str | None] = {}
    for host, failure in failure_of_host.items():
        domain = registrable_domain(host)
        failures[domain] = failure and failures.get(domain, failure)  # a domain that answers once has answered
    counts = Counter(failure for failure in failures.values() if failure in NETWORK_PROBLEMS)
    if not counts:
        return None
    shared, count = counts.most_common(1)[0]
    problem, domains = Problem(shared), len(failures)
    is_clear = problem in _CLEARLY_OURS and not (may_be_dead and problem is Problem.DNS_FAILURE)
    if is_clear and count == domains:
        return problem
    if may_be_dead and problem is Problem.BAD_RESPONSE:
        return None
    least = _NEW_DOMAINS_MIN if may_be_dead and problem in _CLEAR else DOMAINS_MIN
    return problem if domains >= least and count > FAILING_SHARE * domains else None


def own_fault_of_links(looks: Iterable[LinkLook], controls: Sequence[ControlLook] = ()) -> OwnFault | None:
    """Return the fault of ours that a run of link checks shows; None if its checks can be judged."""
    each = list(looks)
    stand_in = _stand_in(each, controls)
    if stand_in is not None:
        return stand_in
    is_proven = any(control.failure is None and not control.is_name for control in controls)
    if not is_proven and all(look.failure is not None for look in each):
        return _silence(each, controls)
    return _shared(each, is_proven=is_proven)


def needs_control(looks: Sequence[LinkLook]) -> bool:
    """Return True if a run of link checks leaves open whether a fault is ours."""
    is_unclear = not any(look.is_itself for look in looks) or any(look.page == NETWORK_LOGIN for look in looks)
    return bool(looks) and (is_unclear or own_fault_of_links(looks) is not None)


def own_fault_of_scheme(looks: Sequence[LinkLook], controls: Sequence[ControlLook], scheme: str) -> OwnFault | None:
    """Return the fault of ours that keeps all requests by one scheme from an answer; None if none is shown.

    It is shown by controls that fail by the same scheme and in the same way, while hosts answer by the other one.
    """
    web = {control.failure for control in controls if not control.is_name}
    alike = [look for look in looks if look.failure in web and not look.is_settled]
    if len(web) != 1 or not alike or any(look.failure is None for look in looks):
        return None
    problem = Problem(str(alike[0].failure))
    sentence = f"nothing answers by {scheme}: {_sentence(problem, alike)}; {_of_controls(controls)}"
    return OwnFault(sentence, frozenset({problem}))


def _stand_in(looks: Sequence[LinkLook], controls: Sequence[ControlLook]) -> OwnFault | None:
    """Return the fault that somebody near us answers in the place of all hosts: a captive portal, or a filter."""
    answering = [look for look in looks if look.failure is None]
    web = [control for control in controls if not control.is_name and control.failure is None]
    logins = [look for look in answering if look.page == NETWORK_LOGIN]
    is_login = NETWORK_LOGIN in [control.page for control in web] if web else _are_all_or_many(logins, answering)
    if logins and is_login:
        return OwnFault("the network wants a login before it lets anything through (511)", page=NETWORK_LOGIN)
    for led_to, _ in Counter(look.led_to for look in answering if look.led_to).most_common(1):
        alike = [look for look in answering if look.led_to == led_to]
        if _is_everywhere(alike, answering, [control.led_to for control in web], led_to):
            sentence = f"all hosts lead to {led_to}, as behind a captive portal or a filter near us"
            return OwnFault(sentence, led_to=led_to)
    for page, _ in Counter(look.page for look in answering if look.page).most_common(1):
        alike = [look for look in answering if look.page == page]
        if _is_everywhere(alike, answering, [control.page for control in web], page):
            return OwnFault("all hosts give the same page, as behind a captive portal or a filter near us", page=page)
    return None


def _are_all_or_many(logins: Sequence[LinkLook], answering: Sequence[LinkLook]) -> bool:
    """Return True if no other answer came than 511, or several domains gave it: any server can send one."""
    return len(logins) == len(answering) or _domains(look.host for look in logins) >= DOMAINS_MIN


def _is_everywhere(
    alike: Sequence[LinkLook], answering: Sequence[LinkLook], controls: Sequence[str | None], shared: str | None
) -> bool:
    """Return True if a control shows what hosts share; without an answer of one, if many hosts show nothing else."""
    if controls:
        return shared in controls
    return len(alike) == len(answering) and _domains(look.host for look in alike) >= DOMAINS_MIN


def _silence(looks: Sequence[LinkLook], controls: Sequence[ControlLook]) -> OwnFault | None:
    """Return the fault of a run in which nothing answered; None if its failures are answers of somebody else."""
    problems = NETWORK_PROBLEMS
    if any(control.is_name and control.failure is None for control in controls):
        problems -= {Problem.DNS_NOT_FOUND}  # the resolver knows other names
    web = [control for control in controls if not control.is_name]
    if not web:
        problems -= {Problem.BAD_RESPONSE}  # it came from a server
    failing = [look for look in looks if look.failure in problems and not look.is_settled]
    if not failing:
        return None
    shared = Problem(Counter(str(look.failure) for look in failing).most_common(1)[0][0])
    return OwnFault(f"{_sentence(shared, failing)}; {_of_controls(controls)}", problems)


def _of_controls(controls: Sequence[ControlLook]) -> str:
    if not controls:
        return "nothing answered that would show that we reach others (ARCHIVE_CONTACT, ARCHIVE_CONTROL_HOSTS)"
    silent = sorted({control.host for control in controls if control.failure is not None})
    if not silent:
        return "nothing else answered either"
    return f"{', '.join(silent)} {'does' if len(silent) == 1 else 'do'} not answer either"


def _shared(looks: Sequence[LinkLook], *, is_proven: bool) -> OwnFault | None:
    """Return the fault of a run in which others answer, and most hosts fail alike.

    The hosts that answered before decide, if they are enough. What was doubted once is not doubted again while others
    answer: else a failure of most hosts would never be judged. Hosts that nobody ever looked at count only where
    hardly anything else is known, and no control answers (``is_proven``).
    """
    fresh = [look for look in looks if look.failure is None or not look.is_doubted]
    answered: dict[str, str | None] = {look.host: None for look in looks if look.failure is None}
    known = {look.host: look.failure for look in fresh if look.has_answered} | answered
    if _domains(known) >= DOMAINS_MIN or is_proven:
        problem = shared_problem(known) if _domains(known) >= DOMAINS_MIN else None
    else:
        new = {look.host: look.failure for look in fresh if look.has_answered is None}
        problem = shared_problem(new | known, may_be_dead=True)
    if problem is None:
        return None
    failing = [look for look in looks if look.failure == problem]
    sentence = f"most hosts of this crawl fail alike: {_sentence(problem, failing)}"
    return OwnFault(sentence, frozenset({problem}))


def _sentence(problem: Problem, failing: Sequence[LinkLook]) -> str:
    """Return the sentence of a problem; that of a proxy with the error that is most common."""
    details = Counter(look.detail for look in failing if look.failure == problem and look.detail)
    if problem is not Problem.PROXY_FAILED or not details:
        return SENTENCES[problem]
    return f"{SENTENCES[problem]} ({details.most_common(1)[0][0]})"


def _domains(hosts: Iterable[str]) -> int:
    return len(set(map(registrable_domain, hosts)))
