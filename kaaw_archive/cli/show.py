"""``kaaw show``: an article in plain text, with the clue of each field."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from kaaw_archive.cli.terminal import options, printing, tables

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from kaaw_archive.archive.queries.references import Reference
    from kaaw_archive.archive.queries.rows import Row

_CAPTURES_SHOWN = 5
_SEEDS = {
    "feed": "a feed: it is kept, and not read as a page; `kaaw seeds diff` says what it named",
    "sitemap": "a sitemap: it is kept, and not read as a page; `kaaw seeds diff` says what it named",
    "listing": "a list of news: `kaaw seeds diff` says what it named",
}


@click.command(short_help="Show an article, with the clue of each field.")
@options.common
@options.as_json
@options.version_or_at
@options.reference
def command(archive: Path, as_json: bool, version: int | None, at: str | None, typed: str) -> int:
    """Show the article at URL: text, dates, links, and the clue by which each was found: its place on the page.

    Without an article it shows what is known of the page. The uid of a capture, or a digest, stands for its version,
    UID/ADDRESS for the version of one article on a list.
    With --at it says what is certain: the captures before and after that instant. Exit code 10: the last capture until
    then did not show the page.

    \b
    Examples:
      kaaw show http://www.kaaw.de/index.php/aktuellesmainmenu/159-modellkommune-e-government-abgeschlossen
      kaaw show kaaw.de/index.php/aktuellesmainmenu/159-modellkommune-e-government-abgeschlossen --at 2016-09-22 --json
    """
    from kaaw_archive.archive.queries import pages
    from kaaw_archive.archive.queries.certainty import certainty
    from kaaw_archive.archive.queries.references import resolve
    from kaaw_archive.cli.terminal.article_lookup import nothing_known
    from kaaw_archive.cli.terminal.certain import exit_code, show_certainty

    with options.reading(archive) as connection:
        reference = resolve(connection, typed)
        url = reference.address
        articles = _articles(connection, reference, version, at)
        page, captures = pages.by_address(connection, url), pages.history(connection, url)
        certain = certainty(connection, articles[0]["url"] if articles else url, at) if at is not None else None
    if not articles and not captures:
        raise nothing_known(url)
    if reference.is_exact and not articles:
        captures = [capture for capture in captures if capture["uid"] == reference.capture_uid]
    captures = captures[-_CAPTURES_SHOWN:]
    if as_json:
        found = {"articles": articles, "page": page, "captures": captures}
        printing.show_json(found | ({} if certain is None else {"certainty": certain}))
    else:
        if certain is not None:
            show_certainty(certain)
        for article in articles:
            _show_article(article)
        if not articles:
            _show_page(reference, page, captures)
    return exit_code(certain)


def _articles(connection: sqlite3.Connection, reference: Reference, version: int | None, at: str | None) -> list[Row]:
    from kaaw_archive.archive.queries import articles
    from kaaw_archive.archive.queries.corrections import corrections_of
    from kaaw_archive.archive.queries.works import unconfirmed_absence
    from kaaw_archive.cli.terminal.article_lookup import articles_of, version_number

    if version is None and at is None:
        version = reference.version
    shown = []
    for article in articles_of(connection, reference):
        number = version_number(connection, article, version, at)
        article_id = article.pop("id")
        since, rule = unconfirmed_absence(connection, article_id) or (None, None)
        missing = {"missing_since_at": since, "missing_rule": rule}
        corrections = [asdict(one) for one in corrections_of(connection, str(article["url"]))]
        of_version = articles.snapshot(connection, article_id, number, at)
        shown.append(article | missing | of_version | {"corrections": corrections})
    return shown


def _show_article(article: Row) -> None:
    printing.show((article["title"] or "(no title)", "bold"))
    printing.show((article["url"], "blue"))
    tables.show_table(("", ""), [row for row in _detail_rows(article) if row[1] is not None], has_head=False)
    printing.show("")
    printing.show(article["text"], keep_lines=True)
    printing.show("")
    if article["cut"]:
        printing.show(("Cut, as it stands on many pages of the site", "bold"))
    for cut in article["cut"]:
        printing.show(f"{cut['place']}: ", (cut["text"], "dim"))
        printing.show(f"as in {', '.join(cut['seen_in'])}", indent=4)
    if article["links"]:
        printing.show(("Links", "bold"))
    for link in article["links"]:
        health = "" if link["health"] == "unchecked" else f" {link['health']}"
        printing.show(f"[{link['position']}] {link['role']}{health}  ", (link["link_url"], "blue"))
        if link["anchor_text"]:
            printing.show(link["anchor_text"], indent=4)


def _detail_rows(article: Row) -> list[tuple[str, str | None]]:
    more = f" to {article['moved_to_url']}" if article["moved_to_url"] else ""
    if article["unseen_since_at"]:
        more = f" when it was seen last, unseen since {article['unseen_since_at'][:10]}"
    missing = f"since {(article['missing_since_at'] or '')[:10]}: {article['missing_rule']}; waits for a second look"
    seen = (printing.short_time(article[f"version_{end}_seen_at"]) for end in ("first", "last"))
    return [
        ("source", article["source"]),
        ("state now", article["state"] + more),
        ("missing", missing if article["missing_since_at"] else None),
        ("now at", article["current_url"] if article["current_url"] != article["url"] else None),
        ("news", None if article["is_news"] else "no: a page of another kind"),
        ("version", f"{article['version']} of {article['versions']}, seen {' to '.join(map(str, seen))}"),
        ("published", _with_clue(article["published_on"], article["published_clue"])),
        ("modified", _with_clue(article["modified_on"], article["modified_clue"])),
        ("title", f"from {article['title_clue']}" if article["title_clue"] else None),
        ("kicker", article["kicker"]),
        ("author", _with_clue(article["author"], article["author_clue"])),
        ("issuer", article["issuer"]),
        ("place", article["place"]),
        ("kind", _with_clue(article["kind"], article["kind_clue"])),
        ("language", article["language"]),
        *(
            ("corrected", f"{one['field']}, by {one['made_by']} on {one['made_at'][:10]}: {one['reason']}")
            for one in article["corrections"]
        ),
        ("captured", f"{article['captured_url']} at {printing.short_time(article['captured_at'])}"),
        ("capture", article["capture_uid"]),
        ("payload", article["payload_digest"]),
        (
            "read by",
            f"{article['extractor']} {article['extractor_version']}"
            + (f", page made by {article['cms']}" if article["cms"] else ""),
        ),
    ]


def _with_clue(value: str | None, clue: str | None) -> str | None:
    return f"{value} (from {clue})" if value and clue else value


def _without_reading(captures: list[Row]) -> str:
    """Return why captures belong to no page."""
    kinds = {capture["kind"] for capture in captures}
    if kinds <= {"robots"}:
        return "robots.txt: it is kept, and not read as a page; `kaaw payload` has it"
    if kinds <= {"robots", "probe"}:
        return "captured by checks of links alone: it is kept, and not read as a page; `kaaw payload` has it"
    return "captured, not read yet"


def _show_page(reference: Reference, page: Row | None, captures: list[Row]) -> None:
    shown = printing.count(len(reference.articles), "article") if reference.articles else reference.no_article
    printing.show((page["url"] if page else reference.address, "bold"), f"  {shown}")
    if page is None:
        printing.show(_without_reading(captures))
    else:
        facts = [
            ("source", page["source"]),
            ("kind", page["kind"]),
            ("seed", _SEEDS.get(page["seed_kind"] or "")),
            ("state", page["state"]),
            ("made by", page["cms"]),
            ("seen", f"{printing.short_time(page['first_seen_at'])} to {printing.short_time(page['last_seen_at'])}"),
            ("due", printing.short_time(page["due_at"])),
        ]
        tables.show_table(("", ""), [fact for fact in facts if fact[1]], has_head=False)
    if reference.articles:
        printing.show_heading("Articles on it")
    for address in reference.articles:
        printing.show_command(f"{reference.capture_uid}/{address}")
    printing.show_heading("Last captures")
    for capture in captures:
        what = capture["error"] or f"status {capture['status']}"
        printing.show(f"{printing.short_time(capture['captured_at'])}  {what}  ", (capture["url"], "blue"))
        for detail in (capture["error_text"], capture["problem"] and f"reading: {capture['problem']}"):
            if detail:
                printing.show(detail, indent=4)
