"""Services that take messages are named by scheme and host, and what they say is repeated without secrets."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from apprise.plugins.custom_json import NotifyJSON

from kaaw_archive.errors import WrongArguments
from kaaw_archive.schedule.services import Delivery, check_addresses, deliver, problem_of
from tests.local_site import Answer

if TYPE_CHECKING:
    from tests.local_site import LocalSite


@pytest.fixture
def hook(local_site: LocalSite) -> str:
    local_site.add("", "/geheim", Answer(b"ok"))
    return local_site.url("/geheim").replace("http://", "json://name:kennwort@")


def host_of(local_site: LocalSite) -> str:
    return local_site.url("").replace("http://", "json://")


def test_a_service_that_takes_the_message(local_site: LocalSite, hook: str) -> None:
    assert deliver([hook], "title", "body") == [Delivery(host_of(local_site), None)]


def test_the_service_that_failed_is_named_with_its_status(local_site: LocalSite, hook: str) -> None:
    local_site.add("", "/aus", Answer(status=502))
    taken, refused = deliver([hook, hook.replace("/geheim", "/aus")], "title", "body")
    assert taken.problem is None
    assert "502" in (refused.problem or "")
    assert problem_of([taken, refused]) == f"{host_of(local_site)}: {refused.problem}"
    assert problem_of([taken]) is None


def test_words_of_pages_are_no_markup(hook: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that shows HTML, such as mail, gets the words of a page as text."""
    sent: list[str] = []

    def send(_self: object, body: str, **_: object) -> bool:
        sent.append(body)
        return True

    monkeypatch.setattr(NotifyJSON, "send", send)
    deliver([f"{hook}?format=html"], "title", "<img src=http://tracker.example/> Amtsblatt")
    assert [("&lt;img" in body, "<img" in body) for body in sent] == [(True, False)]


def test_no_password_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    for address in ("json://name:kennwort@127.0.0.1:9/geheim?+X-Token=geheimer", "slack://T1JJ3T3L2/A1BRTD4JD/geheim1"):
        try:
            (one,) = deliver([address], "title", "body")
        except WrongArguments:
            continue
        assert not {"kennwort", "geheim", "geheimer", "geheim1", "T1JJ3T3L2"} & set(repr(one).replace("/", " ").split())
    assert capfd.readouterr() == ("", "")


def test_what_apprise_repeats_of_an_address_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    class Refusing:
        def add(self, servers: str) -> bool:
            return bool(servers)

        def __iter__(self) -> object:
            return iter([self])

        def url(self, *, privacy: bool) -> str:
            return "json://name:****@hook.example/geheim" if privacy else ""

        def notify(self, **_: str) -> bool:
            raise RuntimeError("https://name:kenn%20wort@hook.example/geheim: no, kenn wort is wrong")

    monkeypatch.setattr("apprise.Apprise", Refusing)
    (one,) = deliver(["json://name:kenn%20wort@hook.example/geheim"], "title", "body")
    assert one == Delivery("json://hook.example", "RuntimeError: https://hook.example/…: no, … is wrong")


def test_behind_a_proxy_it_says_how_a_host_near_us_is_reached(
    local_site: LocalSite, hook: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    local_site.add("", "/geheim", Answer(status=500))
    monkeypatch.setenv("http_proxy", local_site.proxy)
    monkeypatch.setenv("no_proxy", "10.0.0.1")
    assert "unless no_proxy names its host" in str(deliver([hook], "title", "body"))
    monkeypatch.setenv("no_proxy", "127.0.1.1")
    assert "no_proxy" not in str(deliver([hook], "title", "body"))


def test_an_address_that_is_none_is_refused_without_its_secrets() -> None:
    with pytest.raises(WrongArguments, match="address 2 is none") as error:
        check_addresses(["json://127.0.0.1/", "geheim:kennwort"])
    assert "kennwort" not in str(error.value)


def test_without_apprise_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(WrongArguments, match="kaaw-archive with the extra notify"):
        check_addresses(["json://127.0.0.1/"])
