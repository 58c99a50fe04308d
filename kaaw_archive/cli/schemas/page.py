"""Page docs/json.md: what each command prints with ``--json``, in tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.cli.schemas import JsonOutput, Value, output

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HEAD = """\
# JSON

With `--json` a command prints one document, in UTF-8, and nothing else on its standard output; errors are lines on the
standard error, with the [exit codes](operators/exit-codes.md) of each command. For a line a row write a file with
`kaaw export --to FILE.jsonl`.

Names and meanings stay: a later version may add keys and commands, and removes or changes none. Times are UTC, like
`2016-09-22T12:05:00.000Z`, days like `2016-09-22`. A key is always there, with null for what is not known, unless its
type says "may be missing". `list of` is an array, `map of` an object by name; `any` is not promised.

`kaaw schema --command search` prints the same as a JSON Schema (draft 2020-12), `--command all` those of all commands.
This page is made by `kaaw schema --command all --markdown`.
"""


def markdown(commands: Iterable[str]) -> str:
    """Return the page about these commands."""
    return _HEAD + "".join(part for command in commands for part in _section(output(command)))


def _section(found: JsonOutput) -> Iterator[str]:
    yield f"\n## kaaw {found.command}\n\n"
    yield "".join(f"- {_text(form.text)}: {_type(form)}\n" for form in found.forms.values())
    for name, keys in found.records.items():
        yield f"\n`{name}`:\n\n| key | type | |\n|---|---|---|\n"
        for key, value in keys.items():
            missing = ", may be missing" if key.endswith("?") else ""
            yield f"| `{key.removesuffix('?')}` | {_type(value)}{missing} | {_text(value.text)} |\n"


def _type(value: Value) -> str:
    return value.type + (" or null" if value.is_nullable else "")


def _text(text: str) -> str:
    return text.replace("|", "\\|")
