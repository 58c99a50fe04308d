"""A part of an archive is a whole archive: nothing points to nothing, and every command reads it."""

from __future__ import annotations

import hashlib
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from kaaw_archive.archive import payloads, row_digests
from kaaw_archive.archive.connect import open_for_reading, open_for_writing
from kaaw_archive.archive.connections import connect
from kaaw_archive.archive.kinds import INTERNAL, SEARCH
from kaaw_archive.archive.payloads import compress
from kaaw_archive.archive.queries.integrity import dangling, unproven_events
from kaaw_archive.archive.store import subset
from kaaw_archive.archive.store.payloads import add_dictionary
from kaaw_archive.archive.verify import verify
from tests.archive.queries.builder import AKTE, STRASSE, Builder, article
from tests.cli.conftest import Kaaw, document, filled_path, one_line_error, run
from tests.export.conftest import SITE

__all__ = ["filled_path", "run"]

# What a part of an archive has no use for: what is to be crawled, and what the fold makes again.
LEFT = {
    *INTERNAL,
    "seeds",
    "seed_entries",
    "_boilerplate",
    "_groups_to_fold",
    "_works_to_find",
    "_lines_beside",
    "_read_values",
    "_word_forms",
}


@pytest.fixture
def part(run: Kaaw, filled_path: Path, tmp_path: Path) -> Path:
    to = tmp_path / "part.sqlite"
    assert run(filled_path, "export", "--to", str(to), "Förderung").exit_code == 0
    return to


def test_each_table_is_copied_or_left_on_purpose(filled_path: Path) -> None:
    with closing(open_for_reading(filled_path)) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    ours = {name for name in names if not name.startswith(("sqlite_", *SEARCH))}
    assert ours == subset.COPIED | LEFT


def test_it_is_whole(part: Path) -> None:
    assert part.read_bytes()[18:20] == b"\x01\x01", "no write-ahead log (SQLite, Database Header)"
    before = part.read_bytes()
    report = verify(part, is_quick=False, progress=lambda _done, _of: None)
    assert report.findings == []
    assert part.read_bytes() == before, "a digest that was published with it still holds"
    assert report.search_checked
    with closing(open_for_reading(part)) as connection:
        assert dangling(connection) == []
        assert unproven_events(connection) == []


def test_every_command_reads_it(run: Kaaw, filled_path: Path, part: Path) -> None:
    for command, *arguments in (
        ["show", STRASSE],
        ["diff", STRASSE],
        ["search", "Förderung"],
        ["cite", STRASSE],
        ["payload", STRASSE],
    ):
        there, here = run(filled_path, command, *arguments), run(part, command, *arguments)
        assert (here.exit_code, here.stdout) == (0, there.stdout)
    versions = document(run(part, "history", STRASSE, "--json"))["versions"]
    assert [row["version"] for row in versions] == [1, 2, 3]
    assert "never captured" in one_line_error(run(part, "show", AKTE))


def test_it_can_be_derived_again(run: Kaaw, part: Path) -> None:
    result = run(part, "verify", "--json")
    assert result.exit_code == 0


def test_a_file_that_is_there_is_not_replaced(run: Kaaw, filled_path: Path, part: Path) -> None:
    before = part.read_bytes()
    assert "there is a file" in one_line_error(run(filled_path, "export", "--to", str(part)))
    assert part.read_bytes() == before


@pytest.fixture
def reserved_copy(reserved_path: Path, tmp_path: Path) -> Path:
    """The archive with reservations, to be written."""
    return Path(shutil.copy(reserved_path, tmp_path / "archive.db"))


def whole_part(run: Kaaw, path: Path, profile: str) -> Path:
    """An export of an archive in which nothing is wrong."""
    to = path.with_name("part.sqlite")
    assert run(path, "export", "--profile", profile, "--to", str(to)).exit_code == 0
    assert "nothing is wrong" in run(to, "verify").stdout
    return to


