"""The named errors: one tree, an exit code each, and names of problems that never change."""

from __future__ import annotations

import pytest

from kaaw_archive import errors

EXIT_CODES = {
    "ArchiveError": 1,
    "WrongArguments": 2,
    "QueryError": 2,
    "ArchiveUnusable": 4,
    "NotAnArchive": 4,
    "UnreleasedSchema": 4,
    "NewerSchema": 4,
    "NeedsMigration": 4,
    "ArchiveReadOnly": 4,
    "ArchiveBusy": 4,
    "DiskFull": 5,
    "DamagedPayload": 6,
    "RunUnderWay": 7,
}

# In archives out there: a name may be added, never changed or taken away.
REFUSALS = {"robots_denied", "robots_unreachable", "private_network", "host_blocked", "host_paused", "url_too_long",
            "bad_url", "too_many_redirects", "redirect_loop", "ignored"}  # fmt: skip
FAILURES = {"dns_not_found", "dns_failure", "connection_refused", "connection_failed", "connection_lost", "timeout",
            "tls_failed", "tls_client_certificate", "no_last_chunk",
            "proxy_failed", "proxy_login", "bad_response", "too_large", "bad_encoding", "unexpected_304",
            "cancelled", "unknown"}  # fmt: skip


@pytest.mark.parametrize(("name", "code"), EXIT_CODES.items())
def test_every_error_has_its_exit_code_and_is_an_archive_error(name: str, code: int) -> None:
    error = getattr(errors, name)
    assert issubclass(error, errors.ArchiveError)
    assert error.exit_code == code


def test_every_named_error_is_in_the_tree_at_the_top_of_the_module() -> None:
    named = {n for n, v in vars(errors).items() if isinstance(v, type) and issubclass(v, errors.ArchiveError)}
    assert named == EXIT_CODES.keys()
    assert errors.__doc__ is not None
    assert all(name in errors.__doc__ for name in named)


def test_names_of_problems_stay() -> None:
    assert {problem.value for problem in errors.Problem} >= REFUSALS | FAILURES


def test_a_refusal_is_what_brought_no_traffic() -> None:
    assert {problem.value for problem in errors.Problem if problem.is_refusal} == REFUSALS
