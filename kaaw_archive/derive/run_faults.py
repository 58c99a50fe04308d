"""Find the checks of a run that say nothing of their links, because the run shows a fault of ours."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from kaaw_archive import urls
from kaaw_archive.archive import payloads
from kaaw_archive.archive.queries import link_checks
from kaaw_archive.errors import DamagedPayload, Problem
from kaaw_archive.http import ABSENT
from kaaw_archive.own_faults import (
    DOMAINS_MIN,
    NETWORK_LOGIN,
    NETWORK_PROBLEMS,
    ControlLook,
    LinkLook,
    may_be_of_proxy,
    needs_control,
    of_reason,
    own_fault_of_links,
    own_fault_of_scheme,
)
from kaaw_archive.urls import registrable_domain
from kaaw_archive.verdicts import ANSWERING, CITED_PAGE, Verdict

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

_SCHEMES = ("http", "https")
# Errors of single addresses, which say nothing against their host
_OF_ADDRESS = frozenset({Problem.ROBOTS_DENIED, Problem.PRIVATE_NETWORK, Problem.BAD_URL, Problem.URL_TOO_LONG})
_OF_THE_SITE = (ANSWERING & CITED_PAGE) | {Verdict.NOT_FOUND, Verdict.GONE}
_NOTICE_CHARACTERS = 1_000  # a starting value
_PAGE_BYTES = 64 * 1024  # of a page that is compared; a captive portal has less
_TAG = re.compile(r"<[^<>]*>")
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script", re.IGNORECASE)


def withdrawn_checks(connection: sqlite3.Connection, crawl_id: int) -> dict[int, str]:
    """Return the ids of the checks of a run that say nothing, each with the sentence of the fault; mostly none."""
    found = _of_crawl(connection, crawl_id)
    stored_rows = link_checks.controls(connection, crawl_id)
    rows = link_checks.failures(connection, crawl_id)
    is_near = _gateway_is_near(rows, stored_rows)
    controls = [_control(row, _text_key(connection, row, row["host"]), is_near) for row in stored_rows]
    looks = _looks(connection, rows, controls, is_near)
    fault = own_fault_of_links(looks.values(), controls)
    found |= {check_id: fault.sentence for check_id, look in looks.items() if fault is not None and fault.covers(look)}
    for scheme, ids in _silent_schemes(rows, looks).items():
        asked = [control for row, control in zip(stored_rows, controls, strict=True) if _scheme(row) == scheme]
        alone = own_fault_of_scheme([looks[check_id] for check_id in ids], asked, scheme)
        if alone is not None:  # says more than that most hosts fail
            found |= {check_id: alone.sentence for check_id in ids if alone.covers(looks[check_id])}
    return found


def fault_of_crawl(connection: sqlite3.Connection, crawl_id: int) -> str | None:
    """Return the sentence of the fault of ours that a crawl that has ended showed; None if it showed none."""
    return of_reason(link_checks.crawl_reason(connection, crawl_id))


def _of_crawl(connection: sqlite3.Connection, crawl_id: int) -> dict[int, str]:
    """Return the checks of pages that a crawl could not ask for by a fault of ours, with its sentence."""
    sentence = fault_of_crawl(connection, crawl_id)
    if sentence is None:
        return {}
    unanswered = link_checks.unanswered_checks(connection, crawl_id)
    return {check_id: sentence for check_id, error in unanswered.items() if error in NETWORK_PROBLEMS}


def wanted_controls(connection: sqlite3.Connection, crawl_id: int) -> list[str]:
    """Return the schemes by which controls should be asked: that of most links, and those by which nothing answers.

    None is wanted where the links themselves show that we reach others.
    """
    rows = link_checks.failures(connection, crawl_id)
    looks = _looks(connection, rows, [], _gateway_is_near(rows, []))
    silent = list(_silent_schemes(rows, looks))
    if not needs_control(list(looks.values())):
        return silent
    schemes = Counter(map(_scheme, rows))
    return list(dict.fromkeys([max(_SCHEMES, key=schemes.__getitem__), *silent]))


def _silent_schemes(rows: Sequence[Mapping[str, Any]], looks: Mapping[int, LinkLook]) -> dict[str, list[int]]:
    """Return the ids of the checks by a scheme by which nothing answers, while hosts answer by the other one."""
    ids = {scheme: [int(row["id"]) for row in rows if _scheme(row) == scheme] for scheme in _SCHEMES}
    silent = {
        scheme: of_scheme
        for scheme, of_scheme in ids.items()
        if of_scheme and all(looks[check_id].failure in NETWORK_PROBLEMS for check_id in of_scheme)
    }
    return silent if len(silent) == 1 and all(ids.values()) else {}


def _scheme(row: Mapping[str, Any]) -> str:
    # an address may be so broken that it cannot be taken apart
    return str(row["final_url"] or row["first_url"] or "").partition(":")[0].lower()


def _looks(
    connection: sqlite3.Connection,
    rows: Sequence[Mapping[str, Any]],
    controls: Sequence[ControlLook],
    is_near: bool,
) -> dict[int, LinkLook]:
    """Return the looks of a run by the id of their check.

    Pages are compared by their text where there is a control that shows which text is everywhere, else only those of
    which many hosts gave the same bytes.
    """
    often = Counter(row["payload_digest"] for row in rows)
    looks = {}
    for row in rows:
        is_compared = controls or often[row["payload_digest"]] >= DOMAINS_MIN
        page = _text_key(connection, row, urls.host(row["first_url"] or "")) if is_compared else None
        look = _look(row, page, is_near)
        if not controls and row["verdict"] == Verdict.MOVED:  # for good, which no captive portal says
            look = replace(look, led_to=None)
        looks[int(row["id"])] = look
    return looks


def _gateway_is_near(rows: Sequence[Mapping[str, Any]], controls: Sequence[Mapping[str, Any]]) -> bool:
    """Return True if so many hosts, or a control, answer as a proxy does that has no answer, that it is our proxy."""
    if any(may_be_of_proxy(row["answer_status"], row["server_address"]) for row in controls):
        return True
    hosts = (
        urls.host(row["first_url"] or "")
        for row in rows
        if may_be_of_proxy(row["answer_status"], row["server_address"])
    )
    return len(set(map(registrable_domain, hosts))) >= DOMAINS_MIN


def _is_of_proxy(row: Mapping[str, Any], is_near: bool) -> bool:
    """Return True if an answer is taken for our proxy's; by https it is the site's, unless many say the same."""
    return may_be_of_proxy(row["answer_status"], row["server_address"]) and (is_near or _scheme(row) == "http")


def _look(row: Mapping[str, Any], page: str | None, is_near: bool) -> LinkLook:
    of_proxy = _is_of_proxy(row, is_near)
    has_answered = not of_proxy and (row["status"] is not None or row["error"] in _OF_ADDRESS)
    is_new = row["earlier_status"] is None and row["earlier_error"] is None
    did_answer = row["earlier_status"] is not None or row["earlier_error"] == Problem.ROBOTS_DENIED
    host = urls.host(row["first_url"] or "")
    led_to, own_page = _stand_in(row, host, page)
    return LinkLook(
        host=host,
        failure=Problem.PROXY_FAILED if of_proxy else None if has_answered else row["robots_error"] or row["error"],
        has_answered=False if row["is_settled"] else None if is_new else did_answer,
        is_doubted=bool(row["is_doubted"]),
        is_settled=bool(row["is_settled"]),
        led_to=led_to,
        page=own_page,
        is_itself=has_answered and led_to is None and row["verdict"] in _OF_THE_SITE,
        detail=f"it answers {row['answer_status']}" if of_proxy else row["error_text"],
    )


def _control(row: Mapping[str, Any], page: str | None, is_near: bool) -> ControlLook:
    host, is_name = row["host"], row["final_url"].startswith("dns:")
    if not is_name and _is_of_proxy(row, is_near):
        return ControlLook(host, Problem.PROXY_FAILED)
    failure = row["error"]
    if failure == Problem.ROBOTS_UNREACHABLE:
        failure = row["robots_error"]  # None: it answered, though with no rules
    if row["status"] is not None or failure not in NETWORK_PROBLEMS:
        failure = None
    led_to, own_page = _stand_in(row, urls.host(f"http://{host}/"), page)
    return ControlLook(host, failure, led_to, own_page, is_name=is_name)


def _stand_in(row: Mapping[str, Any], host: str, page: str | None) -> tuple[str | None, str | None]:
    """Return the host of another domain that a redirect leads to, or the page that came from the host itself."""
    if row["status"] == int(NETWORK_LOGIN):
        return None, NETWORK_LOGIN
    final = urls.host(row["final_url"] or "")
    if final and registrable_domain(final) != registrable_domain(host):
        return final, None
    return None, None if row["status"] is None or row["status"] in ABSENT else page


def _text_key(connection: sqlite3.Connection, row: Mapping[str, Any], host: str) -> str | None:
    """Return a digest of the text of a payload without tags, scripts and the name of its host.

    None if there is none, or more text than a page has that stands in for many hosts. Such a page often names the host
    that was asked for.
    """
    if row["payload_digest"] is None:
        return None
    try:
        page = payloads.read(connection, row["payload_digest"])[:_PAGE_BYTES].decode("utf-8", "replace")
    except (KeyError, DamagedPayload):  # left out, or damaged, which `kaaw verify` reports
        return str(row["payload_digest"])
    first, *others = _SCRIPT.split(page)
    shown = first + "".join(_SCRIPT_END.split(part, maxsplit=1)[-1] for part in others)
    text = " ".join(_TAG.sub(" ", shown).lower().replace(host.lower(), "").split())
    if len(text) > _NOTICE_CHARACTERS:
        return None
    return sha256(text.encode()).hexdigest() if text else str(row["payload_digest"])
