"""Answers that are HTTP and mean harm all the same: encodings, redirects, markup, documents, rules."""

from __future__ import annotations

import gzip
import zlib
from functools import cache
from typing import TYPE_CHECKING

import brotli

from tests.local_site import HTML, Answer, redirect

if TYPE_CHECKING:
    from collections.abc import Mapping

XML = {"Content-Type": "application/xml"}
PDF = {"Content-Type": "application/pdf"}
EVIL = "\x1b]0;pwned\x07\x1b[31m=cmd|' /C calc'!A0 {{7*7}} '); DROP TABLE captures;--"
MB = 1024 * 1024


def coded(body: bytes, coding: str) -> Answer:
    return Answer(body, headers={**HTML, "Content-Encoding": coding})


@cache
def answers() -> Mapping[str, Answer]:
    """By what they do."""
    zeros = gzip.compress(b"\0" * (200 * MB), 9)
    return {
        "a gzip bomb": coded(zeros, "gzip"),
        "a bomb in a bomb": coded(gzip.compress(zeros, 9), "gzip, gzip"),
        "a brotli bomb": coded(brotli.compress(b"\0" * (200 * MB), quality=1), "br"),
        "a deflate bomb": coded(zlib.compress(b"\0" * (200 * MB), 9), "deflate"),
        "fifty codings": coded(b"x", ", ".join(["gzip"] * 50)),
        "said to be gzip": coded(b"<h1>Amtsblatt</h1>", "gzip"),
        "half a gzip": coded(zeros[: len(zeros) // 2], "gzip"),
        "an unknown coding": coded(b"<h1>Amtsblatt</h1>", "quantum"),
        "to itself": redirect("/x"),
        "to the metadata of a cloud": redirect("http://169.254.169.254/latest/meta-data/"),
        "to a file": redirect("file:///etc/passwd"),
        "to a script": redirect("javascript:alert(1)"),
        "to an address of 100 KB": redirect("/" + "x" * 7000),
        "to a host without a name": redirect("http:///x"),
        "to a bad port": redirect("http://www.stadt.example:999999/"),
        "to nowhere": Answer(status=301),
        "not modified, unasked": Answer(status=304),
        "a pause of ages": Answer(status=429, headers={**HTML, "Retry-After": "9" * 30}),
        "a pause to the end of time": Answer(
            status=503, headers={**HTML, "Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT"}
        ),
        **_markup(),
        **_documents(),
    }


def _markup() -> dict[str, Answer]:
    text = (
        f"<html><head><title>{EVIL}</title></head><body><h1>{EVIL}</h1><p>{'Die Stadt baut. ' * 40}</p></body></html>"
    )
    return {
        "100,000 levels": Answer(b"<div>" * 100_000 + b"Amtsblatt"),
        "10 MB in one attribute": Answer(b'<p title="' + b"x" * (10 * MB) + b'">Amtsblatt</p>'),
        "a million nodes": Answer(b"<p>x" * 1_000_000),
        "a million attributes": Answer(b"<p " + b" ".join(b"a%d=1" % n for n in range(300_000)) + b">x</p>"),
        "NUL bytes": Answer(b"<h1>Amts\0blatt</h1>\0" * 1000),
        "escapes in the text": Answer(text.encode()),
        "escapes in a field": Answer(text.encode(), headers={**HTML, "X-Evil": "\x1b[31m", "Last-Modified": "\x1b[2J"}),
        "a charset that is none": Answer(text.encode(), headers={"Content-Type": f"text/html; charset={'x' * 4000}"}),
        "UTF-7": Answer(b"+ADw-script+AD4-", headers={"Content-Type": "text/html; charset=utf-7"}),
        "UTF-16 that is none": Answer(b"\xff\xfe" + text.encode() + b"x", headers={"Content-Type": "text/html"}),
        "an unclosed comment": Answer(b"<!--" * 500_000),
        "forms of regular expressions": Answer(b"<p>" + b"a" * 200_000 + b"!</p>" + b"<a href='" * 20_000),
    }


def _documents() -> dict[str, Answer]:
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (n + 1, b"&l%d;" % n * 10) for n in range(12))
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">' + laughs + b"]><x>&l12;</x>"
    outside = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><rss><channel>&e;</channel></rss>'
    )
    return {
        "a billion laughs": Answer(bomb, headers=XML),
        "a file of ours as an entity": Answer(outside, headers=XML),
        "a drawing with a script": Answer(
            b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
            headers={"Content-Type": "image/svg+xml"},
        ),
        "a PDF that is none": Answer(b"%PDF-1.7\n" + bytes(range(256)) * 400, headers=PDF),
        "a PDF whose pages hold themselves": Answer(
            pdf(b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"), headers=PDF
        ),
        "a PDF of a million pages": Answer(pdf(b"<< /Type /Pages /Kids [3 0 R] /Count 1000000 >>"), headers=PDF),
        "a PDF with a bomb": Answer(pdf(b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", bomb=True), headers=PDF),
        "a PDF with a script": Answer(
            pdf(
                b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                catalog=b"/OpenAction << /S /JavaScript /JS (while(1);) >>",
            ),
            headers=PDF,
        ),
    }


def pdf(pages: bytes, *, catalog: bytes = b"", bomb: bool = False) -> bytes:
    """A small PDF without a table of its objects; readers look for them."""
    content = zlib.compress(b"BT /F1 12 Tf (Amtsblatt) Tj ET " * ((100 * MB if bomb else 100) // 31), 9)
    return (
        b"%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R " + catalog + b" >> endobj\n2 0 obj " + pages + b" endobj\n"
        b"3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >> endobj\n"
        b"4 0 obj << /Filter /FlateDecode /Length " + str(len(content)).encode() + b" >> stream\n" + content +
        b"\nendstream endobj\ntrailer << /Root 1 0 R >>\n%%EOF"
    )  # fmt: skip
