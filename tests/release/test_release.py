"""A release is whole: validators, readers and checksums of others accept it, and it is the same twice."""

from __future__ import annotations

import csv
import hashlib
import json
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from kaaw_archive.archive.verify import verify
from tests.cli.conftest import Kaaw, document, filled_path, one_line_error, run
from tests.export.conftest import left_out, reserved_path

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["filled_path", "reserved_path", "run"]
FILES = set(
    "README.md dictionary.md datapackage.json CITATION.cff catalogue.jsonld SHA256SUMS archive.sqlite".split()
) | {
    f"{table}.{form}"
    for table in "articles versions works events links left_out".split()
    for form in ("csv", "parquet")
}


@pytest.fixture
def release(run: Kaaw, filled_path: Path, tmp_path: Path) -> Path:
    to = tmp_path / "release"
    result = run(filled_path, "release", "--to", str(to), "--title", "Titel: ein [Test]", "--publisher", "Universität")
    assert result.exit_code == 0, result.output
    return to


def loaded(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_files(release: Path) -> None:
    assert {path.name for path in release.iterdir()} == FILES
    for line in (release / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        assert hashlib.sha256((release / name).read_bytes()).hexdigest() == digest
    assert verify(release / "archive.sqlite", is_quick=False, progress=lambda _done, _of: None).findings == []


@pytest.mark.slow
def test_frictionless_accepts_the_data_package(run: Kaaw, reserved_path: Path, release: Path, tmp_path: Path) -> None:
    other = tmp_path / "reserved"
    run(reserved_path, "release", "--to", str(other))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what it imports
        from frictionless import validate

        for folder in (release, other):
            report = validate(str(folder / "datapackage.json"), type="package")
            assert report.valid, report.flatten(["title", "fieldName", "note"])
        (release / "articles.csv").write_bytes(
            (release / "articles.csv").read_bytes().replace(b"2016-09-21", b"2016-09-99")
        )
        assert not validate(str(release / "datapackage.json"), type="package").valid


def test_each_column_is_explained(release: Path) -> None:
    dictionary = (release / "dictionary.md").read_text(encoding="utf-8")
    for resource in loaded(release / "datapackage.json")["resources"]:
        if resource["format"] == "csv":
            names = [column["name"] for column in resource["schema"]["fields"]]
            with (release / resource["path"]).open(encoding="utf-8", newline="") as file:
                assert next(csv.reader(file)) == names
            for column in resource["schema"]["fields"]:
                assert column["description"]
                assert f"| `{column['name']}` | {column['type']} | {column['description']} |" in dictionary


def test_parquet_and_csv_hold_the_same(release: Path) -> None:
    from pyarrow import parquet

    for table in ("articles", "versions", "works", "events", "links"):
        with (release / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            assert len(list(csv.DictReader(file))) == parquet.read_table(release / f"{table}.parquet").num_rows


def test_the_citation_file(release: Path) -> None:
    cited = yaml.safe_load((release / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(cited), "required by Citation File Format 1.2.0"
    assert (cited["type"], cited["title"], cited["authors"]) == (
        "dataset",
        "Titel: ein [Test]",
        [{"name": "Universität"}],
    )
    assert str(cited["date-released"]) == "2016-10-01"


def test_the_entry_for_catalogues(release: Path) -> None:
    """DCAT-AP.de 2.0: title, description and publisher of a data set; address and licence of a distribution."""
    entry = loaded(release / "catalogue.jsonld")
    assert entry["@type"] == "dcat:Dataset"
    assert {"dct:title", "dct:description", "dct:publisher", "dcat:theme", "dct:identifier"} <= set(entry)
    assert {one["dcat:accessURL"]["@id"] for one in entry["dcat:distribution"]} < FILES
    for one in entry["dcat:distribution"]:
        digest = hashlib.sha256((release / one["dcat:accessURL"]["@id"]).read_bytes()).hexdigest()
        assert one["spdx:checksum"]["spdx:checksumValue"] == digest
        assert one["dct:license"]["@id"] == "http://dcat-ap.de/def/licenses/other-closed"
    used = {key.partition(":")[0] for key in json.dumps(entry).split('"') if key.count(":") == 1 and " " not in key}
    assert {name for name in used if name in ("dcat", "dct", "foaf", "spdx", "xsd")} <= set(entry["@context"])


@pytest.mark.slow
@pytest.mark.parametrize("name", ["release", "release.zip"])
def test_two_releases_are_the_same(run: Kaaw, filled_path: Path, tmp_path: Path, name: str) -> None:
    made = []
    for time in ("one", "two"):
        (tmp_path / time).mkdir()
        to = tmp_path / time / name
        assert run(filled_path, "release", "--to", str(to)).exit_code == 0
        made.append({p.name: p.read_bytes() for p in to.iterdir()} if to.is_dir() else {name: to.read_bytes()})
    assert made[0] == made[1]


def test_a_zip_holds_the_files(run: Kaaw, filled_path: Path, tmp_path: Path) -> None:
    to = tmp_path / "release.zip"
    assert run(filled_path, "release", "--to", str(to)).exit_code == 0
    with zipfile.ZipFile(to) as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) == FILES


@pytest.mark.slow
def test_counts(run: Kaaw, reserved_path: Path, tmp_path: Path) -> None:
    report = document(run(reserved_path, "release", "--to", str(tmp_path / "a"), "--json"))
    assert (report["rows"]["articles"], report["profile"]) == (11, "public")
    assert report["rows"]["left_out"] >= len(left_out("public"))


def test_an_empty_release_is_one(run: Kaaw, filled_path: Path, tmp_path: Path) -> None:
    to = tmp_path / "empty"
    made = run(filled_path, "release", "nirgends", "--to", str(to))
    assert (made.exit_code, "publishers: 0; words: nirgends" in made.stdout) == (0, True), made.stdout
    assert loaded(to / "datapackage.json")["name"] == "news-empty"
    assert "date-released" not in (to / "CITATION.cff").read_text(encoding="utf-8")


def test_without_pyarrow_there_is_no_parquet(
    run: Kaaw, filled_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kaaw_archive.release.making.find_spec", lambda name: None)
    to = tmp_path / "release"
    assert run(filled_path, "release", "--to", str(to)).exit_code == 0
    assert {path.name for path in to.iterdir()} == {name for name in FILES if not name.endswith(".parquet")}


def test_nothing_is_replaced(run: Kaaw, filled_path: Path, release: Path, tmp_path: Path) -> None:
    before = (release / "SHA256SUMS").read_bytes()
    assert "there is something at" in one_line_error(run(filled_path, "release", "--to", str(release)))
    assert (release / "SHA256SUMS").read_bytes() == before
    assert "no such folder" in one_line_error(run(filled_path, "release", "--to", str(tmp_path / "no" / "x")))
    assert {path.name for path in tmp_path.iterdir()} == {"release"}
