"""``kaaw release``: chosen articles as a folder or ZIP that others can read, check, cite and list."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaaw_archive.cli.terminal import options, printing
from kaaw_archive.cli.terminal.filter_options import article_filter, of_news

if TYPE_CHECKING:
    from kaaw_archive.items import ArticleFilter

# "Andere geschlossene Lizenz" of the list of licences of DCAT-AP.de: nothing is granted that nobody granted
_CLOSED = "http://dcat-ap.de/def/licenses/other-closed"


@click.command(short_help="Make a data release of chosen articles.")
@options.common
@options.as_json
@article_filter
@options.profile
@click.option("--to", type=click.Path(path_type=Path), required=True, metavar="FOLDER|ZIP", help="New folder or ZIP.")
@click.option(
    "--title", type=options.Words(), default="News of public bodies", show_default=True, help="Title of the release."
)
@click.option(
    "--publisher", type=options.Words(), metavar="NAME", default="kaaw_archive", help="Publisher of the release."
)
@click.option("--licence", type=options.Words(), metavar="URL", default=_CLOSED, help="Address of the licence.")
@click.argument("words", nargs=-1, type=options.Words())
def command(
    *,
    archive: Path,
    as_json: bool,
    chosen: ArticleFilter,
    as_of: str | None,
    profile: str,
    to: Path,
    title: str,
    publisher: str,
    licence: str,
    words: tuple[str, ...],
) -> None:
    """Make a release of the articles that `kaaw export` would write: a small archive and its tables.

    In it are archive.sqlite, tables as CSV and Parquet, a data dictionary, datapackage.json (Frictionless),
    CITATION.cff, an entry for catalogues (DCAT-AP.de), checksums and a README. The same archive gives the same bytes.

    \b
    Examples:
      kaaw release --to release.zip --publisher 'Universität Beispiel'
      kaaw release Onlinezugangsgesetz --since 2020-01-01 --to ozg
    """
    from kaaw_archive.archive.queries.looks import remarks_on_filter
    from kaaw_archive.archive.queries.sources import check_sources
    from kaaw_archive.export.profiles import Profile
    from kaaw_archive.export.selection import Selection
    from kaaw_archive.release.making import make
    from kaaw_archive.spider.arguments import web_address

    licence = web_address(licence, "--licence")
    chosen = of_news(chosen)
    asked = " ".join(words) or None
    with options.reading(archive, as_of) as connection:
        check_sources(connection, chosen.sources)
        selection = Selection(connection, chosen, asked, Profile(profile))
        filters = _in_words(chosen, asked, as_of)
        for sentence in remarks_on_filter(connection, chosen):
            printing.remark(sentence)
        about = make(selection, to, title=title, publisher=publisher, licence=licence, filters=filters)
    if as_json:
        printing.show_json({"path": str(to), "profile": about.profile.value, "rows": about.rows})
    else:
        printing.show(f"{to}: {about.description}")


def _in_words(chosen: ArticleFilter, words: str | None, as_of: str | None) -> str:
    """Return what was asked for, as a part of a sentence."""
    named = {"words": words, **asdict(chosen), "as_of": as_of}
    asked = [
        f"{name}: {', '.join(value) if isinstance(value, tuple) else value}"
        for name, value in named.items()
        if value and value is not True
    ]
    return "; ".join(asked) or "all articles"
