"""Every way out of the archive is known, and each that makes a copy for others obeys the rights profiles."""

from __future__ import annotations

import pkgutil
from io import BytesIO
from typing import TYPE_CHECKING, Any

import click
import pytest

from kaaw_archive import export
from kaaw_archive.agents.tools import Tools
from kaaw_archive.cli import kaaw
from kaaw_archive.cli.export import FORMATS
from kaaw_archive.export.profiles import Profile
from tests.cli.conftest import Kaaw, run
from tests.export.conftest import SIGNALS, SITE, left_out, word_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["run"]

# A new command stands here, or the test fails: does text of a publisher leave the archive by it?
COPIES_FOR_OTHERS = {"events", "export", "release", "mcp"}
SHOWS_TO_ITS_OWNER = set(
    "blame cite correct decisions diff history links payload quote search seeds show"  # on its owner's terminal
    " backup migrate recover".split()  # the whole archive, for its owner
)
NO_TEXT_OF_OTHERS = set(
    # figures and names
    "block crawl demo derive follow init notify run schema seeds sites status trend unfollow verify".split()
)


def test_each_command_is_known() -> None:
    commands = set(kaaw.list_commands(click.Context(kaaw)))
    assert commands == COPIES_FOR_OTHERS | SHOWS_TO_ITS_OWNER | NO_TEXT_OF_OTHERS


def test_each_format_is_known() -> None:
    modules = {module.name for module in pkgutil.iter_modules(export.__path__)}
    assert {name.removeprefix("to_") for name in modules if name.startswith("to_")} == set(FORMATS)


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


def _parquet(path: Path) -> str:
    from pyarrow import parquet

    return str(parquet.read_table(BytesIO(path.read_bytes())).to_pylist())


def _database(path: Path) -> str:
    """Return all values of all tables, payloads uncompressed, and the file itself."""
    from contextlib import closing

    from kaaw_archive.archive.connect import open_for_reading

    with closing(open_for_reading(path)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        values: list[Any] = [list(map(tuple, connection.execute(f'SELECT * FROM "{name}"'))) for name in tables]
        values += [bytes(row[0] or b"") for row in connection.execute("SELECT payload(digest) FROM payloads")]
    return str(values) + _text(path)


READ: dict[str, Callable[[Path], str]] = {"parquet": _parquet, "sqlite": _database}


@pytest.mark.parametrize("profile", ["public", "research", "internal"])
@pytest.mark.parametrize("form", FORMATS)
def test_what_is_reserved_is_left_out_and_named(
    run: Kaaw, reserved_path: Path, tmp_path: Path, form: str, profile: str
) -> None:
    to = tmp_path / f"out.{form}"
    versions = [] if form == "sqlite" else ["--versions"]
    result = run(reserved_path, "export", "--to", str(to), "--profile", profile, *versions)
    assert result.exit_code == 0, result.output
    written = READ.get(form, _text)(to)
    there = {name for name in SIGNALS if word_of(name).lower() in written.lower()}
    assert there == set(SIGNALS) - left_out(profile)
    for name, (_, reserves) in SIGNALS.items():
        assert SIGNALS[name] and f"presse/{name}" in written
        if reserves and form != "sqlite":
            assert reserves in written
    if left_out(profile):
        assert "left out" in result.stdout


@pytest.mark.parametrize("profile", ["public", "research", "internal"])
def test_a_release_leaves_out_and_names(run: Kaaw, reserved_path: Path, tmp_path: Path, profile: str) -> None:
    to = tmp_path / "release"
    assert run(reserved_path, "release", "--to", str(to), "--profile", profile).exit_code == 0
    for path in to.iterdir():
        written = READ.get(path.suffix.removeprefix("."), _text)(path).lower()
        leaked = {name for name in left_out(profile) if word_of(name).lower() in written}
        assert not leaked, path
    named = (to / "left_out.csv").read_text(encoding="utf-8")
    assert {name for name in SIGNALS if f"presse/{name}," in named} == left_out(profile)


@pytest.mark.slow
@pytest.mark.parametrize("profile", list(Profile))
def test_tools_leave_out_and_name(reserved_path: Path, profile: Profile) -> None:
    tools = Tools(reserved_path, profile)
    for name, (_, reserves) in SIGNALS.items():
        one = tools.show(SITE + name)
        other = tools.show(SITE + name, at="2016-09-22")
        answers = [
            one,
            other,
            tools.diff(other["capture_uid"], one["capture_uid"]),
            tools.search(word_of(name)),
            tools.cite(one["capture_uid"]),
            tools.links(host="ziel.example", limit=50),
        ]
        written = str(answers[:-1]) + str([link for link in answers[-1]["links"] if link["article_url"] == SITE + name])
        assert ("kicker" in answers[2]["archived_fields"]) != (name in left_out(profile)), name
        assert (word_of(name) in written) != (name in left_out(profile)), name
        assert one["reserved_by"] == reserves


@pytest.mark.parametrize("profile", ["public", "research", "internal"])
@pytest.mark.parametrize("form", ["atom", "json-feed", "list", "json"])
def test_events_leave_out_and_name(run: Kaaw, reserved_path: Path, form: str, profile: str) -> None:
    for name, (_, reserves) in SIGNALS.items():
        shown = run(reserved_path, "events", SITE + name, "--kind", "edited", "--format", form, "--profile", profile)
        for text in ("in Absatz 2; Zeile über dem Titel", word_of(name)):
            assert (text in shown.stdout) != (name in left_out(profile)), shown.stdout
        if name in left_out(profile):
            words = '"reserved_by": "' if form == "json" else "left out, as its publisher reserved it: "
            assert f"{words}{reserves}" in shown.stdout
    assert "left out" not in run(reserved_path, "events").stdout  # on the terminal of its owner


def test_the_careful_profile_is_the_default(run: Kaaw, reserved_path: Path, tmp_path: Path) -> None:
    for name, options in (("a", []), ("b", ["--profile", "public"])):
        run(reserved_path, "export", "--to", str(tmp_path / f"{name}.jsonl"), *options)
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()
