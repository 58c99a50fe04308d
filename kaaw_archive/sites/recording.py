"""Test cases recorded from stored captures."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from kaaw_archive import urls
from kaaw_archive.archive import payloads
from kaaw_archive.archive.queries import pages
from kaaw_archive.derive.workers import LimitHit
from kaaw_archive.errors import ArchiveError, WrongArguments
from kaaw_archive.http import Headers
from kaaw_archive.sites import cases

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from kaaw_archive.derive.workers import ReadingPool
    from kaaw_archive.project import Project
    from kaaw_archive.seeds import SeedRules

_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_LONGEST_NAME = 50


@dataclass(frozen=True, slots=True)
class StoredPage:
    """Payload of the archive with facts about its capture."""

    url: str
    captured_at: str
    content_type: str | None
    status: int | None
    is_seed: bool
    payload: bytes


def stored_page(connection: sqlite3.Connection, address: str, at: str | None = None) -> StoredPage | None:
    """Return the newest payload of an address at ``at`` (UTC text) or before; None if the archive has none.

    Raises ArchiveError if its bytes were left out of this archive.
    """
    row = pages.newest_payload(connection, address, at)
    if row is None:
        return None
    try:
        payload = payloads.read(connection, row["payload_digest"])
    except KeyError:
        raise ArchiveError(f"the payload of {row['url']} was left out of this archive") from None
    typed = Headers.of_fields(json.loads(row["headers_json"])).first("content-type")
    return StoredPage(row["url"], row["captured_at"], typed, row["status"], row["kind"] == "seed", payload)


def stored_after_redirects(connection: sqlite3.Connection, address: str) -> StoredPage | None:
    """Return the newest payload of the address to which the last request of this one was redirected; else None."""
    return stored_page(connection, pages.redirect_end(connection, address))


def spider_of(project: Project, address: str) -> str:
    """Return the name of the spider of this host. Raises WrongArguments if there is none, or several."""
    host = urls.host(address).removeprefix("www.")
    names = [spider.name for spider in project.spiders if host in spider.hosts]
    if len(names) == 1:
        return names[0]
    problem = (
        f"several spiders are for {host} ({', '.join(names)})" if names else f"no spider of this project is for {host}"
    )
    raise WrongArguments(f"{problem}: name one with --spider")


def record(
    folder: Path, page: StoredPage, rules: SeedRules, pool: ReadingPool, name: str | None = None
) -> tuple[Path, dict[str, Any]]:
    """Write a case into ``folder``; return its folder, and what the present code reads, which a person must correct.

    The expectation of a seed is its addresses, that of a page its articles; a listing that shows whole articles has
    both. Raises WrongArguments if the case exists already.
    Raises ArchiveError if the worker that reads the page hits a limit.
    """

    def actual(part: str) -> dict[str, Any]:
        try:
            return pool.run(cases.actual, page.payload, page.url, page.content_type, rules, part)
        except LimitHit as hit:
            raise ArchiveError(f"{page.url} cannot be read: {hit.problem}") from None

    result = actual("page")
    expected: dict[str, Any] = {}
    if page.is_seed:
        expected["seed"] = actual("seed")
    if result["articles"] or not page.is_seed:
        expected["page"] = result
    case = folder / (name or _name(page.url))
    cases.write(
        case,
        payload=page.payload,
        url=page.url,
        content_type=page.content_type,
        captured_at=page.captured_at,
        expected=expected,
    )
    return case, expected


def _name(url: str) -> str:
    """Return a name for the folder of a case: the last two path segments and the query of an address.

    >>> _name("https://www.kaaw.de/de/aktuelles/meldungen/Modell-Kommune.php?x=1")
    'meldungen_modell_kommune_php_x_1'
    """
    parts = urlsplit(url)
    ends = [part for part in parts.path.split("/") if part][-2:]
    text = "_".join([*ends, parts.query]) or "front_page"
    return _NOT_IN_NAMES.sub("_", unquote(text).lower()).strip("_")[-_LONGEST_NAME:].strip("_") or "front_page"
