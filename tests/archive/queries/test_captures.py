"""Validators for conditional requests, and robots.txt behind its redirects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kaaw_archive.archive.queries import captures
from tests.archive.queries.builder import HTML

if TYPE_CHECKING:
    from tests.archive.queries.builder import Builder

PAGE = "https://stadt.example/a"
ROBOTS = "https://stadt.example/robots.txt"
LONG_AGO, NOON = "2000-01-01T00:00:00.000Z", "2016-09-22T12:00:00.000Z"


def at(second: int) -> str:
    return f"2016-09-22T12:00:{second:02d}.000Z"


def with_headers(**fields: str) -> dict[str, list[str]]:
    return HTML | {name.replace("_", "-"): [value] for name, value in fields.items()}


def test_validators_are_those_of_the_newest_readable_payload(builder: Builder) -> None:
    builder.keep(PAGE, at(1), "alt", headers=with_headers(etag='"1"', last_modified="Thu, 01 Sep 2016 00:00:00 GMT"))
    second = builder.keep(PAGE, at(2), "neu", headers=with_headers(etag='"2"'))
    builder.keep(PAGE, at(3), "ohne Kennung")
    builder.keep(PAGE, at(4), status=503, headers=with_headers(etag='"fehler"'))
    builder.keep(PAGE + "/", at(5), "andere Adresse", headers=with_headers(etag='"5"'))

    found = captures.validators(builder.connection, PAGE)

    assert found == captures.Validators(str(second.payload_digest), '"2"', None)


def test_validators_of_an_erased_payload_are_not_sent(builder: Builder) -> None:
    builder.keep(PAGE, at(1), "bleibt", headers=with_headers(last_modified="Thu, 01 Sep 2016 00:00:00 GMT"))
    erased = builder.keep(PAGE, at(2), "gelöscht", headers=with_headers(etag='"2"'))
    builder.connection.execute("UPDATE payloads SET data = NULL WHERE digest = ?", (erased.payload_digest,))

    found = captures.validators(builder.connection, PAGE)

    assert found is not None
    assert (found.etag, found.last_modified) == (None, "Thu, 01 Sep 2016 00:00:00 GMT")


@pytest.mark.parametrize("columns", [{"status": 404}, {"status": 503}, {"status": 200, "error": "too_large"}])
def test_validators_of_what_was_no_answer_are_not_sent(builder: Builder, columns: dict[str, Any]) -> None:
    good = builder.keep(PAGE, at(1), "gut", headers=with_headers(etag='"gut"'))
    builder.keep(PAGE, at(2), "Fehlerseite", headers=with_headers(etag='"fehler"'), **columns)
    assert captures.validators(builder.connection, PAGE) == captures.Validators(str(good.payload_digest), '"gut"', None)


def test_validators_of_a_304_are_those_to_send(builder: Builder) -> None:
    good = builder.keep(PAGE, at(1), "gut", headers=with_headers(etag='"1"'))
    builder.keep(PAGE, at(2), status=304, not_modified_digest=good.payload_digest, headers=with_headers(etag='W/"1"'))
    assert captures.validators(builder.connection, PAGE) == captures.Validators(str(good.payload_digest), 'W/"1"', None)


def test_an_unknown_address_has_no_validators(builder: Builder) -> None:
    builder.keep(PAGE, at(1), "ohne Kennung")
    assert captures.validators(builder.connection, PAGE) is None
    assert captures.validators(builder.connection, "https://nirgends.example/") is None


def test_validators_are_looked_up_by_indexes_only(builder: Builder) -> None:
    plan = [row[3] for row in builder.connection.execute("EXPLAIN QUERY PLAN " + captures._VALIDATORS, (PAGE,))]
    assert any("captures_by_url" in step for step in plan)
    assert not any("SCAN" in step or "TEMP B-TREE" in step for step in plan)


def robots(builder: Builder, second: int, **columns: Any) -> int:
    body = columns.pop("body", None)
    url = columns.pop("url", ROBOTS)
    return builder.keep(url, at(second), body, kind="robots", **columns).id


def test_the_newest_robots_txt_counts(builder: Builder) -> None:
    robots(builder, 1, body="alt")
    newest = robots(builder, 2, body="User-agent: *", headers={"content-type": ["text/plain; charset=utf-8"]})
    builder.keep(ROBOTS, at(3), "als Seite gelesen")

    found = captures.newest_robots(builder.connection, ROBOTS, NOON)

    assert found is not None
    assert (found.capture_id, found.url, found.captured_at, found.status) == (newest, ROBOTS, at(2), 200)
    assert found.content_type == "text/plain; charset=utf-8"
    assert found.payload_digest is not None


def test_a_robots_txt_that_is_too_old_does_not_count(builder: Builder) -> None:
    robots(builder, 1, body="alt")
    assert captures.newest_robots(builder.connection, ROBOTS, at(1)) is not None
    assert captures.newest_robots(builder.connection, ROBOTS, at(2)) is None
    assert captures.newest_robots(builder.connection, "https://andere.example/robots.txt", LONG_AGO) is None


@pytest.mark.parametrize("end", [{"status": 404}, {"error": "timeout"}, {"error": "private_network"}, {"body": "ja"}])
def test_redirects_are_followed_to_their_end(builder: Builder, end: dict[str, Any]) -> None:
    first = robots(builder, 1, status=301)
    second = robots(builder, 2, status=307, url="https://www.stadt.example/robots.txt", via_id=first)
    third = robots(builder, 3, url="https://www.stadt.example/r.txt", via_id=second, **end)

    found = captures.newest_robots(builder.connection, ROBOTS, NOON)

    assert found is not None
    assert found.capture_id == third
    assert (found.status, found.error) == (end.get("status", 200 if "body" in end else None), end.get("error"))
    assert found.content_type == ("text/html; charset=utf-8" if "body" in end else None)


def test_a_chain_that_is_cut_short_says_nothing(builder: Builder) -> None:
    robots(builder, 1, body="galt früher")
    robots(builder, 2, status=301)
    assert captures.newest_robots(builder.connection, ROBOTS, NOON) is None


def test_a_redirect_that_was_given_up_ends_the_chain(builder: Builder) -> None:
    given_up = robots(builder, 1, status=301, error="too_many_redirects")
    found = captures.newest_robots(builder.connection, ROBOTS, NOON)
    assert found is not None
    assert found.capture_id == given_up


@pytest.mark.parametrize(("hops", "is_found"), [(6, True), (7, False)])
def test_six_hops_are_followed(builder: Builder, hops: int, is_found: bool) -> None:
    via = None
    for hop in range(hops):
        via = robots(builder, hop, status=302, url=ROBOTS if hop == 0 else f"{ROBOTS}?{hop}", via_id=via)
    robots(builder, 50, url=f"{ROBOTS}?ende", via_id=via, body="User-agent: *")

    found = captures.newest_robots(builder.connection, ROBOTS, NOON)

    assert (found is not None) is is_found


def test_an_unchanged_robots_txt_keeps_its_payload(builder: Builder) -> None:
    first = builder.keep(ROBOTS, at(1), "User-agent: *", kind="robots")
    robots(builder, 2, status=304, not_modified_digest=first.payload_digest)

    found = captures.newest_robots(builder.connection, ROBOTS, NOON)

    assert found is not None
    assert (found.captured_at, found.payload_digest) == (at(2), first.payload_digest)
