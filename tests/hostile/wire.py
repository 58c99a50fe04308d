"""Answers as they go over the wire: codings, framings, statuses and bodies, whole, cut or with a turned bit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaaw_archive.archive import payloads
from tests.download.test_decoding import CODINGS
from tests.german_pages import page

if TYPE_CHECKING:
    import socket
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from random import Random

BODIES = (
    page(1),
    page(2),
    page(3).replace("ü".encode(), b"\xfc"),
    bytes(range(256)) * 20,
    b"<p>Kurz.</p>",
    page(4) * 3,
)
STATUSES = (
    (200, "OK"),
    (200, ""),
    (203, "Non-Authoritative Information"),
    (404, "Nicht da"),
    (410, "Gone"),
    (500, "Fehler"),
)


@dataclass(frozen=True, slots=True)
class WireAnswer:
    """One answer: ``wire`` is sent and the connection closed; ``body`` is what it carries if ``is_whole``."""

    what: str
    status: int
    wire: bytes
    body: bytes
    is_whole: bool


# what the archive has of each address
KEPT = """
SELECT v.url, v.status, v.error, v.payload_digest, r.id AS reading FROM visits v LEFT JOIN readings r ON r.capture_id = v.id
WHERE v.kind = 'page'
"""


def faults(db: sqlite3.Connection, answers: Mapping[str, WireAnswer]) -> list[str]:
    """Return what is wrong with the captures of these addresses."""
    rows = {row["url"]: row for row in db.execute(KEPT)}
    found: list[str] = []
    for url, answer in answers.items():
        kept = rows.get(url)
        has_bytes = kept is not None and kept["payload_digest"] is not None
        found += _faults(answer, kept, payloads.read(db, kept["payload_digest"]) if kept and has_bytes else None)
    return found


def framed(head: bytes, sent: bytes, framing: str, random: Random) -> bytes:
    """Return head and body of an answer in a framing that ends where the bytes end."""
    if framing == "length":
        return head + b"Content-Length: %d\r\n\r\n" % len(sent) + sent
    if framing == "close":
        return head + b"\r\n" + sent
    chunks = b"".join(_chunk(part, framing == "extended chunks") for part in _parts(sent, random))
    trailer = b"X-Trailer: 1\r\n" if framing == "chunks with a trailer" else b""
    return head + b"Transfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n" + trailer + b"\r\n"


FRAMINGS = ("length", "close", "chunks", "extended chunks", "chunks with a trailer")


def whole(random: Random, number: int) -> Iterator[WireAnswer]:
    """Yield answers in random mixtures, the first ones so that each coding meets each framing."""
    names = ("identity", *CODINGS)
    for n in range(number):
        name, framing = names[n % len(names)], FRAMINGS[n // len(names) % len(FRAMINGS)]
        status, reason = random.choice(STATUSES)
        body = random.choice(BODIES)
        wire = framed(_head(status, reason, name), _coded(name, body), framing, random)
        yield WireAnswer(f"{name}, {framing}, {status}", status, wire, body, is_whole=True)


def damaged(random: Random, number: int) -> Iterator[WireAnswer]:
    """Yield answers of which the stream is cut or has a turned bit, or of which the framing breaks off."""
    ways = (_cut_stream, _turned_bit, _cut_framing)
    for n in range(number):
        body = random.choice(BODIES)
        what, wire = ways[n % len(ways)](body, random)
        yield WireAnswer(what, 200, wire, body, is_whole=False)


def serving(answers: Sequence[WireAnswer]) -> Callable[[socket.socket, bytes], None]:
    """Return a manner of a server that gives the answer of the number that is asked for, ``/17``."""

    def manner(connection: socket.socket, asked: bytes) -> None:
        connection.sendall(answers[int(asked.split(b" ", 2)[1].lstrip(b"/"))].wire)

    return manner


def _cut_stream(body: bytes, random: Random) -> tuple[str, bytes]:
    name = random.choice(list(CODINGS))
    stream = _coded(name, body)
    place = random.randrange(len(stream))
    framing = random.choice(FRAMINGS)
    return f"{name} cut at {place} of {len(stream)}, {framing}", framed(
        _head(200, "OK", name), stream[:place], framing, random
    )


def _turned_bit(body: bytes, random: Random) -> tuple[str, bytes]:
    name = random.choice([name for name, coding in CODINGS.items() if coding[3]])
    stream = bytearray(_coded(name, body))
    place = random.randrange(len(stream))
    stream[place] ^= 1 << random.randrange(8)
    framing = random.choice(FRAMINGS)
    return f"{name}, a bit of byte {place}, {framing}", framed(_head(200, "OK", name), bytes(stream), framing, random)


def _cut_framing(body: bytes, random: Random) -> tuple[str, bytes]:
    name = random.choice(("identity", *CODINGS))
    framing = random.choice([framing for framing in FRAMINGS if framing != "close"])
    wire = framed(_head(200, "OK", name), _coded(name, body), framing, random)
    begin = wire.index(b"\r\n\r\n") + 4
    end = len(wire) if framing == "length" else wire.rindex(b"\r\n0\r\n") + 2  # the mark of the end is not sent
    place = random.randrange(begin, end)
    return f"{name}, {framing} broken off at {place}", wire[:place]


def _head(status: int, reason: str, name: str) -> bytes:
    # the server closes after each answer; a client that is not told sends its next request into the closing connection
    coding = "" if name == "identity" else f"Content-Encoding: {CODINGS[name][0]}\r\n"
    fields = f"Content-Type: text/html; charset=utf-8\r\nConnection: close\r\n{coding}"
    return f"HTTP/1.1 {status} {reason}\r\n{fields}".encode()


def _coded(name: str, body: bytes) -> bytes:
    return body if name == "identity" else CODINGS[name][1](body)


def _parts(sent: bytes, random: Random) -> Iterator[bytes]:
    begin = 0
    while begin < len(sent):
        end = begin + random.choice((1, 7, 100, 4_096, 65_536))
        yield sent[begin:end]
        begin = end


def _chunk(part: bytes, is_extended: bool) -> bytes:
    return f"{len(part):x}{';name=value' if is_extended else ''}\r\n".encode() + part + b"\r\n"


def _faults(answer: WireAnswer, kept: sqlite3.Row | None, body: bytes | None) -> list[str]:
    """Return what is wrong with the capture of an answer; a damaged one may be kept if its bytes are exact all the same."""
    if kept is None:
        return [f"{answer.what}: no capture"]
    if answer.is_whole:
        is_kept = (kept["status"], kept["error"], body) == (answer.status, None, answer.body)
        return [] if is_kept else [f"{answer.what}: {kept['status']} {kept['error']}, exact: {body == answer.body}"]
    if kept["error"] is None and body != answer.body:
        return [f"{answer.what}: kept as whole"]
    return [f"{answer.what}: read"] if kept["error"] is not None and kept["reading"] is not None else []
