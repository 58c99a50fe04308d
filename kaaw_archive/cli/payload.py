"""``kaaw payload``: the exact bytes that came."""

from __future__ import annotations

import os
import re
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaaw_archive.cli.terminal import options, printing
from kaaw_archive.cli.terminal.files import replace_file
from kaaw_archive.errors import ArchiveError, WrongArguments
from kaaw_archive.exit_codes import ExitCode

if TYPE_CHECKING:
    import sqlite3

    from kaaw_archive.archive.queries.rows import Row

_TEXT = re.compile(r"text/|application/([\w.-]+\+)?(xml|json|javascript|ecmascript|yaml|x-ndjson)|image/svg\+xml")
# without a byte order mark and not UTF-8: windows-1252 is what browsers take then (encoding.spec.whatwg.org, 4.2)
_ENCODINGS = ("utf-8-sig", "windows-1252")


@click.command(
    short_help="Write the exact bytes of a capture.",
    epilog="Exit code 6: the stored bytes do not match their digest; 10: not what the page showed at that instant.",
)
@options.common
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document about the payload instead of its bytes.")
@click.option(
    "--at", type=options.Moment(), help="Newest payload at this instant or before; a day alone means its end."
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="File to write.  [default: stdout]",
)
@click.argument("digest_or_url", type=options.Words(), metavar="URL|UID|DIGEST")
def command(archive: Path, as_json: bool, at: str | None, output: Path | None, digest_or_url: str) -> int:
    """Write a payload: the bytes that the server sent, without transfer and content encoding. Its digest is checked.

    DIGEST is sha256: with its hexadecimal digits, or their beginning, eight at least; UID is that of a capture,
    as reports print it. For a URL it is the newest capture that shows the page, else the newest that has a payload.
    If a later capture did not show the page, a line on stderr says so; --json has it in `certainty`. On a terminal only
    text is shown, with control characters escaped.

    \b
    Examples:
      kaaw payload http://www.kaaw.de/index.php/aktuellesmainmenu/159-modellkommune-e-government-abgeschlossen > a.html
      kaaw payload https://www.kommunen-in-nrw.de/fileadmin/zeitschrift/2016/STGR_09_2016_IT-Sicherheit.pdf --output a
      kaaw payload sha256:2fc387ea
    """
    from kaaw_archive.archive import payloads
    from kaaw_archive.cli.terminal.certain import certainty_lines, exit_code

    with options.reading(archive) as connection:
        row = _payload_row(connection, digest_or_url, at)
        digest = row["payload_digest"]
        try:
            body = payloads.read(connection, digest)
        except KeyError:
            raise ArchiveError(f"payload {digest} was left out of this archive") from None
        except MemoryError:
            raise ArchiveError(
                f"payload {digest} needs more memory than there is: {row['size_bytes']:,} bytes"
            ) from None
    if output is not None and str(output) != "-":
        _write(output, body)
    elif not as_json:
        _print(body, row["media_type"])
    if as_json:
        printing.show_json(row)
    elif "url" in row:
        printing.side_note(f"{row['url']} at {row['captured_at']}, status {row['status']}, {digest}")
        show_line = printing.side_note if row.get("certainty", {}).get("is_shown", True) else printing.remark
        for line in certainty_lines(row["certainty"]) if "certainty" in row else ():
            show_line(line)
    return exit_code(row.get("certainty")) if at is not None else ExitCode.DONE


def _payload_row(connection: sqlite3.Connection, wanted: str, at: str | None) -> Row:
    """Return the row of a payload by digest or capture, or of the newest capture of an address with a payload."""
    from kaaw_archive.archive.queries import captures, pages
    from kaaw_archive.archive.queries.certainty import certainty
    from kaaw_archive.archive.queries.references import DIGEST, resolve
    from kaaw_archive.cli.terminal.article_lookup import nothing_known

    if typed := DIGEST.fullmatch(wanted.strip()):
        if at is not None:
            raise WrongArguments("--at belongs to an address; a digest or capture names the same bytes at all times")
        rows = captures.payloads_by_prefix(connection, f"sha256:{typed[1].lower()}")
        if len(rows) > 1:
            raise WrongArguments(f"several payloads begin with {wanted}: give more digits")
        if not rows:
            raise ArchiveError(f"no payload {wanted} in this archive")
        return rows[0]
    named = resolve(connection, wanted)
    if named.capture_id is not None:
        if at is not None:
            raise WrongArguments("--at belongs to an address; a digest or capture names the same bytes at all times")
        if row := pages.capture_with_payload(connection, named.capture_id):
            return row
        raise ArchiveError(f"capture {wanted} brought no bytes: `kaaw show {shlex.quote(wanted)}` says why")
    wanted = named.address
    certain = certainty(connection, wanted, at)
    good_at = certain["last_good"]["captured_at"] if certain["last_good"] else at
    row = pages.newest_payload(connection, wanted, good_at)
    if row is not None:
        return row | {"certainty": certain}
    if not pages.history(connection, wanted):
        raise nothing_known(wanted)
    raise ArchiveError(f"no capture of {wanted} has a payload" + (f" at {at} or before" if at else ""))


def _print(body: bytes, media_type: str) -> None:
    if not sys.stdout.isatty():
        binary = sys.stdout.buffer
        binary.write(body)
        binary.flush()
    elif _TEXT.match(media_type.lower()):
        printing.show_lines(_decoded(body))
    else:
        raise WrongArguments(
            f"{len(body):,} bytes of {media_type} are nothing for a terminal: use > FILE or --output FILE"
        )


def _decoded(body: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return body.decode("utf-8", "replace")


def _write(output: Path, body: bytes) -> None:
    umask = os.umask(0)
    os.umask(umask)
    try:
        replace_file(output, body, 0o666 & ~umask)
    except OSError as error:
        raise ArchiveError(f"cannot write {output}: {error.strerror or error}") from error
