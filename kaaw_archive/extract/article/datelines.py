"""Lines in front of the text that only say where, when and by whom: "Schleswig, 9. November 2023"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_archive.extract import written_days

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaaw_archive.extract.article.blocks import Block
    from kaaw_archive.extract.article.page import ArticlePage

_LONGEST = 80  # characters
_MOST_BESIDE = 30  # letters beside the day and its labels: a place, an office, a name
_MOST_LINES = 3
_LINES_BEFORE, _LINES_OF_TEXT = 6, 4  # in which place and author are looked for
# "Lübeck, 31. März 2003", "Bonn, 11.10.2021", "Falkensee, den 3. Mai 2024", "Berlin (dpa) -"; not "Am Montag, 3. Mai"
_DATELINE = re.compile(
    r"\A(?!(?:Am|Im|Ab|Bis|Seit|Vom|Mit|Von|Zum|Stand|Datum|(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch"
    r"|On|By|Published|Posted|Updated|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b)"
    r"([A-ZÄÖÜ][a-zäöüß]+(?:[ /-](?:(?:am|an der|im) )?[A-ZÄÖÜ][a-zäöüß.]+){0,2})"
    r"(?:,\s+(?:den\s+)?\d{1,2}\.\s?(?:\d{1,2}\.\s?|[A-ZÄÖÜ][a-zäöü]+\s)\d{4}|\s\([a-z/]{2,12}\)\s?[-–—:])"
)
_LABEL = re.compile(
    r"\b(?:datum|stand|vom|den|am|um|uhr|erstellt|veröffentlicht|erschienen|von|pressemitteilung|meldung|nachricht|nr"
    r"|zuletzt|geändert|aktualisiert|eingestellt|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend|kategorie|aktuelles|news)\b",
    re.IGNORECASE,
)
_CALLED = re.compile(r"veröffentlicht|erstellt|zuletzt|aktualisiert|erschienen|eingestellt|stand", re.IGNORECASE)
_NAME = r"[A-ZÄÖÜ][\w.’-]+"
_BYLINE = re.compile(
    rf"(?:Ein (?:Gastb|B)eitrag von|Geschrieben von|Verfasst von|[Vv]on|[Bb]y|Text|Autor(?:in)?)\b(?:\s*+:)?\s+"
    rf"({_NAME}(?:\s(?:(?:und|and|von|de|van)\s)?{_NAME}){{1,5}})\Z"
)
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b")
# When something happens, not when the text was written: "Sperrung bis 3. Mai", "Anmeldeschluss: 3. Mai", "Tag der
# offenen Tür am 3. Mai"
_OF_EVENT = re.compile(
    r"\b(?:ab|bis|seit|beginn|ende|termin|wann|frist|\w+(?:schluss|frist|termin|beginn))\b", re.IGNORECASE
)
_FEWEST_WORDS_OF_EVENT = 3
# "3. Mai 2024: Tag der offenen Tür", not "3. Mai 2024 – Ministerium für Inneres"
_ANNOUNCES = re.compile(
    r":\s+(?:[\w-]+\s+){1,6}?(?:der|die|das|den|dem|des|im|in|am|auf|für|vom|zu[mr]?|mit|und|bei)\s"
)
_SENTENCE = re.compile(r"[a-zäöüß]{2}[.!?…]\Z")


def without_date_lines(_: object, blocks: Sequence[Block]) -> list[Block]:
    """Remove a byline and date lines among the first blocks, and lines that call themselves so; one stays."""
    rest, place, gone = _without_byline(blocks) or list(blocks), 0, 0
    while place < len(rest) - 1 and gone < _MOST_LINES:
        if rest[place]["type"] == "image":
            place += 1
        elif is_date_line(_first_line(rest[place])):
            rest[place : place + 1] = _without_line(rest[place])
            gone += 1
        else:
            break
    last = len(rest) - 1
    table = next((number for number, block in enumerate(rest) if block["type"] == "table"), last)
    edges = {*range(min(_MOST_LINES, table)), last}
    kept = [block for number, block in enumerate(rest) if not _is_labelled(block, is_at_edge=number in edges)]
    return kept or rest


def lines_near(page: ArticlePage) -> list[str]:
    """Return the lines around the headline and at the beginning of the text, in which place and author stand."""
    numbers = page.body.numbers
    before = range(page.head + 1, numbers[0])[:_LINES_BEFORE] if page.head is not None else ()
    near = (*before, *numbers[:_LINES_OF_TEXT])
    return [*page.marked_days, *(page.segments.all[number].text for number in near)]


def place(page: ArticlePage) -> str | None:
    """Return the place of a dateline; None if there is no dateline."""
    return next((place for line in page.lines if (place := place_of(line))), None)


def place_of(line: str) -> str | None:
    """Return the place of a dateline; None if the line does not begin with one."""
    found = _DATELINE.match(line)
    return found[1] if found else None


def name_of(line: str) -> str | None:
    """Return the author that a line names; None if it states anything else.

    >>> name_of("Von: Wiebke Harms"), name_of("Von Januar an wird gebaut.")
    ('Wiebke Harms', None)
    """
    found = _BYLINE.match(line)
    return found[1] if found and len(line) <= _LONGEST else None


def _without_byline(blocks: Sequence[Block]) -> list[Block]:
    return [
        block
        for number, block in enumerate(blocks)
        if number >= _MOST_LINES or len(blocks) == 1 or block["type"] != "paragraph" or name_of(block["text"]) is None
    ]


def _first_line(block: Block) -> str:
    if block["type"] == "table":
        return " ".join(block["rows"][0])
    return block["text"] if block["type"] in ("paragraph", "heading") else ""


def _without_line(block: Block) -> list[Block]:
    return [{**block, "rows": block["rows"][1:]}] if block["type"] == "table" and len(block["rows"]) > 1 else []


def _is_labelled(block: Block, *, is_at_edge: bool) -> bool:
    """ "Stand" is also what a table in the text has below it; at the beginning and the end it is the page's."""
    text = block["text"] if block["type"] == "paragraph" else ""
    found = _CALLED.match(text)
    return found is not None and (is_at_edge or found[0].lower() != "stand") and is_date_line(text)


def is_date_line(text: str) -> bool:
    """Return True if a line states a day and nothing that a reader would miss in the text.

    >>> is_date_line("Bonn, 11.10.2021"), is_date_line("Am 3. Mai 2024 beginnt der Umbau.")
    (True, False)
    """
    if len(text) > _LONGEST or _SENTENCE.search(text):
        return False
    day = next(iter(written_days.days(text)), None)
    if day is None:
        return False
    if is_of_event(text, day):
        return False
    beside = _LABEL.sub(" ", _CLOCK.sub(" ", f"{text[: day.begin]} {text[day.end :]}"))
    return sum(sign.isalpha() for sign in beside) <= _MOST_BESIDE


def is_of_event(text: str, day: written_days.DayInText) -> bool:
    """Return True if a line with a day states when something happens: that is text."""
    before = text[: day.begin]
    if _OF_EVENT.search(f"{before} {text[day.end :]}"):
        return True
    if _ANNOUNCES.match(text, day.end) and not _LABEL.search(text, day.end):
        return True
    what, on, rest = before.rstrip().rpartition(" am")
    is_plain = bool(on) and not rest and not _LABEL.search(what) and not re.search(r"[,:;|–]", what)
    return is_plain and len(what.split()) >= _FEWEST_WORDS_OF_EVENT
