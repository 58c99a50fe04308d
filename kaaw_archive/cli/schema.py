"""``kaaw schema``: the tables, views and columns of an archive, explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kaaw_archive.cli.terminal import options, printing, tables
from kaaw_archive.errors import WrongArguments

if TYPE_CHECKING:
    from pathlib import Path

    from kaaw_archive.archive.columns import Relation


@click.command(short_help="Explain the tables and columns.")
@options.common
@options.as_json
@click.option("--datasette", "as_datasette", is_flag=True, help="Print metadata for Datasette (JSON).")
@click.option("--markdown", "as_markdown", is_flag=True, help="Print docs/schema.md, with --command docs/json.md.")
@click.option(
    "--command",
    "of_command",
    metavar="NAME",
    help="Print the JSON Schema of what a command prints with --json; all: of each.",
)
@click.argument("table", required=False, metavar="[TABLE]")
def command(
    archive: Path, as_json: bool, as_datasette: bool, as_markdown: bool, of_command: str | None, table: str | None
) -> None:
    """Explain every public table and view, or the columns of one, or the JSON of a command. No archive is read.

    \b
    Examples:
      kaaw schema
      kaaw schema captures
      kaaw schema --command search
      kaaw schema --datasette > metadata.json; datasette archive.db --metadata metadata.json
    """
    from kaaw_archive.archive.columns import formats, relations

    if as_json + as_datasette + as_markdown > 1 or (table and (as_datasette or as_markdown)):
        raise click.UsageError("--datasette and --markdown stand alone")
    if of_command is not None:
        if table or as_datasette:
            raise click.UsageError("--command takes no table and no --datasette")
        _show_command(of_command, as_markdown=as_markdown)
        return
    known = {relation.name: relation for relation in relations()}
    if table is not None and table not in known:
        raise WrongArguments(f"there is no table {table}: `kaaw schema` lists them")
    chosen = list(known.values()) if table is None else [known[table]]
    if as_markdown:
        printing.show_lines(formats.markdown().rstrip())
    elif as_datasette:
        printing.show_json(formats.datasette(archive.stem))
    elif as_json:
        documents = [formats.document(relation) for relation in chosen]
        printing.show_json(documents if table is None else documents[0])
    elif table is None:
        tables.show_table(("table", "kind", ""), [(one.name, one.kind, one.text) for one in chosen])
    else:
        _show(known[table])


def _show_command(name: str, *, as_markdown: bool) -> None:
    from kaaw_archive.cli import schemas
    from kaaw_archive.cli.schemas import page

    names = schemas.commands() if name == "all" else [" ".join(name.split()).removeprefix("kaaw ")]
    found = {one: schemas.json_schema(one) for one in names}
    if as_markdown:
        printing.show_lines(page.markdown(names).rstrip())
    else:
        printing.show_json(found if name == "all" else found[names[0]])


def _show(relation: Relation) -> None:
    printing.show((relation.name, "bold"), f": {relation.text}")
    for column in relation.columns:
        null = ", may be NULL" if column.is_nullable else ""
        printing.show((column.name, "bold"), f" ({column.type or 'computed'}{null})", indent=2)
        printing.show(column.text, indent=4)
        for value, text in column.values.items():
            printing.show(f"{value}: {text}", indent=6)
