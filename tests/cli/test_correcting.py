"""`kaaw correct` and `kaaw decisions`: what a person says, kept with name and reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import Kaaw, document, one_line_error

if TYPE_CHECKING:
    from pathlib import Path

BECAUSE = ("--reason", "Brief der Pressestelle", "--as", "Anna")


@pytest.fixture
def url(run: Kaaw, own_path: Path) -> str:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(own_path)) as connection:
        return str(connection.execute("SELECT url FROM latest ORDER BY article_id LIMIT 1").fetchone()[0])


def test_it_is_shown_with_who_said_it_and_can_be_lifted(run: Kaaw, own_path: Path, url: str) -> None:
    read = document(run(own_path, "show", url, "--json"))["articles"][0]["published_on"]
    made = run(own_path, "correct", url, "date", "2016-01-02", *BECAUSE)
    assert made.stdout == f"{url}: its date is 2016-01-02 from now on\n"
    shown = document(run(own_path, "show", url, "--json"))["articles"][0]
    assert (shown["published_on"], shown["published_clue"]) == ("2016-01-02", "corrected")
    assert [(one["field"], one["made_by"]) for one in shown["corrections"]] == [("date", "Anna")]
    assert "Brief der Pressestelle" in run(own_path, "show", url).stdout
    assert run(own_path, "correct", url, "date", "--lift").exit_code == 0
    shown = document(run(own_path, "show", url, "--json"))["articles"][0]
    assert (shown["published_on"], shown["corrections"]) == (read, [])


@pytest.mark.parametrize(("field", "value"), [("author", "Imke Tholen"), ("title", "Radweg fertig"), ("kind", "event")])
def test_a_corrected_field_has_no_clue_of_the_page(run: Kaaw, own_path: Path, url: str, field: str, value: str) -> None:
    run(own_path, "correct", url, field, value, *BECAUSE)
    shown = document(run(own_path, "show", url, "--json"))["articles"][0]
    assert (shown[field], shown[f"{field}_clue"]) == (value, "corrected")


def test_the_last_word_counts_and_the_first_stays_in_the_list(run: Kaaw, own_path: Path, url: str) -> None:
    run(own_path, "correct", url, "title", "Erster", *BECAUSE)
    run(own_path, "correct", url, "title", "Zweiter", *BECAUSE)
    assert document(run(own_path, "show", url, "--json"))["articles"][0]["title"] == "Zweiter"
    listed = document(run(own_path, "decisions", "--kind", "correct", "--json"))
    assert [row["value"] for row in listed] == ["title: Zweiter"]
    listed = document(run(own_path, "decisions", "--kind", "correct", "--ended", "--json"))
    assert [row["value"] for row in listed] == ["title: Zweiter", "title: Erster"]
    said = run(own_path, "decisions", url).stdout
    assert "correct" in said
    assert "Anna" in said


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("date", "gestern", *BECAUSE), 2, "'gestern' is no day: say 2016-09-22"),
        (("date", "2016-01-02"), 2, "--reason is missing"),
        (("date",), 2, "the value is missing"),
        (("kind", "rede", *BECAUSE), 2, "'rede' is no kind: there are event"),
        (("state", "weg", *BECAUSE), 2, "'weg' is no state: there are live, withdrawn, moved"),
        (("title", " ", *BECAUSE), 2, "an article has a title: say which"),
        (("title", "x" * 5000, *BECAUSE), 2, "characters"),
        (("text", "x", *BECAUSE), 2, "'text' is not one of"),
        (("title", "--lift"), 1, "no correction of the title of"),
    ],
)
def test_what_makes_no_sense_is_refused(
    run: Kaaw, own_path: Path, url: str, arguments: tuple[str, ...], code: int, said: str
) -> None:
    result = run(own_path, "correct", url, *arguments)
    assert (result.exit_code, said in one_line_error(result)) == (code, True)


def test_an_article_that_is_not_there_is_named(run: Kaaw, own_path: Path) -> None:
    result = run(own_path, "correct", "https://nirgends.example/", "title", "x", *BECAUSE)
    assert result.exit_code == 1
    assert "nirgends.example" in one_line_error(result)
