"""``kaaw history``: all captures of a page and the versions of its articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kaaw_archive.cli.terminal import options, printing, tables
from kaaw_archive.http import shows_content

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kaaw_archive.archive.queries.rows import Row


@click.command(short_help="List all captures and versions of a page.")
@options.common
@options.as_json
@options.reference
def command(archive: Path, as_json: bool, typed: str) -> None:
    """List every capture of the page at URL and every version of its articles, oldest first.

    \b
    Examples:
      kaaw history http://www.kaaw.de/index.php/aktuellesmainmenu/159-modellkommune-e-government-abgeschlossen
      kaaw history kaaw.de/index.php/aktuellesmainmenu/159-modellkommune-e-government-abgeschlossen --json
    """
    from kaaw_archive.archive.queries import articles, comparisons, pages
    from kaaw_archive.archive.queries.references import resolve
    from kaaw_archive.cli.terminal.article_lookup import nothing_known, other_addresses, remark_on_other_addresses

    with options.reading(archive) as connection:
        url = resolve(connection, typed).address
        captures, found = pages.history(connection, url), articles.by_address(connection, url)
        versions = [
            {"article_url": article["url"]} | version | {"edit": edits.get(version["version"])}
            for article in found
            for edits in [{row["to_version"]: row for row in comparisons.of_article(connection, article["id"])}]
            for version in articles.versions(connection, article["id"])
        ]
        others = other_addresses(connection, found)
    if not captures and not versions:
        raise nothing_known(url)
    remark_on_other_addresses(others)
    for capture in captures:
        capture["version"] = _version_at(versions, capture)
    if as_json:
        printing.show_json({"captures": captures, "versions": versions})
    else:
        _show(captures, versions)


def _version_at(versions: list[Row], capture: Row) -> int | None:
    """Return the version that this capture showed; None if it showed no content, or several articles."""
    if capture["payload_digest"] is None or not shows_content(capture["status"], capture["error"]):
        return None
    at = capture["captured_at"]
    there = [row["version"] for row in versions if row["first_seen_at"] <= at <= row["last_seen_at"]]
    return there[0] if len(there) == 1 else None


def _show(captures: list[Row], versions: list[Row]) -> None:
    address = captures[0]["url"] if captures else None
    printing.show((printing.count(len(captures), "capture"), "bold"))
    if address is not None:
        printing.show_command(address)
    columns: list[tables.Column] = [
        ("captured", "captured_at"),
        "status",
        ("error", lambda row: row["error"] or row["problem"]),
        "revisit",
        ("digest", "payload_digest"),
        ("size", "size_bytes"),
        "version",
    ]
    if any(row["url"] != address for row in captures):
        columns.append(("address", lambda row: None if row["url"] == address else row["url"]))
    tables.show_rows(captures, *columns)
    if not versions:
        return
    printing.show_heading(printing.count(len(versions), "version"))
    is_several = len({row["article_url"] for row in versions}) > 1
    columns = [
        "version",
        ("first seen", "first_seen_at"),
        ("last seen", "last_seen_at"),
        ("published", "published_on"),
        ("edited", _kinds),
        "title",
    ]
    tables.show_rows(versions, *columns, *([("article", "article_url")] if is_several else []))
    edits = [row for row in versions if row["edit"] and row["edit"]["sentence"]]
    if edits:
        printing.show_heading(printing.count(len(edits), "edit"))
    for row in edits:
        silent = " (silent)" if row["edit"]["is_silent"] else ""
        printing.show(f"version {row['version']}{silent}: {row['edit']['sentence']}", indent=2)


def _kinds(row: Mapping[str, Any]) -> str | None:
    """Return the kinds of the edit that made a version, or the reason why it is no edit; None for a first version."""
    edit = row["edit"]
    if edit is None:
        return None
    return ", ".join(edit["kinds"]) or f"no edit: {edit['no_edit'].replace('_', ' ')}"
