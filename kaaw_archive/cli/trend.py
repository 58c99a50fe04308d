"""``kaaw trend``: how many of the texts have a term, month by month."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaaw_archive.cli.terminal import options, printing, tables
from kaaw_archive.cli.terminal.filter_options import article_filter
from kaaw_archive.errors import WrongArguments

if TYPE_CHECKING:
    from kaaw_archive.archive.queries.rows import Row
    from kaaw_archive.archive.queries.trend import Share
    from kaaw_archive.items import ArticleFilter

_COLUMNS = ("term", "group", "texts_with_term", "texts", "share")


@click.command(short_help="Count the texts that have a term by month.")
@options.common
@options.as_json
@click.option(
    "--by",
    type=click.Choice(("month", "year", "source", "kind")),
    default="month",
    show_default=True,
    help="Groups of texts; a text without a day of publication is in the month in which it was first seen.",
)
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@click.option("--svg", type=click.Path(path_type=Path), metavar="FILE", help="Write a chart to this file, too.")
@article_filter
@click.argument("terms", nargs=-1, type=options.Words(), required=True)
def command(
    *,
    archive: Path,
    as_json: bool,
    by: str,
    as_csv: bool,
    svg: Path | None,
    chosen: ArticleFilter,
    as_of: str | None,
    terms: tuple[str, ...],
) -> None:
    """Count by month the texts that have each of the TERMS, and all texts, and give the share.

    A term is a query of `kaaw search`: a word in any of its forms, a phrase, words in brackets. A text counts once,
    whatever its addresses, and has the term if one of its versions has it. It counts in the month in which it was
    published, also for a word that an edit brought later: `kaaw blame URL --containing WORD` names that day. Day,
    source and kind are those of its current address. Pages that are no news count, too, unless --news is given.

    \b
    Examples:
      kaaw trend Klimaschutz Digitalisierung --by year
      kaaw trend '"künstliche Intelligenz" OR KI' --source bmi.bund.de --since 2019-01-01 --csv
      kaaw trend Migration --svg migration.svg
    """
    from kaaw_archive.archive.queries.sources import check_sources
    from kaaw_archive.archive.queries.trend import shares

    with options.reading(archive, as_of) as connection:
        check_sources(connection, chosen.sources)
        found = shares(connection, terms, chosen, by)
    rows = [{name: getattr(share, name) for name in _COLUMNS} for share in found]
    if svg is not None and found:
        _draw(found, svg, by)
    if as_json:
        printing.show_json(rows)
    elif as_csv:
        printing.show_csv(_COLUMNS, rows)
    else:
        _show(rows, by)


def _show(rows: list[Row], by: str) -> None:
    if not rows:
        printing.show("no text to count")
        return
    shown = [(*list(row.values())[:4], f"{row['share'] * 100:.1f} %") for row in rows]
    tables.show_table(("term", by, "with it", "texts", "share"), shown)


def _draw(found: list[Share], path: Path, by: str) -> None:
    from kaaw_archive.cli._trend.picture import as_svg

    try:
        path.write_text(as_svg(found, by), encoding="utf-8")
    except OSError as error:
        raise WrongArguments(f"cannot write {path}: {error.strerror or error}") from error
