"""``kaaw export``: chosen articles as one file, for spreadsheets, programs, people and readers of feeds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaaw_archive.cli.terminal import options, printing
from kaaw_archive.cli.terminal.files import new_file
from kaaw_archive.cli.terminal.filter_options import (
    article_filter,
    missing_remark,
    of_news,
    once,
    remark_on_languages,
    unseen_remark,
)
from kaaw_archive.errors import WrongArguments

if TYPE_CHECKING:
    import sqlite3

    from kaaw_archive.export.selection import Selection
    from kaaw_archive.items import ArticleFilter

FORMATS = ("atom", "csv", "jsonl", "md", "parquet", "sqlite", "txt")


@click.command(short_help="Write chosen articles into a file.")
@options.common
@options.as_json
@article_filter
@once
@options.profile
@click.option(
    "--to", type=click.Path(path_type=Path), required=True, metavar="FILE", help="The file; its ending is the format."
)
@click.option("--format", "form", type=click.Choice(FORMATS), help="The format, if the ending does not say it.")
@click.option("--versions", "every_version", is_flag=True, help="Every version of each article, not one.")
@click.option("--bom", is_flag=True, help="CSV: begin with a byte order mark, by which Excel knows UTF-8.")
@click.option("--raw", "is_raw", is_flag=True, help="CSV: every cell exactly as it is; not for spreadsheets.")
@click.argument("words", nargs=-1, type=options.Words())
def command(
    *,
    archive: Path,
    as_json: bool,
    chosen: ArticleFilter,
    as_of: str | None,
    profile: str,
    to: Path,
    form: str | None,
    words: tuple[str, ...],
    **flags: bool,
) -> None:
    """Write the articles that contain all WORDS, or all articles. The options choose among them, as in `kaaw search`.

    A row is an article, that is one address: a text that moved has several rows, unless with --once. Texts that their
    publisher reserved are left out, and their rows name the reservation; --profile research or internal leaves out
    less. Other pages, such as imprints, are written with --no-news. A file of .sqlite is a whole small
    archive, which every command reads.

    \b
    Examples:
      kaaw export --to articles.csv --bom
      kaaw export Onlinezugangsgesetz --since 2020-01-01 --to ozg.jsonl
      kaaw export --source bmi.bund.de --versions --profile internal --to bmi.parquet
    """
    from kaaw_archive.archive.queries.looks import remarks_on_filter
    from kaaw_archive.archive.queries.sources import check_sources
    from kaaw_archive.export.profiles import Profile
    from kaaw_archive.export.selection import Selection

    chosen = of_news(chosen)
    form = form or to.suffix.removeprefix(".").lower()
    _check(form, to, words, flags, is_once=chosen.each_text_once)
    with options.reading(archive, as_of) as connection:
        check_sources(connection, chosen.sources)
        is_all = flags["every_version"]
        selection = Selection(connection, chosen, " ".join(words) or None, Profile(profile), every_version=is_all)
        _write(form, selection, to, flags)
        if not selection.written:
            remark_on_languages(connection, chosen)
        _notice_words(connection, " ".join(words), selection)
        for sentence in remarks_on_filter(connection, chosen):
            printing.remark(sentence)
    _report(to, selection, as_json=as_json)


def _check(form: str, to: Path, words: tuple[str, ...], flags: dict[str, bool], *, is_once: bool) -> None:
    if form not in FORMATS:
        raise WrongArguments(f"{to}: name a file that ends in one of {', '.join(FORMATS)}, or give --format")
    for name, option in (("bom", "--bom"), ("is_raw", "--raw")):
        if flags[name] and form != "csv":
            raise WrongArguments(f"{option} belongs to CSV")
    if flags["every_version"] and is_once:
        raise WrongArguments("--once writes a row for each text, --versions one for each version: give one of them")
    if form == "sqlite" and (flags["every_version"] or is_once):
        raise WrongArguments("a small archive has every version and address of its texts: no --versions, no --once")
    for word in words:
        if word.startswith("--"):
            raise click.NoSuchOption(word)


def _write(form: str, selection: Selection, to: Path, flags: dict[str, bool]) -> None:
    from importlib import import_module

    write = import_module(f"kaaw_archive.export.to_{form}").write
    if form == "sqlite":
        write(selection, to)
        return
    of_format = {"with_bom": flags["bom"], "is_raw": flags["is_raw"]} if form == "csv" else {}
    with new_file(to) as file:
        write(selection, file, **of_format)


def _notice_words(connection: sqlite3.Connection, words: str, selection: Selection) -> None:
    """Print which words of a query were not searched, and that a query without an answer was not widened."""
    from kaaw_archive.analysis.query import parse
    from kaaw_archive.archive.queries.search import remarks_on_stop_words, search

    if not words:
        return
    for sentence in remarks_on_stop_words(parse(words)):
        printing.remark(sentence)
    if not selection.written and search(connection, words, selection.chosen, limit=1).total:
        printing.remark("nothing has all of the words; `kaaw search` also finds texts with some of them, an export not")


def _report(to: Path, selection: Selection, *, as_json: bool) -> None:
    if as_json:
        counts = {"rows": selection.written, "of_former_addresses": selection.former}
        counts |= {"missing": selection.missing, "texts_left_out": selection.left_out}
        printing.show_json({"file": str(to), "profile": selection.profile.value, **counts})
        return
    noun = "version" if selection.every_version else "text" if selection.chosen.each_text_once else "article"
    printing.show(f"{to}: {printing.count(selection.written, noun)}")
    if selection.undated and (selection.chosen.since or selection.chosen.until):
        printing.show(f"{selection.undated:,} of them name no day of publication: they were first seen in this time")
    if selection.former:
        printing.show(f"{selection.former:,} of them at an address that their text has left; --once leaves those out")
    if selection.missing:
        printing.show(missing_remark(selection.missing))
    if selection.unseen and selection.chosen.states:
        printing.show(unseen_remark(selection.unseen))
    if selection.left_out:
        printing.show(
            f"{printing.count(selection.left_out, 'text')} left out, as their publishers reserved them; their rows say"
            " how (reserved_by)"
        )
