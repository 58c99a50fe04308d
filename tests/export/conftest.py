"""An archive whose publishers reserve their texts in every way that the crawl stores."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from kaaw_archive.archive.connect import open_for_reading, open_for_writing
from tests.archive.queries.builder import Builder, article, link

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

# name of an article: what a capture of its page says, and what that reserves
SIGNALS: dict[str, tuple[dict[str, Any], str | None]] = {
    "nothing": ({}, None),
    "noindex": ({"robots": ["noindex, nofollow"]}, None),
    "tdm-zero": ({"tdm": 0, "tdm_from": "header"}, None),
    "usage-yes": ({"content_usage": ["train-ai=y"]}, None),
    "robots-meta": ({"robots": ["index, noarchive"]}, "noarchive"),
    "x-robots": ({"x_robots_tag": ["noarchive"]}, "noarchive"),
    "x-robots-agent": ({"x_robots_tag": ["googlebot: NoArchive"]}, "noarchive"),
    "tdm-header": ({"tdm": 1, "tdm_from": "header"}, "tdm-reservation"),
    "tdm-meta": ({"tdm": 1, "tdm_from": "meta"}, "tdm-reservation"),
    "tdm-file": ({"tdm": 1, "tdm_from": "tdmrep.json"}, "tdm-reservation"),
    "usage-no": ({"content_usage": ["search=y, train-ai=n"]}, "content-usage"),
}
LEFT_OUT = {"public": {"noarchive", "tdm-reservation", "content-usage"}, "research": {"noarchive"}, "internal": set()}
SITE = "https://www.amt.example/presse/"


def word_of(name: str) -> str:
    """Return a word that stands in the text of this article alone."""
    return "Wort" + name.replace("-", "").capitalize()


def left_out(profile: str) -> set[str]:
    """Return the names of the articles whose text this profile leaves out."""
    return {name for name, (_, reserves) in SIGNALS.items() if reserves in LEFT_OUT[profile]}


def reserve(path: Path) -> None:
    """Fill an archive: each article twice, and the signal comes with the second capture alone."""
    with closing(open_for_writing(path)) as connection:
        builder = Builder(connection)
        for day in ("22", "23"):
            builder.begin(f"2016-09-{day}T12:00:00.000Z")
            for number, (name, (rights, _)) in enumerate(SIGNALS.items()):
                url = SITE + name
                text = f"Dieser Satz steht überall und ist lang genug.\n{word_of(name)} steht am {day}. hier im Text."
                links = (link(0, f"https://ziel.example/{name}", f"Siehe {word_of(name)}"),)
                builder.page(
                    url, f"2016-09-{day}T12:00:{number:02}.000Z",
                    article(url, f"Titel {number}", text, kicker=f"{word_of(name)} am {day}.",
                            lead=f"Satz {word_of(name)}", links=links,
                            structure=({"type": "paragraph", "text": text},)),
                    rights=rights if day == "23" else None,
                )  # fmt: skip
            builder.end("finished", f"2016-09-{day}T12:01:00.000Z")


@pytest.fixture(scope="session")
def reserved_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("reserved") / "archive.db"
    reserve(path)
    return path


@pytest.fixture
def reserved(reserved_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_for_reading(reserved_path)) as connection:
        connection.execute("BEGIN")
        yield connection
