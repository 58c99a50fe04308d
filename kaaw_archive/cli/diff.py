"""``kaaw diff``: what differs between two versions of an article."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

import click

from kaaw_archive.archive.queries.articles import COMPARED, compared_lines
from kaaw_archive.changes import line_differences
from kaaw_archive.cli.terminal import options, printing

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from kaaw_archive.archive.queries.rows import Row
    from kaaw_archive.items import VersionComparison


@click.command(short_help="Compare two versions of an article.")
@options.common
@options.as_json
@click.option(
    "--from",
    "from_version",
    type=options.WholeNumber(1, options.MOST_ROWS),
    metavar="N",
    help="Version before.  [default: the last but one]",
)
@click.option(
    "--to",
    "to_version",
    type=options.WholeNumber(1, options.MOST_ROWS),
    metavar="N",
    help="Version after.  [default: the latest]",
)
@click.option("--words", is_flag=True, help="Mark changed words within their lines: [-old-]{+new+}.")
@options.reference
def command(
    *, archive: Path, as_json: bool, from_version: int | None, to_version: int | None, words: bool, typed: str
) -> None:
    """Compare two versions of the article at URL: title, dates, text, links and pictures. Default: the last two.

    The uid of a capture, or a digest, stands for its version, which is compared with the one before. The first version
    of a text that moved to URL is compared with the last one at its address before. A picture that has only another
    address there counts as another one. Boilerplate lines, which many pages of the site repeat, are not compared.

    \b
    Examples:
      kaaw diff http://www.kaaw.de/index.php/aktuellesmainmenu/159-modellkommune-e-government-abgeschlossen
      kaaw diff kaaw.de/index.php/aktuellesmainmenu/159-modellkommune-e-government-abgeschlossen --from 1 --to 3 --words
    """
    from kaaw_archive.archive.queries import articles
    from kaaw_archive.archive.queries.comparisons import came_from
    from kaaw_archive.cli.terminal import article_lookup
    from kaaw_archive.derive.edits import comparison_of

    with options.reading(archive) as connection:
        article, named = article_lookup.one_article(connection, typed)
        number_of = partial(article_lookup.version_number, connection, article, at=None)
        to_number = number_of(version=to_version or named.version)
        new = articles.snapshot(connection, article["id"], to_number)
        moved = None if from_version else came_from(connection, article["id"], to_number)
        old_id, from_number = moved or (article["id"], number_of(version=from_version or max(1, to_number - 1)))
        old = articles.snapshot(connection, old_id, from_number)
        result = comparison_of(connection, (old_id, from_number), (article["id"], to_number))
        references = _references(connection, (old_id, from_number), (article["id"], to_number))
        old_url = articles.by_id(connection, old_id)[0]["url"]
        others = article_lookup.other_addresses(connection, [article])
    article_lookup.remark_on_other_addresses(others)
    names = [f"{url} version {row['version']}" for url, row in ((old_url, old), (article["url"], new))]
    sides = _lines(old, new, references[0]), _lines(new, old, references[1])
    lines = list(line_differences.marked_lines(*sides, *names) if words else _unified(names, sides, old, new))
    if as_json:
        printing.show_json(_report(old_url, article["url"], old, new, lines) | _edit(result))
    elif lines:
        _show(lines, _headline(result, old, new) if moved or from_number != to_number else None)
    elif article["versions"] == 1 and moved is None:
        printing.show(f"{article['url']} has one version only: nothing to compare")
    else:
        printing.show(f"{' and '.join(names)} do not differ in title, dates, text, links and pictures")


def _show(lines: list[str], headline: str | None) -> None:
    if headline is not None:
        printing.show((headline, "bold"))
    for line in lines:
        printing.show_difference(line)


def _edit(result: VersionComparison) -> Row:
    """Return the edit for programs; ``no_edit`` is the reason why there is none, else None."""
    return {"edit": asdict(result.edit) if result.edit else None, "no_edit": result.no_edit}


def _headline(result: VersionComparison, old: Row, new: Row) -> str:
    """Return what was edited in one line, or why it is no edit."""
    edit = result.edit
    if edit is None and old["title"] == new["title"] and compared_lines(old, new) == compared_lines(new, old):
        return "no edit: title and text are the same"
    if edit is None:
        return f"no edit: {str(result.no_edit).replace('_', ' ')}"
    silent = ", silent" if edit.is_silent else ""
    return f"{', '.join(edit.kinds)} (significance {edit.significance:.2f}{silent}): {edit.sentence}"


def _report(old_url: str, url: str, old: Row, new: Row, lines: list[str]) -> Row:
    return {
        "article_url": url,
        "from_url": old_url,
        "from_version": old["version"],
        "to_version": new["version"],
        "fields": {name: {"from": old[name], "to": new[name]} for name in COMPARED if old[name] != new[name]},
        "diff": lines,
    }


def _unified(names: list[str], sides: tuple[list[str], list[str]], old: Row, new: Row) -> Iterator[str]:
    times = (row["version_first_seen_at"] for row in (old, new))
    return line_differences.unified_diff(*sides, *map("\t".join, zip(names, times, strict=True)))


def _references(
    connection: sqlite3.Connection, old: tuple[int, int], new: tuple[int, int]
) -> tuple[list[str], list[str]]:
    """Return the links and pictures of two versions, each an article's id and a number, as lines."""
    from kaaw_archive.archive.queries.comparisons import snapshot_ids
    from kaaw_archive.derive.compared_references import reference_lines

    ids = (snapshot_ids(connection, article_id)[version] for article_id, version in (old, new))
    return reference_lines(connection, *ids)


def _lines(version: Row, other: Row, references: list[str]) -> list[str]:
    """Return a version as lines: its data, its text, its links and pictures."""
    data = [f"{name}: {version[name]}" for name in COMPARED if version[name] is not None]
    return [*data, "", *compared_lines(version, other), "", *references]
