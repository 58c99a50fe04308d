"""Metadata of a PDF: its information, its XMP, its first page: title, author, issuing body, days."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import lxml.etree

from kaaw_archive.extract import written_days
from kaaw_archive.extract.html.text import one_line
from kaaw_archive.extract.metadata.dates import DateClue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

_TITLE_CHARACTERS = 250
# what office programs write where nobody typed a title, and what they put in front of one
_NO_TITLE = re.compile(
    r"\A(?:untitled|unbenannt|ohne titel|dokument ?\d*|document ?\d*|(?:powerpoint-)?pr(?:ä|ae)sentation ?\d*"
    r"|powerpoint presentation|titel|title|folie \d+|slide \d+|layout \d+|druck(?:en)?|print|vorlage|template|entwurf"
    r"|brief(?:kopf|bogen)?|scan(?:ned)?\b.*|\d[\d\W]*)\Z|\.(?:docx?|dotx?|pptx?|xlsx?|odt|pdf|indd|qxp|qxd|rtf|tex|dvi|html?|tmp)\b\W*\Z",
    re.IGNORECASE,
)
_PROGRAM = re.compile(
    r"\A(?:microsoft (?:office )?(?:word|powerpoint|excel)|word|powerpoint|(?:open|libre)office)\s+-\s+", re.I
)
_NO_NAME = re.compile(
    r"@|https?:|\A\W*(?:admin(?:istrator)?|user|benutzer|anwender|root|gast|guest|owner|unknown|unbekannt|n\.?n\.?|test"
    r"|(?:windows|microsoft|office)[\w -]*(?:user|benutzer)"
    r"|microsoft|pc\d*|scan(?:ner)?|autho?r|default|redaktion)\W*\Z|\A\W*\Z",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"(?=\D*\d)[\w.-]+\Z|[a-zäöüß.]+\Z|\w+\\\w+\Z"
)  # "mueller2", "h.mueller": a name begins with a capital
_PDF_INSTANT = re.compile(  # ISO 32000-1, 7.9.4
    r"\A(?:D:)?((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:([01]\d|2[0-3])([0-5]\d)?([0-5]\d)?\s*"
    r"(Z|[+-](?:0\d|1[0-4]))?)?"
)
_BERLIN = ZoneInfo("Europe/Berlin")
_LANGUAGE = re.compile(r"\A([a-z]{2,3})(?:[-_][A-Za-z0-9]+)*\Z", re.IGNORECASE)
_PACKET_BEGIN, _PACKET_END = b"<x:xmpmeta", b"</x:xmpmeta>"
_PACKET_BYTES = 200_000
_OF_PICTURE = (b"tiff:", b"exif:", b"photoshop:", b"crs:")
_OF_DOCUMENT = (b"pdf:Producer", b"pdfaid:", b"pdfuaid:", b"pdf:Keywords")
_MOST_PACKETS = 50
_SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/", "xmp": "http://ns.adobe.com/xap/1.0/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}  # fmt: skip
_FIRST_LINES = 14  # of page one, in which a date line stands
_LINE_CHARACTERS = 70
# what may stand around the day in a line of its own: "Berlin, den 22. September 2016", "Stand: 22.09.2016"
_AROUND_DAY = re.compile(
    r"\W*(?:(?:nr|nummer|pressemitteilung|presseinformation|medieninformation|datum|stand|vom|den|am|ausgabe|erschienen"
    r"|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|uhr|\d+(?:[./:]\d+)*)\W*)*\Z",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\A[A-ZÄÖÜ][\w./-]*(?: [\w./()-]+){0,3},\s*(?:den\s+)?\Z")
_OF_PDF = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž"  # PDFDocEncoding from 0x80 on
_WINDOWS_1252 = {
    ord(sign): bytes([0x80 + place]).decode("cp1252", "ignore") or sign for place, sign in enumerate(_OF_PDF)
}
_SHOWS_WINDOWS_1252 = re.compile(r"(?<!\S)[ŒŠ](?!\S)|(?<!\S)—\w[^—ﬁ]{0,80}ﬁ(?!\w)|\w™[a-z]\b")
_LATER = timedelta(days=7)  # than the file was made: the day of something that the text is about


def xmp_of(payload: bytes) -> Mapping[str, str]:
    """Return the properties of the XMP packet: title, author, publisher, language, created, modified.

    Pictures within have packets of their own, with the photographer for an author: those are passed over.
    """
    for packet in _packets(payload):
        is_of_picture = any(name in packet for name in _OF_PICTURE) and not any(name in packet for name in _OF_DOCUMENT)
        if not is_of_picture:
            return _said(packet)
    return {}


def _packets(payload: bytes) -> Iterator[bytes]:
    """Yield the packets of XMP in the bytes of a PDF; the first 50 places are looked at."""
    begin = payload.find(_PACKET_BEGIN)
    for _ in range(_MOST_PACKETS):
        if begin < 0:
            return
        end = payload.find(_PACKET_END, begin, begin + _PACKET_BYTES)
        if end >= 0:
            yield payload[begin : end + len(_PACKET_END)]
        begin = payload.find(_PACKET_BEGIN, max(end, begin + 1))


def _said(packet: bytes) -> dict[str, str]:
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, recover=True, load_dtd=False)
    try:
        root = lxml.etree.fromstring(packet, parser)
    except lxml.etree.XMLSyntaxError:
        return {}
    if root is None:
        return {}
    fields = {}
    for name, path in (
        ("title", "dc:title"), ("author", "dc:creator"), ("publisher", "dc:publisher"), ("language", "dc:language"),
        ("created", "xmp:CreateDate"), ("modified", "xmp:ModifyDate"),
    ):  # fmt: skip
        space, local = path.split(":")
        values = [one_line(_all_text(each)) for each in root.iterfind(f".//{path}//rdf:li", _SPACES)]
        values = values or [one_line(_all_text(each)) for each in root.iterfind(f".//{path}", _SPACES)]
        values += [
            one_line(each.get(f"{{{_SPACES[space]}}}{local}")) for each in root.iter(f"{{{_SPACES['rdf']}}}Description")
        ]
        known = [value for value in values if value]
        if known:
            fields[name] = ", ".join(dict.fromkeys(known)) if name == "author" else known[0]
    return fields


def _all_text(element: lxml.etree._Element) -> str:
    return "".join(str(part) for part in element.itertext())


def title(declared: Sequence[str | None], blocks: Sequence[Mapping[str, Any]], url: str) -> str:
    """Return the title that is declared, if it is one; else the largest heading of page one, else the first line."""
    for one in declared:
        called = _PROGRAM.sub("", one_line(one) or "")
        if called and not _NO_TITLE.search(called) and not _is_file_name(called, url):
            return called[:_TITLE_CHARACTERS]
    first = [block for block in blocks if block["page"] == blocks[0]["page"]]
    heads = [block for block in first if block["type"] == "heading"]
    if heads:
        return str(min(heads, key=lambda block: int(block["level"]))["text"])[:_TITLE_CHARACTERS]
    text = next((str(block["text"]) for block in first if block.get("text")), "")
    return text[:_TITLE_CHARACTERS] or url


def _is_file_name(called: str, url: str) -> bool:
    """ "2016_09_bericht_final", "bericht-2016", or the file's own name."""
    if " " in called:
        return False
    stem = unquote(url.partition("?")[0]).rpartition("/")[2].rpartition(".")[0]
    return called.casefold() == stem.casefold() or bool(re.search(r"_|\w-\w+-\w|\d", called)) or called.islower()


