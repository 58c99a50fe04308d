"""Parts of the whole demo are archives in which nothing is wrong, whatever a profile leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from kaaw_archive.cli import kaaw
from kaaw_archive.export.profiles import Profile

if TYPE_CHECKING:
    from pathlib import Path

    from tests.demo.crawled import Crawled


def done(archive: Path, *arguments: str) -> str:
    result = CliRunner().invoke(kaaw, [*arguments, "--archive", str(archive)])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("profile", list(Profile))
def test_an_export_of_everything_is_well(demo: Crawled, tmp_path: Path, profile: Profile) -> None:
    to = tmp_path / "part.sqlite"
    done(demo.path, "export", "--profile", profile.value, "--to", str(to))
    assert "nothing is wrong" in done(to, "verify")


@pytest.mark.parametrize("profile", list(Profile))
def test_a_release_of_everything_is_well(demo: Crawled, tmp_path: Path, profile: Profile) -> None:
    to = tmp_path / "release"
    done(demo.path, "release", "--profile", profile.value, "--to", str(to))
    assert "nothing is wrong" in done(to / "archive.sqlite", "verify")
