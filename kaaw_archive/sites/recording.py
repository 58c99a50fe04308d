"""A stored capture becomes a test case of the spider whose page it is."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from kaaw_archive import urls
from kaaw_archive.archive import payloads
from kaaw_archive.archive.queries import pages
from kaaw_archive.errors import ArchiveError, WrongArguments
from kaaw_archive.sites import cases

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from kaaw_archive.project import Project
    from kaaw_archive.seeds import SeedRules

_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_LONGEST_NAME = 50


@dataclass(frozen=True, slots=True)
class Stored:
    """A payload of the archive, and what is known of the capture that brought it."""

    url: str
    captured_at: str
    content_type: str | None
    status: int | None
    is_seed: bool
    payload: bytes


def stored(connection: sqlite3.Connection, address: str, at: str | None = None) -> Stored | None:
    """The newest payload of an address at ``at`` or before; None where the archive has none."""
    row = pages.newest_payload(connection, address, at)
    if row is None:
        return None
    try:
        payload = payloads.read(connection, row["payload_digest"])
    except KeyError:
        raise ArchiveError(f"the payload of {row['url']} was erased") from None
    typed = next(iter(json.loads(row["headers_json"]).get("content-type", ())), None)
    return Stored(row["url"], row["captured_at"], typed, row["status"], row["kind"] == "seed", payload)


def stored_behind(connection: sqlite3.Connection, address: str) -> Stored | None:
    """As :func:`stored`, behind the redirects that the address led to when it was asked for last."""
    return stored(connection, pages.redirect_end(connection, address))


def spider_of(project: Project, address: str) -> str:
    """The spider that follows this host. Raises WrongArguments where none does, or several do."""
    host = urls.host(address).removeprefix("www.")
    names = [spider.name for spider in project.spiders if host in spider.hosts]
    if len(names) == 1:
        return names[0]
    said = f"several spiders follow {host} ({', '.join(names)})" if names else f"no spider follows {host}"
    raise WrongArguments(f"{said}: name one with --spider")


def record(folder: Path, found: Stored, rules: SeedRules, name: str | None = None) -> tuple[Path, dict[str, Any]]:
    """Writes the case into ``folder`` of the spider, with what comes of it today; that is for a person to check.

    A seed is expected to name what it names, a page to say what it says; a listing that carries whole articles both.
    """
    page = cases.outcome(found.payload, found.url, found.content_type, rules, "page")
    expected: dict[str, Any] = {}
    if found.is_seed:
        expected["seed"] = cases.outcome(found.payload, found.url, found.content_type, rules, "seed")
    if page["articles"] or not found.is_seed:
        expected["page"] = page
    case = folder / (name or _name(found.url))
    cases.write(
        case, payload=found.payload, url=found.url, content_type=found.content_type, captured_at=found.captured_at,
        expected=expected,
    )  # fmt: skip
    return case, expected


def _name(url: str) -> str:
    """The end of the address, as far as it can be the name of a folder.

    >>> _name("https://www.kaaw.de/de/aktuelles/meldungen/Modell-Kommune.php?x=1")
    'meldungen_modell_kommune_php_x_1'
    """
    parts = urlsplit(url)
    ends = [part for part in parts.path.split("/") if part][-2:]
    text = "_".join([*ends, parts.query]) or "front_page"
    return _NOT_IN_NAMES.sub("_", unquote(text).lower()).strip("_")[-_LONGEST_NAME:].strip("_") or "front_page"
