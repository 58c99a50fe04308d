"""The commands in this process, over a filled archive that no test changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from kaaw_archive import project
from kaaw_archive.cli import kaaw
from kaaw_archive.cli.terminal import printing
from tests.archive.queries.builder import fill
from tests.json_output import show_checked
from tests.local_site import Answer

if TYPE_CHECKING:
    from pathlib import Path

    from tests.local_site import LocalSite

Kaaw = Callable[..., Result]


@pytest.fixture(scope="session")
def filled_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "archive.db"
    fill(path)
    return path


@pytest.fixture
def own_path(archive_path: Path) -> Path:
    """A filled archive that the test may change."""
    fill(archive_path)
    return archive_path


@pytest.fixture
def hook(local_site: LocalSite, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a service that takes messages, which the settings name."""
    local_site.add("", "/hook", Answer(b"ok"))
    address = local_site.url("/hook").replace("http://", "json://")
    monkeypatch.setattr(project, "in_force", lambda: SimpleNamespace(notify=address))
    return address


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Kaaw:
    """``run(path, "status")``: the result of a command on this archive; None: none is named."""
    for name in ("KAAW_ARCHIVE", "KAAW_DEBUG", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(printing, "show_json", show_checked)

    def invoke(path: Path | None, command: str, *arguments: str, **options: Any) -> Result:
        named = [] if path is None else ["--archive", str(path)]
        return CliRunner().invoke(kaaw, [command, *named, *arguments], prog_name="kaaw", **options)

    return invoke


def one_line_error(result: Result) -> str:
    """The error that a command ended with, after a look at its form."""
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("kaaw: error: ")
    return line.removeprefix("kaaw: error: ")


def document(result: Result) -> Any:
    """The JSON document that a command printed."""
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)
