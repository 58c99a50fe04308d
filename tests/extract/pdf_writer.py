"""PDF files for tests: lines set at their places, information, XMP, locks; as little of the format as that needs."""

from __future__ import annotations

import hashlib
import math
import textwrap
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")  # ISO 32000-1, 7.6.3.3
_LIGATURES = {"\ufb01": "\x01", "\ufb02": "\x02"}  # in the fonts' /Differences
_ID = bytes(range(16))


@dataclass(frozen=True)
class Line:
    """Text set from ``x``, ``y`` (points from the lower left corner of A4)."""

    text: str
    y: float
    x: float = 70
    size: float = 11
    is_bold: bool = False
    is_hidden: bool = False  # as in the text layer of a scan
    angle: float = 0.0  # degrees, against the clock


def flow(text: str, y: float, *, x: float = 70, size: float = 11, width: int = 80, is_bold: bool = False) -> list[Line]:
    """A paragraph broken at ``width`` characters; ``|`` breaks a line where the text has one."""
    lines = [line for part in text.split("|") for line in textwrap.wrap(part, width, break_on_hyphens=False)]
    return [Line(line, y - 1.25 * size * number, x, size, is_bold) for number, line in enumerate(lines)]


def pdf(
    pages: Sequence[Sequence[Line]],
    info: Mapping[str, str] | None = None,
    *,
    xmp: str = "",
    catalog: str = "",
    with_picture: bool = False,
    password: str | None = None,
    extra: bytes = b"",
) -> bytes:
    """A file with these pages. ``password`` locks it (RC4, 40 bits); the empty one locks it for no reader.

    ``extra`` is drawn on each page before its lines; ``catalog`` are entries of the document's catalog.
    """
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(pages)))
    fonts = "/Encoding << /BaseEncoding /WinAnsiEncoding /Differences [1 /fi 2 /fl] >> >>"
    picture = (
        b"<< /Type /XObject /Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceGray /Length 4 >>"
    )
    described = f"/Metadata {7 + 2 * len(pages)} 0 R" if xmp else ""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {described} {catalog} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica " + fonts.encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold " + fonts.encode(),
        _stream(picture, b"\x00\x40\x80\xff"),
    ]
    for number, lines in enumerate(pages):
        drawn = (b"q 500 0 0 700 40 70 cm /I1 Do Q\n" if with_picture else b"") + extra + _drawn(lines)
        objects += [_page(7 + 2 * number), _stream(b"<< /Filter /FlateDecode /Length %d >>", zlib.compress(drawn))]
    objects.append(
        b"<< %b >>" % b" ".join(b"/%b %b" % (name.encode(), _text(said)) for name, said in (info or {}).items())
    )
    if xmp:
        objects.append(_stream(b"<< /Type /Metadata /Subtype /XML /Length %d >>", _packet(xmp)))
    return _file(objects, 6 + 2 * len(pages), password)


def _drawn(lines: Sequence[Line]) -> bytes:
    parts = []
    for line in lines:
        shown = "".join(_LIGATURES.get(sign, sign) for sign in line.text).encode("cp1252", "replace")
        parts.append(
            b"BT /F%d %.1f Tf %d Tr %.4f %.4f %.4f %.4f %.1f %.1f Tm (%b) Tj ET\n"
            % (1 + line.is_bold, line.size, 3 * line.is_hidden, *_turn(line.angle), line.x, line.y, _escaped(shown))
        )
    return b"".join(parts)


def _turn(angle: float) -> tuple[float, float, float, float]:
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return cosine, sine, -sine, cosine


def _page(contents: int) -> bytes:
    return (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {contents} 0 R "
        "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> /XObject << /I1 5 0 R >> >> >>"
    ).encode()


def _packet(described: str) -> bytes:
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">'
        f'{described}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def _stream(head: bytes, data: bytes) -> bytes:
    return (head % len(data) if b"%d" in head else head) + b"\nstream\n" + data + b"\nendstream"


def _text(said: str) -> bytes:
    return b"<" + ("\ufeff" + said).encode("utf-16-be").hex().encode() + b">"


def _escaped(data: bytes) -> bytes:
    return data.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _file(objects: list[bytes], info: int, password: str | None) -> bytes:
    trailer = b""
    if password is not None:
        key, entry = _lock(password)
        objects = [_locked(number, body, key) for number, body in enumerate(objects, 1)]
        objects.append(entry)
        trailer = b"/Encrypt %d 0 R /ID [<%b> <%b>]" % (len(objects), _ID.hex().encode(), _ID.hex().encode())
    out, offsets = b"%PDF-1.4\n%\xe4\xf6\xfc\xdf\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R %b >>\n" % (len(objects) + 1, info, trailer)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%b%bstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        rows,
        end,
        len(out),
    )


def _lock(password: str) -> tuple[bytes, bytes]:
    """The key of a file and its /Encrypt dictionary (revision 2, algorithms 3.2 to 3.4 of the PDF reference)."""
    padded = (password.encode("latin-1") + _PADDING)[:32]
    owner = _rc4(hashlib.md5(_PADDING).digest()[:5], padded)
    key = hashlib.md5(padded + owner + (-4).to_bytes(4, "little", signed=True) + _ID).digest()[:5]
    user = _rc4(key, _PADDING)
    entry = b"<< /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <%b> /U <%b> >>"
    return key, entry % (owner.hex().encode(), user.hex().encode())


def _locked(number: int, body: bytes, key: bytes) -> bytes:
    own = hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10]
    head, found, rest = body.partition(b"\nstream\n")
    if found:
        return head + found + _rc4(own, rest.removesuffix(b"\nendstream")) + b"\nendstream"
    if b"<feff" not in head:
        return body
    parts = head.split(b"<feff")
    hexes = [part.partition(b">") for part in parts[1:]]
    return parts[0] + b"".join(
        b"<" + _rc4(own, bytes.fromhex("feff" + said.decode())).hex().encode() + b">" + after
        for said, _, after in hexes
    )


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
