"""Options of commands that choose articles: search, export, trend."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from kaaw_archive.cli.terminal import options, printing
from kaaw_archive.items import ArticleKind
from kaaw_archive.items.article_filter import ARTICLE_EVENTS, STATES, ArticleFilter

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")

_OPTIONS = (
    click.option("--source", "sources", type=options.Words(), multiple=True, metavar="NAME",
                 help="Only of this source, as `kaaw status` lists them; several times: of one of them."),
    click.option("--kind", "kinds", type=click.Choice(get_args(ArticleKind)), multiple=True, help="Only of this kind."),
    click.option("--language", "languages", type=options.Words(), multiple=True, metavar="CODE",
                 help="Only in this language: de, en, fr."),
    click.option("--since", type=options.CalendarDay(), help="Published, or else first seen, on this day or later."),
    click.option("--until", type=options.CalendarDay(), help="Published, or else first seen, on this day or before."),
    click.option("--state", "states", type=click.Choice(STATES), multiple=True,
                 help="Only in this state; live also means missing at one look; moved: what left an address."),
    click.option("--event", "events", type=click.Choice(ARTICLE_EVENTS), multiple=True,
                 help="Only articles with such an event."),
    click.option("--author", type=options.Words(), metavar="NAME", help="Only by this author; a part of the name."),
    click.option("--as-of", type=options.CalendarDay(), help="The archive as it was at the end of this day (UTC)."),
    click.option("--documents/--no-documents", "is_document", default=None,
                 help="Only documents such as PDFs, or only web pages."),
    click.option("--news/--no-news", "is_news", default=None, help="Only news, or only other pages."),
)  # fmt: skip

once = click.option(
    "--once", "each_text_once", is_flag=True, help="Each text once, at the address where it is now, or was last."
)


def article_filter(command: F) -> F:
    """Add the options of a filter; the argument ``chosen`` is an ArticleFilter, ``as_of`` a day or None."""

    @functools.wraps(command)
    def filter_options(**arguments: Any) -> Any:
        names = [name for name in ArticleFilter.__dataclass_fields__ if name in arguments]
        chosen = ArticleFilter(**{name: arguments.pop(name) for name in names})
        check_days(chosen.since, chosen.until)
        return command(chosen=chosen, **arguments)

    for option in reversed(_OPTIONS):
        filter_options = option(filter_options)
    return filter_options  # type: ignore[return-value]


def of_news(chosen: ArticleFilter) -> ArticleFilter:
    """Return a filter that chooses news, unless the options say which pages it chooses."""
    return dataclasses.replace(chosen, is_news=True) if chosen.is_news is None else chosen


def remark_on_languages(connection: sqlite3.Connection, chosen: ArticleFilter) -> None:
    """Say of a filter that chose nothing in which of its languages no text is."""
    from kaaw_archive.archive.queries.search_help import languages_not_there

    for sentence in languages_not_there(connection, chosen):
        printing.remark(sentence)


def missing_remark(number: int) -> str:
    """Return a remark on chosen texts that count as live, though the last look did not find them."""
    return (
        f"{number:,} of these were missing at the last look: they count as live until a look of a second day decides"
        " (missing_since_at)"
    )


def unseen_remark(number: int) -> str:
    """Return a remark on chosen texts that count as live, though no look reached them of late."""
    return (
        f"{number:,} of these had their last look more than 90 days before the end of the archive: if they are still"
        " there is not known (last_seen_at)"
    )


def check_days(since: str | None, until: str | None, names: tuple[str, str] = ("--since", "--until")) -> None:
    """Raise UsageError if the first of two days is the later one; ``names`` are those of their options."""
    if since and until and since > until:
        raise click.UsageError(f"{names[0]} {since} is after {names[1]} {until}")
