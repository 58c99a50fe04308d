"""Failures that most hosts of a run share: from how many hosts on they are taken for a fault of ours."""

from __future__ import annotations

import pytest

from kaaw_archive.own_faults import shared_problem


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
