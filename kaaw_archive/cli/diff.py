"""``kaaw diff``: what differs between two versions of an article."""

from __future__ import annotations

import difflib
import re
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from kaaw_archive.cli.terminal import options, printing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kaaw_archive.archive.queries.rows import Row
    from kaaw_archive.items import VersionComparison

_FIELDS = ("title", "kicker", "author", "issuer", "place", "published_on", "modified_on")
_CONTEXT = 3  # lines around a change
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


@click.command(short_help="Compare two versions of an article.")
@options.common
@options.as_json
@click.option(
    "--from",
    "from_version",
    type=options.WholeNumber(1, options.MOST_ROWS),
    metavar="N",
    help="[default: the one before]",
)
@click.option(
    "--to", "to_version", type=options.WholeNumber(1, options.MOST_ROWS), metavar="N", help="[default: the latest]"
)
@click.option("--words", is_flag=True, help="Mark changed words within their lines: [-old-]{+new+}.")
@options.reference
def command(
    *, archive: Path, as_json: bool, from_version: int | None, to_version: int | None, words: bool, typed: str
) -> None:
    """Compare two versions of the article at URL: title, dates and text. Default: the last two.

    The uid of a capture, or a digest, stands for its version, which is compared with the one before.
    Boilerplate lines, which many pages of the site repeat, are not compared.

    \b
    Examples:
      kaaw diff http://www.kaaw.de/index.php/aktuellesmainmenu/159-modellkommune-e-government-abgeschlossen
      kaaw diff kaaw.de/index.php/aktuellesmainmenu/159-modellkommune-e-government-abgeschlossen --from 1 --to 3 --words
    """
    from kaaw_archive.archive.queries import articles
    from kaaw_archive.cli.terminal.article_lookup import one_article, version_number
    from kaaw_archive.derive.edits import comparison_of

    with options.reading(archive) as connection:
        article, named = one_article(connection, typed)
        versions = articles.versions(connection, article["id"])
        to_number = version_number(versions, article["url"], to_version or named.version, None)
        from_number = version_number(versions, article["url"], from_version or max(1, to_number - 1), None)
        old, new = (articles.snapshot(connection, article["id"], number) for number in (from_number, to_number))
        result = comparison_of(connection, article["id"], from_number, to_number)
    lines = list(_words(old, new) if words else _unified(article["url"], old, new))
    if as_json:
        printing.show_json(_report(article["url"], old, new, lines) | _edit(result))
    elif lines:
        if from_number != to_number:
            printing.show((_headline(result), "bold"))
        for line in lines:
            printing.show_difference(line)
    elif len(versions) == 1:
        printing.show(f"{article['url']} has one version only: nothing to compare")
    else:
        printing.show(
            f"versions {from_number} and {to_number} of {article['url']} do not differ in title, dates and text"
        )


def _edit(result: VersionComparison) -> Row:
    """Return the edit for programs; ``no_edit`` is the reason why there is none, else None."""
    return {"edit": asdict(result.edit) if result.edit else None, "no_edit": result.no_edit}


def _headline(result: VersionComparison) -> str:
    """Return what was edited in one line, or why it is no edit."""
    edit = result.edit
    if edit is None:
        return f"no edit: {str(result.no_edit).replace('_', ' ')}"
    silent = ", silent" if edit.is_silent else ""
    return f"{', '.join(edit.kinds)} (significance {edit.significance:.2f}{silent}): {edit.sentence}"


def _report(url: str, old: Row, new: Row, lines: list[str]) -> Row:
    return {
        "article_url": url,
        "from_version": old["version"],
        "to_version": new["version"],
        "fields": {name: {"from": old[name], "to": new[name]} for name in _FIELDS if old[name] != new[name]},
        "diff": lines,
    }


def _lines(snapshot: Row, other: Row) -> list[str]:
    """Return a version as lines: its data, then its text without the lines that were cut from the other version."""
    data = [f"{name}: {snapshot[name]}" for name in _FIELDS if snapshot[name] is not None]
    cut = {line["text"] for line in other["cut"]}
    return [*data, "", *(line for line in snapshot["text"].splitlines() if line not in cut)]


def _unified(url: str, old: Row, new: Row) -> Iterator[str]:
    from_name, to_name = (f"{url} version {row['version']}" for row in (old, new))
    from_at, to_at = (row["version_first_seen_at"] for row in (old, new))
    before, after = _lines(old, new), _lines(new, old)
    return difflib.unified_diff(before, after, from_name, to_name, from_at, to_at, _CONTEXT, lineterm="")


def _words(old: Row, new: Row) -> Iterator[str]:
    before, after = _lines(old, new), _lines(new, old)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for group in matcher.get_grouped_opcodes(_CONTEXT):
        yield f"@@ version {old['version']} line {group[0][1] + 1}, version {new['version']} line {group[0][3] + 1} @@"
        for tag, from_start, from_end, to_start, to_end in group:
            if tag == "equal":
                yield from before[from_start:from_end]
            else:
                yield from _marked(before[from_start:from_end], after[to_start:to_end])


def _marked(before: list[str], after: list[str]) -> Iterator[str]:
    old, new = _TOKEN.findall("\n".join(before)), _TOKEN.findall("\n".join(after))
    done = []
    for tag, from_start, from_end, to_start, to_end in difflib.SequenceMatcher(None, old, new).get_opcodes():
        gone, come = "".join(old[from_start:from_end]), "".join(new[to_start:to_end])
        if tag == "equal":
            done.append(gone)
        else:
            done += [_wrapped(gone, "[-", "-]"), _wrapped(come, "{+", "+}")]
    return iter("".join(done).split("\n"))


def _wrapped(text: str, left: str, right: str) -> str:
    """Mark every line by itself: a mark that ends some lines below its beginning is hard to read."""
    return "\n".join(f"{left}{line}{right}" if line else "" for line in text.split("\n"))
