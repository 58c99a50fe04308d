"""Name the verdicts of link checks and state what each of them means, in one table; name the health of links.

Rules give a verdict; health, schedule, successors, queries, reports and the table in docs read here what follows from
it. Values are those of the column ``link_checks.verdict``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum, auto


class Verdict(StrEnum):
    """Result of one check of a link."""

    OK = "ok"
    MOVED = "moved"
    DRIFTED = "drifted"
    FRAGMENT_LOST = "fragment_lost"
    SOFT_404 = "soft_404"
    NOT_FOUND = "not_found"
    GONE = "gone"
    DOMAIN_LOST = "domain_lost"
    PARKED = "parked"
    SERVER_ERROR = "server_error"
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    REDIRECT_LOOP = "redirect_loop"
    WRONG_TYPE = "wrong_type"
    EMPTY = "empty"
    BAD_URL = "bad_url"
    BLOCKED = "blocked"
    LOGIN = "login"
    LEGAL = "legal"
    ROBOTS_DENIED = "robots_denied"
    TLS_INVALID = "tls_invalid"
    UNKNOWN = "unknown"


class LinkHealth(StrEnum):
    """State of a link over time, which all its checks together give; values of the column ``links.health``."""

    UNCHECKED = "unchecked"
    ALIVE = "alive"
    FAILING = "failing"
    DEAD = "dead"
    RETURNED = "returned"
    NOT_JUDGED = "not_judged"


BROKEN_HEALTH = frozenset({LinkHealth.FAILING, LinkHealth.DEAD})
WORKING_HEALTH = frozenset({LinkHealth.ALIVE, LinkHealth.RETURNED})


class Content(Enum):
    """Presence of the cited page in what a check found."""

    AS_CITED = auto()
    WITHOUT_PLACE = auto()  # the page, but not the element that the link's fragment names
    OTHER_TEXT = auto()  # the page at its address, with little of the cited text
    NOTHING = auto()
    UNKNOWN = auto()


# Failing checks on different days that make a link dead. InternetArchiveBot waits for three; a 410 or a
# name that does not exist leaves no doubt at the second.
STRIKES = 3
STRIKES_IF_CLEAR = 2


@dataclass(frozen=True, slots=True)
class Meaning:
    """Consequences of a verdict.

    ``answers``: the check counts as a good one. ``strikes``: so many checks like it, on different days, make a link
    dead; 0: it never does. ``needs_mending``: maintainers should look at the link, and candidates are sought for it.
    ``is_replaceable``: archives of ``LINK_ARCHIVES`` are asked for a copy. ``is_outage``: a silent server may explain
    it. A check that neither answers nor counts as a strike says nothing about the link.
    """

    sentence: str
    content: Content
    answers: bool = False
    strikes: int = 0
    needs_mending: bool = False
    is_replaceable: bool = False
    is_outage: bool = False


def _broken(sentence: str, *, strikes: int = STRIKES, is_replaceable: bool = True, is_outage: bool = False) -> Meaning:
    return Meaning(
        sentence,
        Content.NOTHING,
        strikes=strikes,
        needs_mending=True,
        is_replaceable=is_replaceable,
        is_outage=is_outage,
    )


MEANINGS: dict[Verdict, Meaning] = {
    Verdict.OK: Meaning("the page answers", Content.AS_CITED, answers=True),
    Verdict.MOVED: Meaning(
        "permanent redirects lead to the page", Content.AS_CITED,
        answers=True, needs_mending=True, is_replaceable=True,
    ),
    Verdict.DRIFTED: Meaning(
        "the page answers, but little of the cited text is left", Content.OTHER_TEXT,
        answers=True, needs_mending=True, is_replaceable=True,
    ),
    Verdict.FRAGMENT_LOST: Meaning(
        "the page answers, but the place in it that the link names is gone", Content.WITHOUT_PLACE,
        answers=True, needs_mending=True,
    ),
    Verdict.SOFT_404: _broken(
        "it answers 200, but the page is gone. It says so, or looks like an error page, or leads to the home page, "
        "a search or a section, or is the same as for a made-up address"
    ),
    Verdict.NOT_FOUND: _broken("the server says: not found (404)"),
    Verdict.GONE: _broken("the server says: gone for good (410)", strikes=STRIKES_IF_CLEAR),
    Verdict.DOMAIN_LOST: _broken("the name of the host does not exist", strikes=STRIKES_IF_CLEAR, is_outage=True),
    Verdict.PARKED: _broken("the domain is for sale"),
    Verdict.SERVER_ERROR: _broken("the server fails, also at the second attempt", is_outage=True),
    Verdict.TIMEOUT: _broken("no answer in time", is_outage=True),
    Verdict.UNREACHABLE: _broken(
        "no connection, or it was closed before the answer was whole, also at the second attempt", is_outage=True
    ),
    Verdict.REDIRECT_LOOP: _broken("the redirects go in a circle, or on and on"),
    Verdict.WRONG_TYPE: _broken("a document became a page"),
    Verdict.EMPTY: _broken("there is nothing to see"),
    Verdict.BAD_URL: _broken("no address that a reader could reach", is_replaceable=False),
    Verdict.BLOCKED: Meaning(
        "the server refuses us (403, 429), or another page stands in front of it (a wall): a test against robots, "
        "a consent to cookies, a payment",
        Content.UNKNOWN,
    ),
    Verdict.LOGIN: Meaning("the page is shown only after a login", Content.UNKNOWN),
    Verdict.LEGAL: Meaning("the server withholds it for legal reasons (451)", Content.UNKNOWN),
    Verdict.ROBOTS_DENIED: Meaning("robots.txt forbids us to request it", Content.UNKNOWN),
    Verdict.TLS_INVALID: Meaning(
        "the page answers, but its certificate is bad: browsers warn", Content.AS_CITED, needs_mending=True
    ),
    Verdict.UNKNOWN: Meaning(
        "the check showed nothing that decides it: an odd status, a robots.txt that fails, a page that is not compared "
        "with others yet, or a fault of ours",
        Content.UNKNOWN,
    ),
}  # fmt: skip

ANSWERING = frozenset(v for v, m in MEANINGS.items() if m.answers)
BROKEN = frozenset(v for v, m in MEANINGS.items() if m.strikes)
CLEARLY_BROKEN = frozenset(v for v, m in MEANINGS.items() if m.strikes == STRIKES_IF_CLEAR)
INCONCLUSIVE = frozenset(MEANINGS) - ANSWERING - BROKEN
OUTAGES = frozenset(v for v, m in MEANINGS.items() if m.is_outage)
NEEDING_MENDING = frozenset(v for v, m in MEANINGS.items() if m.needs_mending)
REPLACEABLE = frozenset(v for v, m in MEANINGS.items() if m.is_replaceable)

AS_CITED = frozenset(v for v, m in MEANINGS.items() if m.content is Content.AS_CITED)
CITED_PAGE = AS_CITED | {v for v, m in MEANINGS.items() if m.content is Content.WITHOUT_PLACE}
ANY_PAGE = CITED_PAGE | {v for v, m in MEANINGS.items() if m.content is Content.OTHER_TEXT}
NOT_AS_CITED = frozenset(v for v, m in MEANINGS.items() if m.content is not Content.UNKNOWN) - AS_CITED
