"""``kaaw history``: all captures of a page and the versions of its articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kaaw_archive.cli.terminal import options, printing, tables

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from pathlib import Path

    from kaaw_archive.archive.queries.rows import Row


@click.command(short_help="List all captures and versions of a page.")
@options.common
@options.as_json
@options.reference
def command(archive: Path, as_json: bool, typed: str) -> None:
    """List every capture of the page at URL and every version of its articles, oldest first.

    If the text has other addresses, the versions there follow; --json has those at URL alone.

    \b
    Examples:
      kaaw history http://www.kaaw.de/index.php/aktuellesmainmenu/159-modellkommune-e-government-abgeschlossen
      kaaw history kaaw.de/index.php/aktuellesmainmenu/159-modellkommune-e-government-abgeschlossen --json
    """
    from kaaw_archive.archive.queries import articles, pages
    from kaaw_archive.archive.queries.references import resolve
    from kaaw_archive.cli.terminal.article_lookup import nothing_known, other_addresses, remark_on_other_addresses

    with options.reading(archive) as connection:
        url = resolve(connection, typed).address
        captures, found = pages.history(connection, url), articles.by_address(connection, url)
        showing = pages.showing_article(connection, url)
        others = other_addresses(connection, found)
        versions, elsewhere = (_versions(connection, some) for some in (found, others))
    if not captures and not versions:
        raise nothing_known(url)
    for capture in captures:
        capture["version"] = _version_at(versions, capture["captured_at"]) if capture["uid"] in showing else None
    if as_json:
        remark_on_other_addresses(others)
        printing.show_json({"captures": captures, "versions": versions})
    else:
        _show(captures, versions)
        for other in others:
            _show_versions([row for row in elsewhere if row["article_url"] == other["url"]], other["url"])


def _versions(connection: sqlite3.Connection, found: list[Row]) -> list[Row]:
    """Return the versions of articles, each with the edit that made it."""
    from kaaw_archive.archive.queries import articles, comparisons

    return [
        {"article_url": article["url"]} | version | {"edit": edits.get(version["version"])}
        for article in found
        for edits in [{row["to_version"]: row for row in comparisons.of_article(connection, article["id"])}]
        for version in articles.versions(connection, article["id"])
    ]


def _version_at(versions: list[Row], at: str) -> int | None:
    """Return the version that a capture of this time showed; None if it showed several articles, or none yet."""
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
    if versions:
        _show_versions(versions)


def _show_versions(versions: list[Row], other_url: str | None = None) -> None:
    """Print versions and what was edited in them; ``other_url`` is that of another address of the text."""
    number = printing.count(len(versions), "version")
    printing.show_heading(number if other_url is None else f"{number} at another address")
    if other_url is not None:
        printing.show_command(other_url)
    is_several = len({row["article_url"] for row in versions}) > 1
    columns: list[tables.Column] = [
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
