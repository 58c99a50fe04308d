"""Markdown texts of the world: as HTML for pages, and as plain text for comparisons with the archive."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import format_datetime
from functools import lru_cache

from babel.dates import format_date
from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark")
_GERMANY = timezone(timedelta(hours=1))  # all the year: a zone by name needs a database that not every machine has


@lru_cache(maxsize=1024)
def html(text: str) -> str:
    """Return the text as HTML.

    >>> html("Ein [Wort](http://a.example/).")
    '<p>Ein <a href="http://a.example/">Wort</a>.</p>\\n'
    """
    return str(_MARKDOWN.render(text))


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """Return the text with one line for each block, without marks and images.

    >>> plain("# Kopf\\n\\nEin [Wort](http://a.example/).")
    'Kopf\\nEin Wort.'
    """
    lines = []
    for token in _MARKDOWN.parse(text):
        if token.type == "inline":
            shown = ["\n" if child.type == "softbreak" else child.content for child in token.children or ()]
            lines.append("".join(shown).replace("\n", " ").strip())
    return "\n".join(line for line in lines if line)


def lead(text: str) -> str:
    """Return the first paragraph as plain text."""
    return plain(text).partition("\n")[0]


def long_date(on: date) -> str:
    """Return a date as German pages write it.

    >>> long_date(date(2016, 9, 22))
    '22. September 2016'
    """
    return str(format_date(on, "d. MMMM yyyy", locale="de"))


def short_date(on: date) -> str:
    return f"{on:%d.%m.%Y}"


def noon(on: date) -> datetime:
    """Return noon of a day in Germany (UTC+1 all the year), when offices publish."""
    return datetime.combine(on, time(12, 0), _GERMANY)


def rfc822(on: date) -> str:
    """Return a date as feeds write it (RFC 822)."""
    return format_datetime(noon(on))


def http_date(on: date) -> str:
    """Return a date as HTTP header fields write it (RFC 9110, 5.6.7)."""
    return format_datetime(noon(on).astimezone(UTC), usegmt=True)