def in_windows_1252(text: str) -> str:
    """Return a text of the information dictionary with its signs read in windows-1252, if it shows that it is in it.

    The standard wants PDFDocEncoding (ISO 32000-1, D.2), in which the dashes and quotation marks of windows-1252 are
    letters. Evidence is a letter that is a word of its own, or ligatures and marks where only quotation marks stand.

    >>> in_windows_1252("Bericht 2016 Œ Teil 1"), in_windows_1252("Les Œuvres – choix")
    ('Bericht 2016 – Teil 1', 'Les Œuvres – choix')
    """
    return text.translate(_WINDOWS_1252) if _SHOWS_WINDOWS_1252.search(text) else text


def author(declared: str | None) -> str | None:
    """Return a declared name; None for that of a program, a role or a login."""
    name = one_line(declared)
    return name if name and not _NO_NAME.search(name) and not _LOGIN.match(name) else None


def day(fields: str | None) -> str | None:
    """Return the day of an instant of PDF or XMP: local if it has a zone, in Berlin if only UTC is given.

    >>> day("D:20160922233000Z"), day("D:20160922233000+02'00'"), day("2016-09-22T23:30:00+02:00"), day("gestern")
    ('2016-09-23', '2016-09-22', '2016-09-22', None)
    """
    text = (fields or "").strip()
    if re.match(r"\d{4}-", text):
        text = re.sub("[-T:]", "", text[:19]) + text[19:]
    found = _PDF_INSTANT.match(text)
    if found is None:
        return None
    year, month, number, hour, minute, _, zone = found.groups()
    try:
        at = datetime(int(year), int(month), int(number), int(hour or 0), int(minute or 0), tzinfo=UTC)
    except ValueError:  # the 31st of February
        return None
    return (at.astimezone(_BERLIN) if hour and zone in ("Z", "+00", "-00") else at).date().isoformat()


def date_line(lines: Sequence[str], made_on: str | None) -> DateClue | None:
    """Return the day at the head of page one: a line of its own, or the dateline of the first paragraph."""
    for line in lines[:_FIRST_LINES]:
        found = next(written_days.days(line), None)
        if found is None or (made_on and date.fromisoformat(found.on) > date.fromisoformat(made_on) + _LATER):
            continue
        before, after = line[: found.begin], line[found.end :]
        has_place = bool(_PLACE.match(before))
        is_alone = (
            len(line) <= _LINE_CHARACTERS and _AROUND_DAY.match(after) and (has_place or _AROUND_DAY.match(before))
        )
        if is_alone or (has_place and re.match(r"\s*[.:–—-]?\s", after)):
            return DateClue(found.on, "date-line")
    return None


def language(*declared: str | None) -> str | None:
    """Return the first primary language subtag (ISO 639) that is declared."""
    for one in declared:
        if found := _LANGUAGE.match((one or "").strip()):
            return found[1].lower()
    return None
