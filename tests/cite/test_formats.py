"""Citations are read back by the parsers that others read them with."""

from __future__ import annotations

import json
import warnings
from html.parser import HTMLParser
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string

from kaaw_archive.cite import FORMATS
from kaaw_archive.cite.citation import Citation, citation_of, named_information
from kaaw_archive.cite.quotation import find

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of what it imports
    from citeproc.source.json import CiteProcJSON

DIGEST = "sha256:" + "ab" * 32
ARTICLE: dict[str, Any] = {
    "title": "50 % mehr {Geld} & \\Mittel_für #Städte",
    "author": "Anna Beispiel, Jörg von Müller",
    "issuer": "Ministerium des Innern",
    "source": "amt.example",
    "published_on": "2016-09-21",
    "published_clue": "meta",
    "first_seen_at": "2016-09-22T12:00:01.000Z",
    "language": "de",
    "url": "https://www.amt.example/presse/50%25?a=1&b={2}",
    "captured_url": "https://www.amt.example/presse/50%25?a=1&b={2}",
    "captured_at": "2016-09-22T12:00:01.000Z",
    "version": 2,
    "versions": 3,
    "capture_uid": "20160922T120000Z-3f9c21-7",
    "payload_digest": DIGEST,
    "text_digest": DIGEST,
}


def cited(**changed: Any) -> Citation:
    return citation_of(ARTICLE | changed, copies_at="https://web.example/web")


def bibtex(citation: Citation) -> dict[str, str]:
    library = parse_string(FORMATS["bibtex"](citation))
    assert not library.failed_blocks
    (entry,) = library.entries
    return {"key": entry.key, "type": entry.entry_type} | {f.key: f.value for f in entry.fields}


def ris(citation: Citation) -> dict[str, Any]:
    (record,) = rispy.loads(FORMATS["ris"](citation))
    return dict(record)


def csl(citation: Citation) -> Any:
    text = FORMATS["csl-json"](citation)
    (item,) = json.loads(text)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # of fields that CSL does not know
        source = CiteProcJSON([{name: value for name, value in item.items() if name != "custom"}])
    assert item["id"].lower() in source
    return item


def test_bibtex() -> None:
    entry = bibtex(cited())
    assert (entry["type"], entry["key"]) == ("online", "20160922T120000Z-3f9c21-7")
    assert entry["author"] == "{Anna Beispiel} and {Jörg von Müller}"
    assert (
        entry["title"] == r"{50 \% mehr \textbraceleft{}Geld\textbraceright{} \& \textbackslash{}Mittel\_für \#Städte}"
    )
    assert (entry["date"], entry["year"], entry["month"]) == ("2016-09-21", "2016", "9")
    assert entry["url"] == "https://www.amt.example/presse/50%25?a=1&b=%7B2%7D"
    assert entry["urldate"] == "2016-09-22"
    for named in ("20160922T120000Z-3f9c21-7", DIGEST, "https://web.example/web/20160922120001/https"):
        assert named in entry["note"]


HOSTILE = [
    "Amt meldet } Neues",
    "Amt meldet { Neues",
    "}}, author = {Wer",
    "\\}",
    "{\\",
    "}\n@book{x, title={y}}",
    '"}"',
    "%}",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_brace_of_a_page_ends_no_field(text: str) -> None:
    one = FORMATS["bibtex"](
        cited(title=text, author=text, issuer=text, source=text, language=text, url=f"https://{text}")
    )
    depth = 0
    for sign in one:  # as BibTeX counts
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0
    library = parse_string(one + FORMATS["bibtex"](cited(capture_uid="20160922T120000Z-3f9c21-8")))
    assert not library.failed_blocks
    hostile, plain = library.entries
    assert {field.key for field in hostile.fields} == {field.key for field in plain.fields}
    assert plain.fields_dict["title"].value.startswith(r"{50 \% mehr")


def test_ris() -> None:
    record = ris(cited())
    assert record["type_of_reference"] == "ELEC"
    assert record["authors"] == ["Anna Beispiel", "Jörg von Müller"]
    assert record["title"] == ARTICLE["title"]
    assert (record["year"], record["date"], record["access_date"]) == ("2016", "2016/09/21", "2016/09/22")
    assert record["urls"] == [ARTICLE["url"]]
    assert record["accession_number"] == "20160922T120000Z-3f9c21-7"
    assert DIGEST in record["notes"][0]


def test_csl_json() -> None:
    item = csl(cited())
    assert item["type"] == "webpage"
    assert item["author"] == [{"literal": "Anna Beispiel"}, {"literal": "Jörg von Müller"}]
    assert item["issued"] == {"date-parts": [[2016, 9, 21]]}
    assert item["accessed"] == {"date-parts": [[2016, 9, 22]]}
    assert (item["URL"], item["archive_location"]) == (ARTICLE["url"], "20160922T120000Z-3f9c21-7")


class Links(HTMLParser):
    """Attributes of the first anchor."""

    attributes: dict[str, str | None] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" and self.attributes is None:
            self.attributes = dict(attrs)


def test_html_is_a_robust_link() -> None:
    parser = Links()
    parser.feed(FORMATS["html"](cited()))
    assert parser.attributes == {
        "href": ARTICLE["url"],
        "data-versionurl": f"https://web.example/web/20160922120001/{ARTICLE['url']}",
        "data-versiondate": "2016-09-22",
    }


@pytest.mark.parametrize("form", FORMATS)
def test_an_unknown_day_is_never_invented(form: str) -> None:
    written = FORMATS[form](cited(published_on=None))
    assert "day of publication unknown, first seen 2016-09-22" in written
    assert "n.d.." not in written
    assert "2016-09-21" not in written
    assert {"bibtex": "\n  date =", "ris": "DA  -", "csl-json": '"issued"'}.get(form, "<time>") not in written


@pytest.mark.parametrize("form", FORMATS)
def test_without_an_author_the_issuing_body_is_named_and_else_the_publisher(form: str) -> None:
    assert "Ministerium des Innern" in FORMATS[form](cited(author=None))
    assert "amt.example" in FORMATS[form](cited(author=None, issuer=None))


@pytest.mark.parametrize("form", FORMATS)
def test_a_hostile_title_stays_within_its_field(form: str) -> None:
    title = "A\r\nER  - \r\nTY  - BOOK\n}\n@book{x, title={y}}\x1b[31m <script>alert(1)</script>\u202e"
    citation = cited(title=title, author="B\nC", url="javascript:alert(1)")
    written = FORMATS[form](citation)
    assert not set(written) & {"\x1b", "\u202e"}
    assert (form == "html") != ("<script>" in written)
    if form == "html":
        assert "href" not in written
    if form == "bibtex":
        assert bibtex(citation)["type"] == "online"
    if form == "ris":
        assert ris(citation)["type_of_reference"] == "ELEC"
    if form == "csl-json":
        csl(citation)


@pytest.mark.parametrize("form", FORMATS)
def test_a_quotation_is_in_every_format(form: str) -> None:
    citation = citation_of(ARTICLE, copies_at=None, quotation=find("Davor. Das steht da. Danach.", "steht  da"))
    assert "steht da" in FORMATS[form](citation)


def test_bytes_are_named_by_their_digest() -> None:
    """RFC 6920, 3: the example of its digest of "Hello World!"."""
    digest = "sha256:7f83b1657ff1fc53b92dc18148a1d65dfc2d4b1fa3d677284addd200126d9069"
    assert named_information(digest) == "ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk"
