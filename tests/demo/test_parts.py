"""Parts of the whole demo are archives in which nothing is wrong, whatever a profile leaves out."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from kaaw_archive.cli import kaaw
from kaaw_archive.export.profiles import Profile

if TYPE_CHECKING:
    from pathlib import Path

    from tests.demo.crawled import Crawled


pytestmark = pytest.mark.slow

# Bytes of a page that is the own page of no article of the part: a list, a cited page, a part of another site.
BYTES_OF_OTHERS = """
SELECT count(*) FROM captures c JOIN payloads p ON p.digest = c.payload_digest
WHERE p.data IS NOT NULL AND NOT EXISTS (SELECT 1 FROM articles a WHERE a.page_id = c.page_id)
  AND NOT EXISTS (SELECT 1 FROM captures o JOIN articles a ON a.page_id = o.page_id WHERE o.payload_digest = p.digest)
"""


def count(archive: Path, query: str) -> int:
    with closing(sqlite3.connect(f"file:{archive}?mode=ro", uri=True)) as db:
        return int(db.execute(query).fetchone()[0])


def done(archive: Path, *arguments: str) -> str:
    result = CliRunner().invoke(kaaw, [*arguments, "--archive", str(archive)])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("profile", list(Profile))
def test_an_export_of_everything_is_well(demo: Crawled, tmp_path: Path, profile: Profile) -> None:
    to = tmp_path / "part.sqlite"
    done(demo.path, "export", "--profile", profile.value, "--to", str(to))
    assert "nothing is wrong" in done(to, "verify")
    assert "not read yet" not in done(to, "status")
    assert count(to, "SELECT count(*) FROM captures WHERE page_id IS NULL AND kind IN ('page', 'seed')") == 0
    assert (count(to, BYTES_OF_OTHERS) > 0) is (profile is Profile.INTERNAL)


def test_a_part_can_be_derived_again_and_has_the_same_articles(demo: Crawled, tmp_path: Path) -> None:
    to = tmp_path / "part.sqlite"
    done(demo.path, "export", "Datenschutz", "--to", str(to))
    articles = count(to, "SELECT count(*) FROM articles")
    done(to, "derive")
    assert count(to, "SELECT count(*) FROM articles") == articles > 0


@pytest.mark.parametrize("profile", list(Profile))
def test_a_release_of_everything_is_well(demo: Crawled, tmp_path: Path, profile: Profile) -> None:
    to = tmp_path / "release"
    done(demo.path, "release", "--profile", profile.value, "--to", str(to))
    assert "nothing is wrong" in done(to / "archive.sqlite", "verify")
