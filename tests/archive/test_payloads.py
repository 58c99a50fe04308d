"""Bytes in, the same bytes out: whatever they are, however they are compressed, and never others."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaaw_archive.archive import payloads
from kaaw_archive.errors import DamagedPayload
from tests.german_pages import page

TABLES = """
CREATE TABLE dictionaries (id INTEGER PRIMARY KEY, data BLOB);
CREATE TABLE payloads (digest TEXT PRIMARY KEY, size_bytes INTEGER, codec TEXT, base_digest TEXT,
                       dictionary_id INTEGER, data BLOB);
"""
BASE = page(1)


@pytest.fixture(scope="module")
def dictionary() -> payloads.Dictionary:
    return payloads.Dictionary(1, payloads.train([page(n) for n in range(40)]))


def shelf(dictionary: payloads.Dictionary | None = None) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(TABLES)
    if dictionary is not None:
        connection.execute("INSERT INTO dictionaries VALUES (?, ?)", (dictionary.id, dictionary.data))
    return connection


def put(connection: sqlite3.Connection, body: bytes, new: payloads.CompressedPayload) -> str:
    row = (payloads.digest(body), len(body), new.codec, new.base_digest, new.dictionary_id, new.data)
    connection.execute("INSERT OR IGNORE INTO payloads VALUES (?, ?, ?, ?, ?, ?)", row)
    return row[0]


def keyframe(connection: sqlite3.Connection, body: bytes) -> payloads.Keyframe:
    compressed = payloads.compress(body)
    return payloads.Keyframe(put(connection, body, compressed), body, len(compressed.data))


@given(st.binary(max_size=3000), st.booleans())
def test_any_bytes_come_back(dictionary: payloads.Dictionary, body: bytes, has_dictionary: bool) -> None:
    with closing(shelf(dictionary)) as connection:
        compressed = payloads.compress(body, dictionary=dictionary if has_dictionary else None)
        assert payloads.read(connection, put(connection, body, compressed)) == body


@given(st.binary(max_size=2000), st.integers(0, 2**32), st.integers(0, 3000), st.binary(max_size=200))
def test_any_edit_of_any_base_comes_back(base: bytes, at: int, cut: int, inserted: bytes) -> None:
    base = base * 3
    at %= len(base) + 1
    body = base[:at] + inserted + base[at + cut :]
    with closing(shelf()) as connection:
        compressed = payloads.compress(body, keyframe=keyframe(connection, base))
        assert payloads.read(connection, put(connection, body, compressed)) == body


def test_a_new_token_in_a_page_costs_next_to_nothing() -> None:
    with closing(shelf()) as connection:
        body = BASE.replace(b'content=""', b'content="c4b1f09a77"')
        assert body != BASE
        compressed = payloads.compress(body, keyframe=keyframe(connection, BASE))
        assert compressed.codec == "zstd-delta"
        assert len(compressed.data) <= 100
        assert payloads.read(connection, put(connection, body, compressed)) == body


def test_a_page_that_has_become_another_is_a_keyframe() -> None:
    other = random.Random(5).randbytes(60_000)
    with closing(shelf()) as connection:
        frame = keyframe(connection, BASE)
        compressed = payloads.compress(other, keyframe=frame)
        assert (compressed.codec, compressed.base_digest) == ("raw", None)


def test_a_delta_is_at_most_a_quarter_of_its_keyframe() -> None:
    chance = random.Random(7)
    with closing(shelf()) as connection:
        frame = keyframe(connection, BASE)
        quarter = int(frame.stored_bytes * payloads.NEW_KEYFRAME_SHARE)
        below = payloads.compress(BASE + chance.randbytes(quarter - 200), keyframe=frame)
        above = payloads.compress(BASE + chance.randbytes(quarter + 200), keyframe=frame)
    assert (below.codec, above.codec) == ("zstd-delta", "zstd")
    assert len(below.data) <= quarter


@pytest.mark.parametrize(("base_grows", "body_grows"), [(1, 0), (0, 1)])
def test_no_delta_above_the_limit(monkeypatch: pytest.MonkeyPatch, base_grows: int, body_grows: int) -> None:
    monkeypatch.setattr(payloads, "DELTA_MAX_BYTES", len(BASE))
    with closing(shelf()) as connection:
        above = payloads.compress(BASE + b"." * body_grows, keyframe=keyframe(connection, BASE + b"." * base_grows))
        below = payloads.compress(
            BASE[: -body_grows or None], keyframe=keyframe(connection, BASE[: -base_grows or None])
        )
    assert (above.codec, below.codec) == ("zstd", "zstd-delta")


def test_large_payloads_come_back_as_deltas_and_alone() -> None:
    base = random.Random(3).randbytes(1_000_000) * 7
    edited = base[:3_500_000] + b"Nachtrag" + base[3_500_000:]
    huge = base + base
    with closing(shelf()) as connection:
        frame = keyframe(connection, base)
        compressed = payloads.compress(edited, keyframe=frame)
        assert compressed.codec == "zstd-delta"
        assert payloads.read(connection, put(connection, edited, compressed)) == edited
        alone = payloads.compress(huge, keyframe=frame)
        assert alone.codec == "zstd"
        assert payloads.read(connection, put(connection, huge, alone)) == huge


def test_a_dictionary_makes_a_first_capture_smaller(dictionary: payloads.Dictionary) -> None:
    unseen = page(4711)
    with closing(shelf(dictionary)) as connection:
        compressed = payloads.compress(unseen, dictionary=dictionary)
        assert (compressed.codec, compressed.dictionary_id) == ("zstd-dictionary", 1)
        assert len(compressed.data) < len(payloads.compress(unseen).data) * 0.6
        assert payloads.read(connection, put(connection, unseen, compressed)) == unseen


@pytest.mark.parametrize("samples", [[], [BASE] * (payloads.DICTIONARY_MIN_SAMPLES - 1), [b""] * 40])
def test_too_few_or_empty_pages_give_no_dictionary(samples: list[bytes]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        payloads.train(samples)


def three_codecs(connection: sqlite3.Connection, dictionary: payloads.Dictionary) -> list[str]:
    """A keyframe, a delta to it, and a page with the dictionary."""
    frame = keyframe(connection, BASE)
    edited = page(1, edition=2)
    other = page(2)
    return [
        frame.digest,
        put(connection, edited, payloads.compress(edited, keyframe=frame)),
        put(connection, other, payloads.compress(other, dictionary=dictionary)),
    ]


@given(st.integers(0, 2), st.integers(0, 2**32), st.integers(1, 255), st.booleans())
def test_damaged_bytes_are_named_and_never_given_out(
    dictionary: payloads.Dictionary, which: int, at: int, flip: int, is_cut: bool
) -> None:
    with closing(shelf(dictionary)) as connection:
        digest = three_codecs(connection, dictionary)[which]
        data = bytearray(connection.execute("SELECT data FROM payloads WHERE digest = ?", (digest,)).fetchone()[0])
        whole = payloads.read(connection, digest)
        at %= len(data)
        if is_cut:
            del data[at:]
        else:
            data[at] ^= flip
        connection.execute("UPDATE payloads SET data = ? WHERE digest = ?", (bytes(data), digest))
        try:
            assert payloads.read(connection, digest) == whole  # a bit that nobody reads
        except DamagedPayload as error:
            assert digest in str(error)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE payloads SET size_bytes = size_bytes + 1 WHERE digest = :digest",
        "UPDATE payloads SET base_digest = :digest WHERE digest = :digest",
        "UPDATE dictionaries SET data = x'00'",
        "DELETE FROM dictionaries",
        "UPDATE payloads SET codec = 'raw' WHERE digest = :digest",
    ],
)
def test_damaged_rows_are_named(dictionary: payloads.Dictionary, damage: str) -> None:
    with closing(shelf(dictionary)) as connection:
        _, delta, trained = three_codecs(connection, dictionary)
        digest = trained if "dictionaries" in damage else delta
        connection.execute(damage, {"digest": digest})
        with pytest.raises(DamagedPayload, match=digest):
            payloads.read(connection, digest)


def test_what_is_left_out_or_unknown_is_a_key_error() -> None:
    with closing(shelf()) as connection:
        frame = keyframe(connection, BASE)
        connection.execute("UPDATE payloads SET data = NULL")
        for wanted in (frame.digest, payloads.digest(b"never seen")):
            with pytest.raises(KeyError):
                payloads.read(connection, wanted)
