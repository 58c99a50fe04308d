"""``kaaw trend``: how many of the texts have a term, month by month."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaaw_archive.cli.terminal import options, printing, tables
from kaaw_archive.cli.terminal.filter_options import (
    article_filter,
    missing_remark,
    remark_on_languages,
    unseen_remark,
)
from kaaw_archive.errors import WrongArguments

if TYPE_CHECKING:
    import sqlite3

    from kaaw_archive.archive.queries.rows import Row
    from kaaw_archive.archive.queries.trend import Share
    from kaaw_archive.items import ArticleFilter

_COLUMNS = ("term", "group", "within", "texts_with_term", "texts", "share", "undated")
_MOST_GROUPINGS = 2


@click.command(short_help="Count the texts that have a term by month.")
@options.common
@options.as_json
@click.option(
    "--by",
    "groupings",
    type=click.Choice(("month", "year", "source", "kind")),
    multiple=True,
    default=("month",),
    show_default=True,
    help="Groups of texts; twice: groups within groups. Texts without a day of publication are a row of their own.",
)
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@click.option("--svg", type=click.Path(path_type=Path), metavar="FILE", help="Write a chart to this file, too.")
@article_filter
@click.argument("terms", nargs=-1, type=options.Words())
def command(
    *,
    archive: Path,
    as_json: bool,
    groupings: tuple[str, ...],
    as_csv: bool,
    svg: Path | None,
    chosen: ArticleFilter,
    as_of: str | None,
    terms: tuple[str, ...],
) -> None:
    """Count by month the texts that have each of the TERMS, and all texts, and give the share; without TERMS all texts.

    A term is a query of `kaaw search`: a word in any of its forms, a phrase, words in brackets. A text counts once,
    whatever its addresses, and has the term if one of its versions has it. It counts in the month in which it was
    published, also for a word that an edit brought later: `kaaw blame URL --containing WORD` names that day. Months of
    which no text is known have no row. Day, source and kind are those of its current address. Pages that are no
    news count, too, unless --news is given.

    \b
    Examples:
      kaaw trend Klimaschutz Digitalisierung --by year
      kaaw trend '"künstliche Intelligenz" OR KI' --source bmi.bund.de --since 2019-01-01 --csv
      kaaw trend Migration --svg migration.svg
      kaaw trend --by month --by source --news
    """
    from kaaw_archive.archive.queries.looks import remarks_on_filter
    from kaaw_archive.archive.queries.sources import check_sources
    from kaaw_archive.archive.queries.trend import shares

    if as_csv and as_json:
        raise click.UsageError("--csv and --json exclude each other")
    _check(groupings, is_drawn=svg is not None, has_terms=bool(terms))
    with options.reading(archive, as_of) as connection:
        check_sources(connection, chosen.sources)
        found = shares(connection, terms, chosen, *groupings)
        if not found:
            remark_on_languages(connection, chosen)
        printed = [name for share in found for name in (share.group, share.within or "")]
        remarks = [
            *_left_out(terms),
            *_remarks(connection, chosen),
            *remarks_on_filter(connection, chosen, printed),
        ]
    rows = [_row(share) for share in found]
    if svg is not None and found:
        _draw(_dated(found, groupings[0]), svg, groupings[0])
    if as_json:
        printing.show_json(rows)
    else:
        _print(rows, groupings, has_terms=bool(terms), as_csv=as_csv)
    for remark in remarks:
        printing.remark(remark)


def _left_out(terms: tuple[str, ...]) -> list[str]:
    """Return which stop words of the terms are not looked for."""
    from kaaw_archive.analysis.query import parse
    from kaaw_archive.archive.queries.search import remarks_on_stop_words

    return list(dict.fromkeys(remark for term in terms for remark in remarks_on_stop_words(parse(term))))


def _remarks(connection: sqlite3.Connection, chosen: ArticleFilter) -> list[str]:
    """Return how many of the counted texts are no news or missing, if the options do not say which ones count."""
    from kaaw_archive.archive.queries.trend import count_not_certain, shares

    remarks = []
    if chosen.is_news is None:
        others = sum(share.texts for share in shares(connection, (), replace(chosen, is_news=False), "source"))
        if others:
            remarks.append(f"{others:,} of the texts are on pages that are no news; --news leaves them out")
    if chosen.states:
        missing, unseen = count_not_certain(connection, chosen)
        remarks += [missing_remark(missing)] if missing else []
        remarks += [unseen_remark(unseen)] if unseen else []
    return remarks


def _print(rows: list[Row], groupings: tuple[str, ...], *, has_terms: bool, as_csv: bool) -> None:
    of_terms = () if has_terms else ("term", "texts_with_term", "share")
    left_out = {*(("within",) if len(groupings) == 1 else ()), *of_terms}
    columns = [name for name in _COLUMNS if name not in left_out]
    if as_csv:
        printing.show_csv(columns, rows)
    else:
        _show(rows, columns, groupings)


def _check(groupings: tuple[str, ...], *, is_drawn: bool, has_terms: bool) -> None:
    """Raise UsageError for groups that are too many or twice the same, and for a chart that cannot be drawn."""
    if len(groupings) > _MOST_GROUPINGS or len(set(groupings)) < len(groupings):
        raise click.UsageError("--by takes one group, or two different ones")
    if is_drawn and (len(groupings) > 1 or not has_terms):
        raise click.UsageError("--svg needs a term and takes one --by")


def _row(share: Share) -> Row:
    """Return the columns of a share; without a term there is no number of those that have it."""
    row = {name: getattr(share, name) for name in _COLUMNS}
    return row if share.term else row | dict.fromkeys(("term", "texts_with_term", "share"))


def _show(rows: list[Row], columns: list[str], groupings: tuple[str, ...]) -> None:
    if not rows:
        printing.show("no text to count")
        return
    names = {"group": groupings[0], "within": groupings[-1], "texts_with_term": "with it"}
    is_by_time = bool({"month", "year"} & set(groupings))
    if is_by_time:  # these texts have rows of their own
        columns = [name for name in columns if name != "undated"]
    shown = [row | {"share": f"{row['share'] * 100:.1f} %"} if row["term"] else row for row in rows]
    tables.show_table([names.get(name, name) for name in columns], [[row[name] for name in columns] for row in shown])
    if is_by_time and any(row["undated"] for row in rows):
        printing.remark("undated texts name no day of publication: --since and --until take that of their first look")
    if "kind" in groupings:
        printing.remark("a kind is what a text calls itself, else what its folder says, which a relaunch may change")


def _dated(found: list[Share], by: str) -> list[Share]:
    """Return the shares that have a place on an axis of time; of other groups all. Raises WrongArguments for none."""
    from kaaw_archive.archive.queries.article_filters import UNDATED

    dated = [share for share in found if share.group != UNDATED or by not in ("month", "year")]
    if not dated:
        raise WrongArguments("no text names a day of publication: there is no chart over time")
    return dated


def _draw(found: list[Share], path: Path, by: str) -> None:
    from kaaw_archive.cli._trend.picture import as_svg

    try:
        path.write_text(as_svg(found, by), encoding="utf-8")
    except OSError as error:
        raise WrongArguments(f"cannot write {path}: {error.strerror or error}") from error
