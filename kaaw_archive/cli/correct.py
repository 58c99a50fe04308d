"""``kaaw correct``: a person says what is right, and it stands above what was read."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, get_args

import click

from kaaw_archive.cli.terminal import options, printing
from kaaw_archive.cli.terminal.decision_options import made_by
from kaaw_archive.corrections import FIELDS
from kaaw_archive.errors import ArchiveError

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from kaaw_archive.corrections import Correction


@click.command(short_help="Correct a field of an article.")
@options.common
@options.as_json
@click.option("--reason", type=options.Words(), metavar="TEXT", help="Source of the correction, for other people.")
@click.option("--lift", is_flag=True, help="End the correction; the extracted value counts again.")
@made_by
@click.argument("url", type=options.Words())
@click.argument("field", type=click.Choice(FIELDS))
@click.argument("value", type=options.Words(), required=False)
def command(
    archive: Path, as_json: bool, reason: str | None, lift: bool, by: str, url: str, field: str, value: str | None
) -> None:
    """Correct the title, date, author, kind or state of the article at URL.

    The correction is stored as a decision with name, time and reason. It replaces the extracted value, also that of
    later versions of the extractor; edits between versions are judged anew by the corrected values. It applies to all
    present versions, and to later ones until the publisher changes the field. The value '' means that an article has
    no date or no author.

    \b
    Examples:
      kaaw correct kaaw.de/index.php/aktuellesmainmenu/156-besuch-mdl-grunendahl date 2016-09-20 --reason 'their letter'
      kaaw correct kaaw.de/index.php/aktuellesmainmenu/156-besuch-mdl-grunendahl author '' --reason 'a photographer'
      kaaw correct kaaw.de/index.php/aktuellesmainmenu/156-besuch-mdl-grunendahl date --lift
      kaaw decisions --kind correct
    """
    if lift:
        if value is not None or reason:
            raise click.UsageError("--lift takes no value and no --reason")
        _lift(archive, as_json, url, field, by)
        return
    if value is None:
        raise click.UsageError("the value is missing; '' says that there is none")
    if not (reason or "").strip():
        raise click.UsageError("--reason is missing: others must understand the correction")
    _correct(archive, as_json, url, field, value, str(reason).strip(), by)


def _correct(archive: Path, as_json: bool, typed: str, field: str, value: str, reason: str, by: str) -> None:
    from kaaw_archive.archive.store import decisions, writer
    from kaaw_archive.corrections import Correction, checked_value, value_of
    from kaaw_archive.derive.corrections import renew
    from kaaw_archive.items.articles import ArticleKind

    checked = checked_value(field, value, frozenset(get_args(ArticleKind)))
    options.check_exists(archive)

    def work(connection: sqlite3.Connection) -> Correction:
        correction = Correction(_article_url(connection, typed), field, checked, reason, by, options.now())
        for row in _in_force(connection, correction.url, field):
            decisions.end_one(connection, row, made_by=by, made_at=correction.made_at)
        decisions.add(
            connection,
            "correct",
            correction.url,
            made_by=by,
            made_at=correction.made_at,
            reason=reason,
            value_json=value_of(correction),
        )
        renew(connection, correction.url)
        return correction

    made = writer.write_once(archive, work)
    if as_json:
        printing.show_json(asdict(made))
    else:
        printing.show(f"{made.url}: its {field} is {made.value or 'none'} from now on")


def _lift(archive: Path, as_json: bool, typed: str, field: str, by: str) -> None:
    from kaaw_archive.archive.store import decisions, writer
    from kaaw_archive.derive.corrections import renew

    options.check_exists(archive)
    at = options.now()

    def work(connection: sqlite3.Connection) -> str:
        url = _article_url(connection, typed)
        rows = _in_force(connection, url, field)
        if not rows:
            raise ArchiveError(
                f"no correction of the {field} of {url} is in force: kaaw decisions lists those that are"
            )
        for row in rows:
            decisions.end_one(connection, row, made_by=by, made_at=at)
        renew(connection, url)
        return url

    url = writer.write_once(archive, work)
    if as_json:
        printing.show_json({"url": url, "field": field, "lifted_by": by, "lifted_at": at})
    else:
        printing.show(f"{url}: its {field} is again what was read")


def _article_url(connection: sqlite3.Connection, typed: str) -> str:
    from kaaw_archive.cli.terminal.article_lookup import one_article

    article, _ = one_article(connection, typed)
    return str(article["url"])


def _in_force(connection: sqlite3.Connection, url: str, field: str) -> list[int]:
    from kaaw_archive.archive.queries.corrections import decisions_about

    return decisions_about(connection, url, field)
