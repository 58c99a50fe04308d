"""Names beside a proxy: which are refused, and when the guard of private networks is off."""

from __future__ import annotations

import logging
import socket
from typing import TYPE_CHECKING, Any

from kaaw_archive.download.beside_proxy import SILENT_DOMAINS
from kaaw_archive.download.name_lookups import LOOKUPS_MAX, LookupsBusy
from tests.download.test_resolver import Rig

if TYPE_CHECKING:
    import pytest
    from twisted.python.failure import Failure

NO_ANSWER = socket.gaierror(socket.EAI_AGAIN, "no answer")
INSIDE = {"wiki.kreis.de": ["10.1.0.7"]}


def beside(rig: Rig, host: str) -> list[str | None]:
    found: list[str | None] = []
    rig.resolver.private_address(host).addCallback(found.append)
    return found


def silent_domains(count: int) -> dict[str, Any]:
    return {f"www.boese-{number}.de": NO_ANSWER for number in range(count)}


def test_a_name_is_private_if_one_of_its_addresses_is() -> None:
    rig = Rig({"intern.amt.de": ["193.7.160.1", "10.1.0.7"], "kaaw.de": ["193.7.160.1"]})
    assert beside(rig, "intern.amt.de") == beside(rig, "Intern.amt.de.") == ["10.1.0.7"]
    assert beside(rig, "kaaw.de") == beside(rig, "unbekannt.de") == [None]
    assert rig.asked == ["intern.amt.de", "kaaw.de", "unbekannt.de"]
    assert beside(Rig({"intern.amt.de": ["10.1.0.7"]}, allowed="10.1.0.0/16"), "intern.amt.de") == [None]


def test_domains_that_no_resolver_of_the_internet_knows_are_looked_up_too() -> None:
    names = ["intern.test", "wiki.example", "wiki.invalid"]
    rig = Rig({name: ["10.1.0.7"] for name in names})
    assert [beside(rig, name) for name in names] == [["10.1.0.7"]] * 3


def test_addresses_are_not_looked_up() -> None:
    rig = Rig({})
    assert beside(rig, "193.7.160.1") == beside(rig, "[2a00:1450::1]") == [None]
    assert rig.asked == []


def test_a_domain_without_an_answer_is_left_alone_for_ten_minutes_and_no_other_is() -> None:
    rig = Rig({"www.boese.de": NO_ANSWER, "tief.boese.de": ["10.1.0.7"], **INSIDE})
    assert beside(rig, "www.boese.de") == beside(rig, "tief.boese.de") == [None]
    assert beside(rig, "wiki.kreis.de") == ["10.1.0.7"]
    assert rig.asked == ["www.boese.de", "wiki.kreis.de"]
    rig.reactor.advance(601)
    assert beside(rig, "tief.boese.de") == ["10.1.0.7"]


def test_a_lookup_is_waited_for_two_seconds_and_no_other_domain_suffers() -> None:
    rig = Rig({"hung.boese.de": ["10.1.0.7"], **INSIDE})
    found = beside(rig, "hung.boese.de")
    assert beside(rig, "wiki.kreis.de") == ["10.1.0.7"]
    rig.reactor.advance(1.9)
    assert found == []
    rig.reactor.advance(0.2)
    assert found == [None]
    rig.finish("hung.boese.de")  # too late


def test_lookups_that_never_began_say_nothing_of_a_name() -> None:
    """Else whoever has many domains whose names hang could fill all threads, and no name would be refused."""
    rig = Rig(INSIDE)
    for number in range(LOOKUPS_MAX):
        beside(rig, f"hung.boese-{number}.de")
    failures: list[Failure] = []
    rig.resolver.private_address("wiki.kreis.de").addErrback(failures.append)
    rig.reactor.advance(2.1)
    assert [failure.type for failure in failures] == [LookupsBusy]
    assert rig.asked == []
    rig.finish("hung.boese-0.de")
    rig.finish("hung.boese-1.de")


def test_a_name_that_waits_behind_names_of_a_silent_domain_is_as_silent() -> None:
    rig = Rig({**INSIDE, "www.amt.de": ["193.7.160.1"]})
    assert beside(rig, "www.amt.de") == [None]
    found = [beside(rig, f"hung{number}.boese.de") for number in range(9)]
    rig.reactor.advance(2.1)
    assert found == [[None]] * 9


def test_without_any_answer_the_guard_is_off_for_ten_minutes_and_the_log_says_so_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    silent = silent_domains(2 * SILENT_DOMAINS)
    rig = Rig({**silent, **INSIDE})
    with caplog.at_level(logging.WARNING):
        for number, name in enumerate(silent):
            assert beside(rig, name) == [None]
            assert len(rig.asked) == min(number + 1, SILENT_DOMAINS)
        assert beside(rig, "wiki.kreis.de") == [None]
        assert len(caplog.records) == 1
        rig.reactor.advance(601)
        assert beside(rig, "wiki.kreis.de") == ["10.1.0.7"]


def test_once_a_name_had_an_answer_no_silence_switches_the_guard_off(caplog: pytest.LogCaptureFixture) -> None:
    for known in ("www.amt.de", "unbekannt.de"):  # "no such name" is an answer, too
        rig = Rig({"www.amt.de": ["193.7.160.1"], **silent_domains(40), **INSIDE})
        assert beside(rig, known) == [None]
        for name in silent_domains(40):
            assert beside(rig, name) == [None]
        assert beside(rig, "wiki.kreis.de") == ["10.1.0.7"]
    assert not caplog.records


def test_many_names_of_one_silent_domain_count_once() -> None:
    rig = Rig({**{f"n{number}.boese.de": NO_ANSWER for number in range(40)}, **INSIDE})
    for number in range(40):
        assert beside(rig, f"n{number}.boese.de") == [None]
    assert beside(rig, "wiki.kreis.de") == ["10.1.0.7"]
