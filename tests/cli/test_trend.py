"""``kaaw trend`` gives the share of texts with a term, with both numbers."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from kaaw_archive.archive.queries.trend import Share
from kaaw_archive.cli._trend.picture import as_svg
from tests.cli.conftest import document

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Kaaw

SVG = "{http://www.w3.org/2000/svg}"


def test_each_month_has_both_numbers_and_the_share(run: Kaaw, filled_path: Path) -> None:
    rows = document(run(filled_path, "trend", "Straße", "Akten", "--json"))
    assert rows == [
        {
            "term": term,
            "group": group,
            "within": None,
            "texts_with_term": has,
            "texts": 1,
            "share": has,
            "undated": undated,
        }
        for term, numbers in (("Straße", (1, 0)), ("Akten", (0, 1)))
        for group, has, undated in zip(("2016-09", "undated"), numbers, (0, 1), strict=True)
    ]


def test_stop_words_beside_others_are_not_looked_for(run: Kaaw, filled_path: Path) -> None:
    alone, beside, quoted = (
        run(filled_path, "trend", term, "--by", "source", "--json") for term in ("Straße", "ob Straße", '"ob" Straße')
    )
    assert document(alone) == document(beside) != document(quoted)
    assert "not searched, as most texts have it: ob" in beside.stderr
    assert not alone.stderr and not quoted.stderr


def test_a_version_of_the_past_counts_and_of_the_archive_of_a_day(run: Kaaw, filled_path: Path) -> None:
    for options, number in (([], 1), (["--as-of", "2016-10-01"], 1), (["--as-of", "2016-09-30"], 1)):
        row, undated = document(run(filled_path, "trend", "beginnt", "--by", "year", "--json", *options))
        assert (row["group"], row["texts_with_term"], row["texts"]) == ("2016", number, 1)
        assert (undated["group"], undated["texts_with_term"], undated["texts"]) == ("undated", 0, 1)


def test_groups_may_be_sources_and_a_filter_leaves_out(run: Kaaw, filled_path: Path) -> None:
    (row,) = document(run(filled_path, "trend", "Straße OR Akte", "--by", "source", "--until", "2016-09-21", "--json"))
    assert (row["group"], row["texts_with_term"], row["texts"]) == ("stadt.example", 1, 1)
    assert "no text to count" in run(filled_path, "trend", "Straße", "--since", "2099-01-01").stdout


def test_groups_within_groups_add_up(run: Kaaw, filled_path: Path) -> None:
    once = document(run(filled_path, "trend", "Straße", "--by", "source", "--json"))
    twice = document(run(filled_path, "trend", "Straße", "--by", "month", "--by", "source", "--json"))
    assert [(row["group"], row["within"]) for row in twice] == [
        (month, row["group"]) for month in ("2016-09", "undated") for row in once
    ]
    for name in ("texts_with_term", "texts"):
        assert sum(row[name] for row in twice) == sum(row[name] for row in once)
    head = run(filled_path, "trend", "Straße", "--by", "month", "--by", "source", "--csv").stdout.splitlines()[0]
    assert head == "term,group,within,texts_with_term,texts,share,undated"


def test_all_texts_are_counted_without_a_term(run: Kaaw, filled_path: Path) -> None:
    lines = run(filled_path, "trend", "--by", "year", "--csv").stdout.splitlines()
    assert lines == ["group,texts,undated", "2016,1,0", "undated,1,1"]
    row, _ = document(run(filled_path, "trend", "--json"))
    assert (row["term"], row["texts_with_term"], row["texts"], row["share"]) == (None, None, 1, None)


@pytest.mark.parametrize(
    "options",
    [("--by", "year", "--by", "year"), ("--by", "year", "--by", "kind", "--by", "source"), ("--svg", "a.svg")],
)
def test_groups_that_make_no_table_are_refused(run: Kaaw, filled_path: Path, options: tuple[str, ...]) -> None:
    refused = run(filled_path, "trend", *options)
    assert (refused.exit_code, refused.stdout) == (2, "")


def test_csv_and_a_chart(run: Kaaw, filled_path: Path, tmp_path: Path) -> None:
    chart = tmp_path / "chart.svg"
    result = run(filled_path, "trend", "Straße", '"a<b&"', "--csv", "--svg", str(chart))
    lines = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [(line["term"], line["share"]) for line in lines] == [
        (term, share) for term, share in (("Straße", "1.0"), ("Straße", "0.0"), ('"a<b&"', "0.0"), ('"a<b&"', "0.0"))
    ]
    root = ElementTree.fromstring(chart.read_text(encoding="utf-8"))
    assert len(root.findall(f"{SVG}polyline")) == 2
    assert "Straße, 2016-09: 1 of 1" in [title.text for title in root.iter(f"{SVG}title")]


def shares(term: str, *groups: str) -> list[Share]:
    return [Share(term, group, number, 10) for number, group in enumerate(groups, 1)]


def test_a_chart_over_time_has_room_for_months_without_a_text_and_no_line_over_them() -> None:
    root = ElementTree.fromstring(as_svg(shares("Akte", "2020-11", "2020-12", "2021-01", "2021-05"), "month"))
    assert [len(line.attrib["points"].split()) for line in root.iter(f"{SVG}polyline")] == [3, 1]
    first, second, third, last = (float(dot.attrib["cx"]) for dot in root.iter(f"{SVG}circle"))
    assert second - first == pytest.approx(third - second, abs=0.2)
    assert last - third == pytest.approx(4 * (third - second), abs=0.2)


def test_a_chart_of_sources_has_bars_of_those_with_most_texts() -> None:
    names = [f"amt{n}.example" for n in range(60)]
    few = [Share("Akte", name, 1, 100 - n) for n, name in enumerate(names)]
    root = ElementTree.fromstring(as_svg([*few, *shares("Rat", *names)], "source"))
    bars = [title.text for group in root.findall(f"{SVG}g") for title in group.iter(f"{SVG}title")]
    assert (len(bars), bars[0], "Akte, amt40.example: 1 of 60" in bars) == (80, "Akte, amt0.example: 1 of 100", False)
    assert root.findtext(f"{SVG}title") == "Share of texts with Akte, Rat, by source, the 40 of 60 with most texts"


def test_what_is_no_query_and_no_file_gets_a_line(run: Kaaw, filled_path: Path, tmp_path: Path) -> None:
    assert run(filled_path, "trend", "(").exit_code == 2
    missing = run(filled_path, "trend", "Straße", "--svg", str(tmp_path / "no" / "chart.svg"))
    assert (missing.exit_code, len(missing.stderr.splitlines())) == (2, 1)


@pytest.mark.parametrize(("by", "has_column"), [("month", False), ("year", False), ("source", True)])
def test_a_table_for_people_has_a_column_of_undated_texts_only_where_they_have_no_row(
    run: Kaaw, filled_path: Path, by: str, has_column: bool
) -> None:
    head, *table = run(filled_path, "trend", "beginnt", "--by", by).stdout.splitlines()
    assert ("undated" in head) is has_column
    assert any(line.split()[1] == "undated" for line in table) is not has_column
