"""Titles that a page declares (``og:title``, JSON-LD, ``<title>``), their parts, and additions of the site in them."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.extract.html.text import one_line

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from kaaw_archive.extract.metadata.record import Metadata

_MOST_CHARACTERS = 2_000  # of a declared title
# between an article's title and what a site adds to it
SEPARATOR = re.compile(r"(?<!\s)\s++(?:[|\-–—:·»«•/>‹›⋆~]++|::)\s++|(?:(?<!\s)\s++)?+(?:[|»•]|\.::|::\.)\s*+")
_DATE_BEFORE = re.compile(r"\A\d{1,2}\.\s?\d{1,2}\.\s?(?:19|20)\d\d\s*+[-–—|:/]*+\s*+(?=\w{3})")
# "…, Datum: 14.11.2019, Format: Interview, Bereich: Behörde" (BAMF), "… : Datum: 26.01.2022 Pressemitteilung: 6/2022"
_LABEL = r"(?:Typ|Datum|Format|Bereich|Erscheinungsdatum|Pressemitteilung(?: Nr\.?)?|Meldung|Nummer|Nr\.)\s?:\s"
_PARTICULARS = re.compile(rf"(?<![\s,:;|–-])[\s,:;|–-]*+(?<!\w){_LABEL}.{{1,200}}\Z", re.DOTALL)
_WORD = re.compile(r"\w+")
_SHORTEST = 5  # characters of a title
_OTHER_META = ("twitter:title", "dc.title", "dcterms.title", "title")


def declared_titles(metadata: Metadata) -> list[str]:
    """Return the titles that a page declares, the most trusted first: ``og:title``, JSON-LD, ``<title>``, others."""
    headline = next((text for _, text in metadata.texts("headline")), None)
    named = (content for name in _OTHER_META for content in metadata.contents(name))
    # a <title> that is never closed holds the rest of the page
    texts = (*metadata.contents("og:title"), headline, metadata.title, *named)
    lines = (one_line(html.unescape(text)) for text in texts if text and len(text) <= _MOST_CHARACTERS)
    return list(dict.fromkeys(line for line in lines if line))


def parts(text: str) -> list[str]:
    """Return a declared title whole, and what separators cut it into: single parts, and all but the last."""
    cuts = [found.span() for found in SEPARATOR.finditer(text)]
    pieces = [text]
    if cuts:
        bounds = [0, *(edge for cut in cuts for edge in cut), len(text)]
        pieces += [text[bounds[i] : bounds[i + 1]] for i in range(0, len(bounds), 2)]
        pieces += [text[: cut[0]] for cut in cuts] + [text[cut[1] :] for cut in cuts]
    return [part for part in dict.fromkeys(pieces) if len(part) > 2]


def strip_site_name(declared: Sequence[str]) -> str:
    """Return a declared title without the part that names the site, which only its first or last part has."""
    first = declared[0]
    cuts = list(SEPARATOR.finditer(first))
    if not cuts:
        return first
    others = " ".join(declared[1:]).lower()
    head, tail = first[: cuts[-1].start()], first[cuts[-1].end() :]
    if len(declared) > 1 and head.lower() in others and tail.lower() not in others:
        return head
    # a site's name is short, and its title the longer part
    if len(tail.split()) <= 4 and len(head) > len(tail):
        return head
    start, rest = first[: cuts[0].start()], first[cuts[0].end() :]
    return (
        rest
        if len(start.split()) <= 3 and len(rest) > 2 * len(start) and cuts[0][0].strip() in ("|", "»", "::")
        else first
    )


def site_names(metadata: Metadata, url: str) -> set[str]:
    """Return the names of the site without blanks: its host with and without its ending, ``og:site_name``."""
    host = urls.host(url)
    names = (host, host.rpartition(".")[0], *map(str.lower, metadata.contents("og:site_name")))
    plain = {_letters(name) for name in names}
    return plain | {name.removeprefix("www") for name in plain}


def without_site(text: str, names: Container[str]) -> str:
    """Return the text of a heading without one of the names of its site behind a separator.

    >>> without_site("Neues Hallenbad – Stadt Linden", {"stadtlinden"}), without_site("Rat – Kreis", {"stadtlinden"})
    ('Neues Hallenbad', 'Rat – Kreis')
    """
    cuts = list(SEPARATOR.finditer(text))
    return text[: cuts[-1].start()] if cuts and _letters(text[cuts[-1].end() :]) in names else text


def _letters(name: str) -> str:
    return "".join(_WORD.findall(name.lower()))


def strip_date(text: str) -> str:
    """Return a title without a date or the particulars of a press release before or behind it.

    >>> undated("27.01.2022MineralölINFO November 2021")
    'MineralölINFO November 2021'
    """
    title = split_particulars(_DATE_BEFORE.sub("", text))[0]
    return title if len(title) >= _SHORTEST else text


def split_particulars(text: str) -> tuple[str, str | None]:
    """Return a title and the particulars behind it; None if there are none.

    >>> parted("Ein Kochbuch, Typ: Pressemitteilung, Datum: 22.09.2016")
    ('Ein Kochbuch', ', Typ: Pressemitteilung, Datum: 22.09.2016')
    """
    found = _PARTICULARS.search(text)
    return (text[: found.start()].strip(" :,;|–-"), found[0]) if found else (text, None)