@pytest.mark.slow
def test_a_payload_whose_base_stays_behind_is_stored_alone(run: Kaaw, reserved_copy: Path, tmp_path: Path) -> None:
    """The bytes of a page whose text is left out may be the base of the bytes of another page."""
    path = reserved_copy
    with closing(connect(path, "rw", 5.0)) as db:
        of_page = "SELECT payload_digest FROM visits WHERE url LIKE ? ORDER BY id LIMIT 1"
        base, free = (db.execute(of_page, (f"%/{name}",)).fetchone()[0] for name in ("tdm-meta", "nothing"))
        body = payloads.read(db, free)
        delta = compress(body, keyframe=payloads.Keyframe(base, payloads.read(db, base), 10_000))
        assert delta.codec == "zstd-delta"
        db.execute(
            "UPDATE payloads SET codec = ?, data = ?, base_digest = ? WHERE digest = ?",
            (delta.codec, delta.data, base, free),
        )
        row_digests.store_all(db)
    to = tmp_path / "part.sqlite"
    assert run(path, "export", "--to", str(to)).exit_code == 0
    assert verify(to, is_quick=False, progress=lambda _done, _of: None).findings == []
    with closing(open_for_reading(to)) as connection:
        assert payloads.read(connection, free) == body
        with pytest.raises(KeyError):
            payloads.read(connection, base)


@pytest.mark.slow
@pytest.mark.parametrize("profile", ["public", "internal"])
def test_a_dictionary_takes_no_piece_of_other_pages_along(run: Kaaw, reserved_copy: Path, profile: str) -> None:
    pages = [
        f"<p>Verschluss {number}: {hashlib.sha256(bytes([number])).hexdigest()} bleibt hier.</p>" * 3
        for number in range(60)
    ]
    with closing(open_for_writing(reserved_copy)) as db:
        builder = Builder(db)
        builder.begin("2016-09-24T12:00:00.000Z")
        add_dictionary(db, "amt.example", "2016-09-24T12:00:00.000Z", payloads.train([page.encode() for page in pages]))
        for number, url in enumerate(("seite", "nothing"), 10):
            builder.page(
                f"{SITE}{url}", f"2016-09-24T12:00:{number}.000Z",
                *([article(f"{SITE}{url}", "Titel", "Neuer Text.")] if url == "nothing" else []),
                body=pages[number],
            )  # fmt: skip
        builder.end("finished", "2016-09-24T12:01:00.000Z")
        kept = payloads.digest(pages[11].encode())
        assert db.execute("SELECT codec FROM payloads WHERE digest = ?", (kept,)).fetchone()[0] == "zstd-dictionary"
    to = whole_part(run, reserved_copy, profile)
    with closing(open_for_reading(to)) as connection:
        assert payloads.read(connection, kept) == pages[11].encode()
    assert (b"Verschluss" in to.read_bytes()) is (profile == "internal")


@pytest.mark.parametrize("profile", ["public", "internal"])
def test_a_base_of_bytes_that_are_left_out_is_named_in_the_part(run: Kaaw, reserved_copy: Path, profile: str) -> None:
    """The bytes of a list that led to an article stay behind, and those of another list are their base."""
    rows = "".join(f"<li>{hashlib.sha256(bytes([number])).hexdigest()}</li>" for number in range(40))
    lists = [f"<ul>{rows}</ul><p>Stand: {day}. September</p>" for day in (23, 24)]
    with closing(open_for_writing(reserved_copy)) as db:
        builder = Builder(db)
        builder.begin("2016-09-24T12:00:00.000Z")
        for number, body in enumerate(lists):
            seed = builder.keep(f"{SITE}liste", f"2016-09-24T12:00:0{number}.000Z", body, kind="seed")
        builder.page(
            f"{SITE}nothing", "2016-09-24T12:00:09.000Z", article(f"{SITE}nothing", "Titel", "Neuer Text."),
            via_id=seed.id,
        )  # fmt: skip
        builder.end("finished", "2016-09-24T12:01:00.000Z")
        first, second = (payloads.digest(body.encode()) for body in lists)
        assert db.execute("SELECT base_digest FROM payloads WHERE digest = ?", (second,)).fetchone()[0] == first
    to = whole_part(run, reserved_copy, profile)
    with closing(open_for_reading(to)) as connection:
        kept = [payloads.read_if_whole(connection, digest) for digest in (first, second)]
    assert kept == ([None, None] if profile == "public" else [body.encode() for body in lists])
