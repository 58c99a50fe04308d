"""Copies in other archives: what timegates and indexes answer is understood."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.errors import WrongArguments
from kaaw_archive.http import Headers
from kaaw_archive.linkrot.archives import LinkArchive, Memento, mementos, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator


CASES = sorted((Path(__file__).parent / "timegates").glob("*.json"))
GATE = "archiv.example"
DEAD = "http://www.stadt-a.example/fort.html"


@pytest.fixture(params=["UTC0", "XXX-13"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The zone of the machine, in which nothing is meant."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("zone")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_an_answer_names_its_copies(case: Path) -> None:
    said = json.loads(case.read_text(encoding="utf-8"))
    archive = LinkArchive.parse(said["archive"])
    question = archive.question("http://www.stadt-a.example/alt/bericht.html", "2016-09-22T12:00:00.000Z")
    body = said["body"].encode() if "body" in said else None
    found = mementos(archive, question, said["status"], Headers.of_fields(said["headers"]), body)
    assert [[one.url, one.at] for one in found] == said["mementos"]


@pytest.mark.parametrize("body", [b"[" * 200_000, b'{"a":' * 200_000])
def test_an_index_deeper_than_anybody_reads_names_no_copy(body: bytes) -> None:
    archive = LinkArchive.parse(f"cdx:http://{GATE}/cdx http://{GATE}/web/")
    assert mementos(archive, archive.question(DEAD, "2016-09-22T12:00:00.000Z"), 200, Headers(), body) == []


def test_the_copy_before_the_citation_is_preferred() -> None:
    days = [f"2016-09-{day:02}T00:00:00.000Z" for day in (1, 20, 23, 30)]
    copies = [Memento(f"http://{GATE}/{day}", day) for day in days]
    cited = "2016-09-22T12:00:00.000Z"
    assert nearest(copies, cited) == copies[1]
    assert nearest(copies[2:], cited) == copies[2]
    assert nearest(copies[2:], cited, before="2016-09-22T13:00:00.000Z") is None


@pytest.mark.parametrize(
    ("address", "is_right"),
    [
        ("http://leser:wort@archive.example/web/", False),
        ("http://leser@archive.example/web/", False),
        ("cdx:HTTP://leser:wort@archive.example/cdx https://archive.example/web/", False),
        ("http://leser:wort@10.1.0.7/web/", False),
        ("https://leser:wort@archive.example/web/", True),
        ("http://archive.example/web/", True),
        ("http://leser:wort@127.0.0.1:8080/web/", True),
        ("http://leser:wort@[::1]:8080/web/", True),
        ("http://leser:wort@localhost:8080/web/", True),
    ],
)
def test_a_password_goes_encrypted_or_stays_on_this_machine(address: str, is_right: bool) -> None:
    if is_right:
        assert (LinkArchive.parse(address).authorization is None) == ("@" not in address)
        return
    with pytest.raises(WrongArguments, match="https://") as caught:
        LinkArchive.parse(address)
    assert "wort" not in str(caught.value)
