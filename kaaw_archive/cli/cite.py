"""``kaaw cite``: a citation of one version of an article, which names the very bytes, so that others can check them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kaaw_archive.cli.terminal import options, printing
from kaaw_archive.errors import ArchiveError
from kaaw_archive.exit_codes import ExitCode

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from kaaw_archive.archive.queries.rows import Row
    from kaaw_archive.cite.citation import Citation
    from kaaw_archive.cite.quotation import Quotation

_FORMATS = ("text", "bibtex", "ris", "csl-json", "html")


@click.command(short_help="Cite a version of an article.")
@options.common
@options.as_json
@options.version_or_at
@click.option("--format", "form", type=click.Choice(_FORMATS), default="text", help="Format.", show_default=True)
@click.option(
    "--quote", type=options.Words(), metavar="TEXT", help="Quote these words; fails if this version does not have them."
)
@click.option(
    "--mementos",
    metavar="URL",
    type=options.Words(),
    help="Address under which copies are served: URL/20160922120500/ADDRESS.",
)
@options.reference
def command(
    *,
    archive: Path,
    as_json: bool,
    version: int | None,
    at: str | None,
    form: str,
    quote: str | None,
    mementos: str | None,
    typed: str,
) -> int:
    """Cite one version of an article: who, what, when, the address, and the capture and digest of its bytes.

    Nothing is written into the archive. With --quote the words are looked up in the text of that version; the citation
    then names their place, as a selector of the W3C and as a fragment by which browsers find them on the page.
    Exit code 10: the last capture until --at did not show the page; what is cited is older, and a remark says so.

    \b
    Examples:
      kaaw cite http://www.kaaw.de/index.php/aktuellesmainmenu/156-besuch-mdl-grunendahl --at 2016-09-22
      kaaw cite kaaw.de/index.php/aktuellesmainmenu/156-besuch-mdl-grunendahl --format bibtex >> paper.bib
      kaaw cite kaaw.de/index.php/aktuellesmainmenu/156-besuch-mdl-grunendahl --quote Landtagsabgeordnete --format html
    """
    from kaaw_archive.archive.queries.certainty import certainty
    from kaaw_archive.cite import FORMATS

    with options.reading(archive) as connection:
        cited = _cited(connection, typed, version, at, quote, mementos)
        certain = certainty(connection, cited.url, at) if at is not None else None
    if as_json:
        selectors = {"selectors": cited.quotation.selectors()} if cited.quotation else {}
        printing.show_json(cited.as_json() | selectors | ({} if certain is None else {"certainty": certain}))
    else:
        printing.write_text(FORMATS[form](cited))
    return _exit_code(certain)


def _exit_code(certain: Row | None) -> ExitCode:
    """Return the exit code of a citation, with a remark if the page was not there."""
    from kaaw_archive.cli.terminal.certain import certainty_lines, exit_code

    if (
        certain is None or certain["last_capture"] is None
    ):  # no capture of the page itself: the citation names the list that showed it
        return ExitCode.DONE
    lines = "; ".join(certainty_lines(certain))
    if not certain["is_shown"]:
        printing.remark(f"the page was not there then: {lines}")
    elif not certain["is_certain"]:
        printing.remark(f"the version then is not certain: {lines}")
    return exit_code(certain)


def _cited(
    connection: sqlite3.Connection,
    typed: str,
    version: int | None,
    at: str | None,
    quote: str | None,
    mementos: str | None,
) -> Citation:
    from kaaw_archive.archive.queries import articles
    from kaaw_archive.cite.citation import citation_of
    from kaaw_archive.cli.terminal.article_lookup import one_article, version_number

    article, named = one_article(connection, typed)
    wanted = named.version if version is None and at is None else version
    number = version_number(connection, article, wanted, at)
    row = article | articles.snapshot(connection, article["id"], number, at)
    quotation = None if quote is None else _quotation(connection, article["id"], row, quote)
    return citation_of(row, copies_at=mementos, quotation=quotation)


def _quotation(connection: sqlite3.Connection, article_id: int, row: Row, words: str) -> Quotation:
    """Return where the words stand in the text of a version. Raises ArchiveError if they do not."""
    from kaaw_archive.cite.quotation import find
    from kaaw_archive.cli.terminal.versions_that_say import in_words, versions_that_say

    if (found := find(row["text"], words)) is not None:
        return found
    refusal = f"version {row['version']} of {row['url']} does not say that"
    others = versions_that_say(connection, article_id, words)
    if not others:
        raise ArchiveError(f"{refusal}, and no other version of this text does")
    _, numbers = others[0]
    raise ArchiveError(f"{refusal}, but {in_words(others[0], row['url'])}: --version {numbers[-1]}")
