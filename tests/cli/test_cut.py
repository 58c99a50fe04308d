"""What was cut from a text, as many pages of its site have it, is shown, and no difference between versions."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.archive.connect import open_for_writing
from tests.cli.conftest import Kaaw, document
from tests.derive.histories import World, shows
from tests.derive.test_boilerplate import CONTACT, body, page, with_contact

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def cut_path(empty_path: Path) -> Path:
    """Five articles that end alike, the first of which was captured long before that was known, and edited after."""
    with closing(open_for_writing(empty_path)) as connection:
        world = World(connection)
        world.happens(0, shows(with_contact(0), url=page(0)))
        for number in range(1, 5):
            world.happens(1000 + number, shows(with_contact(number), url=page(number)))
        world.happens(1100, shows(with_contact(0, edition=2), url=page(0)))
    return empty_path


def test_show_names_what_was_cut_and_where_it_was_seen(run: Kaaw, cut_path: Path) -> None:
    (article,) = document(run(cut_path, "show", page(0), "--json"))["articles"]
    assert [line["text"] for line in article["cut"]] == CONTACT.split("\n")
    said = run(cut_path, "show", page(0)).stdout
    assert "Cut, as it stands on many pages of the site\nend: Pressekontakt\n    as in " in said
    assert all(uid in said for line in article["cut"] for uid in line["seen_in"])
    assert "Cut," not in run(cut_path, "show", page(0), "--version", "1").stdout


def test_diff_counts_what_was_cut_in_neither(run: Kaaw, cut_path: Path) -> None:
    lines = document(run(cut_path, "diff", page(0), "--json"))["diff"]
    assert [line for line in lines if "Pressekontakt" in line] == []
    assert f"-{body(0).splitlines()[0]}" in lines
