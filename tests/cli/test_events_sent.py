"""kaaw events --notify: what a reader did not get is sent once, by the services of ARCHIVE_NOTIFY."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from kaaw_archive import project
from tests.cli.conftest import Kaaw, one_line_error
from tests.local_site import Answer

if TYPE_CHECKING:
    from pathlib import Path

    from tests.local_site import LocalSite


@pytest.mark.slow
@pytest.mark.usefixtures("hook")
def test_each_event_is_sent_once_to_a_reader(run: Kaaw, own_path: Path, local_site: LocalSite) -> None:
    for _ in range(2):
        assert run(own_path, "events", "--reader", "mail", "--notify").exit_code == 0
    assert len(local_site.requests(path="/hook")) == 1
    assert run(own_path, "events", "--reader", "mail").stdout == "no events\n"
    run(own_path, "events", "--reader", "other", "--kind", "new", "--notify")
    assert len(local_site.requests(path="/hook")) == 2


@pytest.mark.slow
@pytest.mark.usefixtures("hook")
def test_what_was_refused_is_sent_by_the_next_call(run: Kaaw, own_path: Path, local_site: LocalSite) -> None:
    local_site.add("", "/hook", Answer(status=500))
    assert "tries again" in one_line_error(run(own_path, "events", "--reader", "mail", "--notify"))
    local_site.add("", "/hook", Answer(b"ok"))
    assert run(own_path, "events", "--reader", "mail", "--notify").exit_code == 0
    assert len(local_site.requests(path="/hook")) == 2


def test_nothing_is_sent_without_a_reader_or_an_address(
    run: Kaaw, own_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "--reader" in one_line_error(run(own_path, "events", "--notify"))
    monkeypatch.setattr(project, "in_force", lambda: SimpleNamespace(notify=""))
    assert "ARCHIVE_NOTIFY" in one_line_error(run(own_path, "events", "--reader", "mail", "--notify"))
