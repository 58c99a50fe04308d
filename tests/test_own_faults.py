"""Failures that most hosts of a run share: from how many hosts on they are taken for a fault of ours."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kaaw_archive.own_faults import (
    NETWORK_PROBLEMS,
    ControlLook,
    LinkLook,
    needs_control,
    own_fault_of_links,
    own_fault_of_scheme,
    shared_problem,
)


@pytest.mark.parametrize(
    ("failures", "of_known", "of_new_links"),
    [
        ("timeout timeout -", "timeout", "timeout"),
        ("timeout timeout - -", None, None),  # half of them is not most
        ("timeout timeout", None, None),  # two hosts say nothing
        ("dns_failure connection_failed -", None, None),
        ("dns_not_found dns_not_found dns_not_found", "dns_not_found", None),
        ("dns_not_found " * 10, "dns_not_found", "dns_not_found"),
        ("connection_refused " * 10, "connection_refused", "connection_refused"),
        ("connection_refused " * 9, "connection_refused", None),
        ("bad_response " * 10, "bad_response", None),  # it came from the server
        ("bad_url " * 10, None, None),
        ("", None, None),
    ],
)
def test_when_most_hosts_fail_alike_the_fault_is_ours(
    failures: str, of_known: str | None, of_new_links: str | None
) -> None:
    failure_of_host = {str(n): None if one == "-" else one for n, one in enumerate(failures.split())}
    assert shared_problem(failure_of_host, may_be_dead=False) == of_known
    assert shared_problem(failure_of_host, may_be_dead=True) == of_new_links


def looks(count: int, **fields: Any) -> list[LinkLook]:
    return [
        LinkLook(host=f"www.amt-{number}.example", failure=None, is_itself=False, **fields) for number in range(count)
    ]


CONTROL = ControlLook("www.kontrolle.example", None)


@pytest.mark.parametrize("fields", [{"led_to": "wlan.example"}, {"page": "digest"}])
def test_somebody_near_us_answers_where_the_control_shows_the_same(fields: dict[str, Any]) -> None:
    for count in (1, 2, 9):
        fault = own_fault_of_links(looks(count, **fields), [replace(CONTROL, **fields)])
        assert fault is not None
        assert all(fault.covers(look) for look in looks(count, **fields))
        assert not fault.covers(LinkLook("www.amt-9.example", None))
        assert own_fault_of_links(looks(count, **fields), [CONTROL]) is None, "the control shows itself"


def test_without_a_control_three_domains_must_show_nothing_else() -> None:
    assert own_fault_of_links(looks(2, page="digest")) is None
    assert own_fault_of_links(looks(3, page="digest")) is not None
    assert own_fault_of_links([*looks(3, page="digest"), LinkLook("www.anders.example", None)]) is None


def test_a_network_that_wants_a_login_says_so() -> None:
    fault = own_fault_of_links(looks(1, page="511"))
    assert fault is not None
    assert "511" in fault.sentence


@pytest.mark.parametrize("controls", [[], [CONTROL]])
def test_one_host_cannot_say_that_our_network_wants_a_login(controls: list[ControlLook]) -> None:
    """Any server can send a 511."""
    others = [LinkLook(f"www.anders-{number}.example", None) for number in range(30)]
    one = looks(1, page="511")
    assert own_fault_of_links([*one, *others], controls) is None
    assert own_fault_of_links([*one, *one, *one, *others], controls) is None, "one domain counts once"
    assert (own_fault_of_links([*looks(3, page="511"), *others], controls) is None) == bool(controls)
    assert own_fault_of_links([*one, *others], [replace(CONTROL, page="511")]) is not None
    assert own_fault_of_links(one, [CONTROL]) is None
    assert needs_control([*one, *others])


def test_a_control_is_asked_only_where_nothing_is_known() -> None:
    lost = LinkLook("www.fort.example", "dns_not_found", is_itself=False)
    assert needs_control([lost])
    assert not needs_control([lost, LinkLook("www.da.example", None)])
    assert not needs_control([])


def test_each_fault_has_a_sentence_of_its_own() -> None:
    said = [own_fault_of_links([LinkLook("www.amt.example", problem)], [replace(CONTROL, failure=problem)])
            for problem in NETWORK_PROBLEMS]  # fmt: skip
    assert len({fault.sentence for fault in said if fault is not None}) == len(NETWORK_PROBLEMS)


@pytest.mark.parametrize(
    ("failures", "of_controls", "is_ours"),
    [
        ("timeout timeout", "timeout", True),
        ("timeout", "timeout timeout", True),
        ("timeout dns_not_found", "timeout", True),  # of one the name is lost
        ("timeout timeout", "-", False),  # the control answers
        ("timeout timeout", "", False),  # none was asked
        ("timeout timeout", "connection_refused", False),  # it has no such server
        ("timeout -", "timeout", False),
    ],
)
def test_what_fails_by_one_scheme_alone_is_ours_where_controls_fail_alike(
    failures: str, of_controls: str, is_ours: bool
) -> None:
    one = [
        LinkLook(f"www.amt-{number}.example", None if failure == "-" else failure)
        for number, failure in enumerate(failures.split())
    ]
    controls = [replace(CONTROL, failure=None if failure == "-" else failure) for failure in of_controls.split()]
    fault = own_fault_of_scheme(one, controls, "https")
    assert (fault is not None) == is_ours
    if fault is not None:
        assert [fault.covers(look) for look in one] == [look.failure == "timeout" for look in one]
