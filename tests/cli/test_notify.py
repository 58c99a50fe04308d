"""kaaw notify: a test message says what each service did; without --test it sends what `kaaw run` would."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from kaaw_archive import project
from tests.cli.conftest import Kaaw, document, one_line_error
from tests.local_site import Answer

if TYPE_CHECKING:
    from pathlib import Path

    from tests.local_site import LocalSite


@pytest.fixture
def service(hook: str) -> str:
    """The name under which the service of messages is shown."""
    return hook.removesuffix("/hook")


def test_a_test_message_needs_no_archive(run: Kaaw, tmp_path: Path, service: str, local_site: LocalSite) -> None:
    ran = run(tmp_path / "archive.db", "notify", "--test")
    assert (ran.exit_code, ran.stdout.splitlines()[-1]) == (0, f"{service}: took the message")
    assert len(local_site.requests(path="/hook")) == 1
    assert document(run(tmp_path / "archive.db", "notify", "--test", "--json"))["deliveries"] == [
        {"service": service, "problem": None}
    ]


def test_a_service_that_refuses_is_named(run: Kaaw, tmp_path: Path, service: str, local_site: LocalSite) -> None:
    local_site.add("", "/hook", Answer(status=403))
    ran = run(tmp_path / "archive.db", "notify", "--test")
    assert ran.exit_code == 1
    assert service in ran.stdout
    assert "403" in ran.stdout


@pytest.mark.usefixtures("service")
def test_what_has_not_changed_is_not_sent(run: Kaaw, own_path: Path, local_site: LocalSite) -> None:
    run(own_path, "notify")
    asked = len(local_site.requests(path="/hook"))
    ran = run(own_path, "notify")
    assert (ran.exit_code, ran.stdout) == (0, "nothing has changed since the last message\n")
    assert len(local_site.requests(path="/hook")) == asked


def test_without_an_address_the_setting_is_named(run: Kaaw, own_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project, "in_force", lambda: SimpleNamespace(notify=""))
    assert "ARCHIVE_NOTIFY" in one_line_error(run(own_path, "notify", "--test"))
