"""Rules for requests without an answer: no address, no name, no connection, no HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.errors import Problem
from kaaw_archive.http import WANTS_COOKIE
from kaaw_archive.linkrot import addresses
from kaaw_archive.linkrot.probe import redirects
from kaaw_archive.urls.special_addresses import is_special
from kaaw_archive.urls.written_hosts import is_private_name, literal_address

if TYPE_CHECKING:
    from kaaw_archive.items import Probe


def bad_address(probe: Probe) -> str | None:
    """The address itself is none that can be asked for, or none that a reader could reach."""
    why = addresses.bad_host(probe.final_url) or addresses.bad_host(probe.link_url)
    if why is not None:
        return f"the address cannot be trusted: {why}"
    if probe.error in (Problem.BAD_URL, Problem.URL_TOO_LONG):
        return f"this is no address of the web: {probe.error_text or probe.final_url[:200]}"
    host = urls.host(probe.final_url)
    literal = literal_address(host)
    is_closed = is_private_name(host) if literal is None else is_special(literal)
    if probe.error == Problem.PRIVATE_NETWORK and is_closed:
        return f"{probe.final_url[:200]} lies in a private network, where no reader gets"
    return None


def our_own_fault(probe: Probe) -> str | None:
    """The whole crawl shows a fault of ours: nothing is known of the link."""
    return f"the fault is most likely ours: {probe.own_fault}" if probe.own_fault is not None else None


def nothing_was_learnt(probe: Probe) -> str | None:
    """Our side failed for this link, or a person blocked the host: nothing is known of the link."""
    ours = {
        Problem.DNS_FAILURE: "the resolver gave no answer",
        # a resolver of an office may have an answer of its own for a name of the web, and a neighbour is not asked
        Problem.PRIVATE_NETWORK: "for this machine the host lies in a network of its own, others may reach it",
        Problem.PROXY_FAILED: "our proxy failed",
        Problem.PROXY_LOGIN: "our proxy wants a login (407)",
        Problem.HOST_BLOCKED: "a person said that this host is not to be asked",
        Problem.HOST_PAUSED: "the server asked for a longer pause than the crawl waits",
        Problem.CANCELLED: "the crawl ended before the answer came",
        Problem.UNKNOWN: "something failed that we have no name for",
        Problem.UNEXPECTED_304: "the server says that nothing changed, of bytes that nobody has",
    }
    error = _error(probe)
    return ours[Problem(error)] if error in ours else None


def robots_deny(probe: Probe) -> str | None:
    """robots.txt forbids the address (RFC 9309); the page may well be there."""
    return "robots.txt of the site forbids us to look" if probe.error == Problem.ROBOTS_DENIED else None


def domain_is_lost(probe: Probe) -> str | None:
    """There is no such name any more."""
    return "the name of the host does not exist" if _error(probe) == Problem.DNS_NOT_FOUND else None


def redirects_want_cookie(probe: Probe) -> str | None:
    """The redirects go in a circle, and one sets a cookie that we do not send back; a browser may come to the page."""
    is_circle = probe.error in (Problem.REDIRECT_LOOP, Problem.TOO_MANY_REDIRECTS)
    return f"redirects without end: {WANTS_COOKIE}" if is_circle and probe.error_text == WANTS_COOKIE else None


def redirects_lead_nowhere(probe: Probe) -> str | None:
    """The redirects go in a circle, or on and on."""
    if probe.error == Problem.REDIRECT_LOOP:
        return f"the redirects go in a circle, back to {probe.final_url[:200]}"
    if probe.error == Problem.TOO_MANY_REDIRECTS:
        return f"after {len(redirects(probe))} redirects it still leads elsewhere"
    return None


def took_too_long(probe: Probe) -> str | None:
    """No answer within the time that we wait."""
    return _of_robots(probe, "the server did not answer in time") if _error(probe) == Problem.TIMEOUT else None


def is_not_reached(probe: Probe) -> str | None:
    """No connection, or one that was closed before the answer was whole."""
    causes = {
        Problem.CONNECTION_REFUSED: "the server refuses connections",
        Problem.CONNECTION_FAILED: "no connection to the server could be made",
        Problem.CONNECTION_LOST: "the connection was closed before the answer was whole",
    }
    error = _error(probe)
    return _of_robots(probe, causes[Problem(error)]) if error in causes else None


def no_tls_at_all(probe: Probe) -> str | None:
    """No handshake came about, not even without looking at the certificate."""
    return "no encrypted connection could be made" if _error(probe) == Problem.TLS_FAILED else None


def wants_client_certificate(probe: Probe) -> str | None:
    """The server talks only to visitors who show a certificate of their own."""
    is_wanted = _error(probe) == Problem.TLS_CLIENT_CERTIFICATE
    return "the server wants a certificate of its visitor, which we do not have" if is_wanted else None


def is_no_http(probe: Probe) -> str | None:
    """The server sends something that is not HTTP, or bytes that contradict their own headers."""
    if _error(probe) in (Problem.BAD_RESPONSE, Problem.BAD_ENCODING):
        return f"what the server sends is broken ({_error(probe)})"
    return None


def _of_robots(probe: Probe, reason: str) -> str:
    """Return a reason; if only robots.txt was requested, it says so."""
    return f"robots.txt could not be had: {reason}" if probe.error == Problem.ROBOTS_UNREACHABLE else reason


def _error(probe: Probe) -> str | None:
    """Return the error of a probe; if robots.txt could not be fetched by a failure of the network, that failure."""
    if probe.error == Problem.ROBOTS_UNREACHABLE and probe.robots_error in tuple(Problem):
        return probe.robots_error
    return probe.error
