"""Other web archives: addresses that ask them for copies, and the copies that their answers name. Pure.

A Memento timegate (RFC 7089) is asked with Accept-Datetime and names copies in its Link header, in the Location of a
redirect, or in the headers of the copy itself. A CDX index lists copies a line, as JSON objects (pywb) or as one JSON
array of rows (Wayback).
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, unquote, urlsplit

from kaaw_archive import times, urls
from kaaw_archive.control_characters import CONTROL_CHARACTERS
from kaaw_archive.errors import WrongArguments
from kaaw_archive.linkrot.probe import fetch_url
from kaaw_archive.urls.written_hosts import literal_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kaaw_archive.http import Headers

INDEX_LINES = 10  # of a CDX index, nearest to the citation first
DEFINITE = frozenset({200, 203, 300, 301, 302, 303, 307, 308, 404, 410, 451})  # such an answer is good for a while

_LINK = re.compile(r'<([^<>]*)>((?:\s*;\s*[\w*-]+(?:\s*=\s*(?:"[^"]*"|[^",;\s]+))?)*)')
_PARAMETER = re.compile(r';\s*([\w*-]+)\s*=\s*(?:"([^"]*)"|([^",;\s]+))')
_MOMENT_IN_PATH = re.compile(r"/(\d{14})(?:[a-z]{2}_)?/")
_SHOWS_PAGE = frozenset({"200", "-", ""})


@dataclass(frozen=True, slots=True)
class LinkArchive:
    """One of ``LINK_ARCHIVES``: ``https://archive.example/web/`` is a timegate, to which addresses are appended;
    ``cdx:https://archive.example/cdx https://archive.example/web/`` an index, and where its copies are served.

    User name and password of the endpoint are in ``authorization`` alone, the value of that header field; None without.
    """

    text: str  # as it stands in the setting, without passwords
    kind: Literal["timegate", "cdx"]
    endpoint: str
    replay: str
    authorization: str | None = field(default=None, repr=False)

    @classmethod
    def parse(cls, text: str) -> LinkArchive:
        """Read one archive of the setting. Raises WrongArguments.

        >>> LinkArchive.parse("https://archive.example/web/").kind
        'timegate'
        """
        kind: Literal["timegate", "cdx"] = "cdx" if text.startswith("cdx:") else "timegate"
        endpoint, _, replay = text.removeprefix("cdx:").strip().partition(" ")
        if not urls.is_web(endpoint) or (kind == "cdx") != urls.is_web(replay.strip()):
            raise WrongArguments(
                f"LINK_ARCHIVES: {text!r} is neither a timegate's URL/ nor cdx:URL and the URL/ of its copies"
            )
        public = urls.without_credentials(endpoint)
        authorization = _authorization(endpoint)
        if authorization is not None and not public.lower().startswith("https:") and not _is_here(public):
            raise WrongArguments(f"LINK_ARCHIVES: {public} would get its password unencrypted; write https://")
        replay = urls.without_credentials(replay.strip()) or public
        named = f"cdx:{public} {replay}" if kind == "cdx" else public
        return cls(named, kind, public, replay, authorization)

    def question(self, link_url: str, at: str) -> str:
        """Return the address that asks for copies of a link near an instant (UTC text)."""
        address = fetch_url(link_url)
        if self.kind == "timegate":
            return self.endpoint + address
        nearest = f"output=json&closest={times.digits(at)}&sort=closest&limit={INDEX_LINES}"
        return f"{self.endpoint}?url={quote(address, safe='')}&{nearest}"


@dataclass(frozen=True, slots=True)
class Memento:
    """A copy in another archive; ``at`` is UTC text."""

    url: str
    at: str


def link_archives(setting: str | Iterable[str]) -> list[LinkArchive]:
    """Return the archives of a setting, which is a list or a text with commas. Raises WrongArguments."""
    texts = setting.split(",") if isinstance(setting, str) else setting
    return [LinkArchive.parse(text.strip()) for text in texts if text.strip()]


def _is_here(url: str) -> bool:
    """Return True for an address of this machine: what is sent there passes no network."""
    host = urls.host(url)
    address = literal_address(host)
    return host == "localhost" if address is None else address.is_loopback


def _authorization(url: str) -> str | None:
    """Return the field Authorization for the user of an address (RFC 7617); None without one."""
    parts = urlsplit(url)
    if parts.username is None:
        return None
    user = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return f"Basic {base64.b64encode(user.encode()).decode()}"


def accept_datetime(at: str) -> str:
    """Return an instant in the form of the header Accept-Datetime (RFC 7089).

    >>> accept_datetime("2016-09-22T12:00:00.000Z")
    'Thu, 22 Sep 2016 12:00:00 GMT'
    """
    return format_datetime(times.from_text(at), usegmt=True)


def mementos(
    archive: LinkArchive, question: str, status: int | None, headers: Headers, body: bytes | None
) -> list[Memento]:
    """Return the copies that an answer names; none if it is not of a known form."""
    if archive.kind == "cdx":
        copies: Iterable[Memento | None] = _of_index(archive, body or b"") if status == 200 else ()
    else:
        copies = _of_gate(question, status, headers)
    return list(dict.fromkeys(copy for copy in copies if copy is not None and urls.is_web(copy.url)))


def nearest(copies: Iterable[Memento], at: str, before: str | None = None) -> Memento | None:
    """Return the last copy before the citation, else the first after it.

    None if there is no copy from before ``before``, when the page was broken already.
    """
    good = [copy for copy in copies if before is None or copy.at < before]
    earlier = [copy for copy in good if copy.at <= at]
    if earlier:
        return max(earlier, key=lambda copy: copy.at)
    return min(good, key=lambda copy: copy.at, default=None)


def _of_gate(question: str, status: int | None, headers: Headers) -> Iterator[Memento | None]:
    for value in headers.get("link", ()):
        for link in _LINK.finditer(value):
            parameters = {name.lower(): quoted or plain for name, quoted, plain in _PARAMETER.findall(link[2])}
            if "memento" in parameters.get("rel", "").lower().split() and "datetime" in parameters:
                yield _memento(question, link[1], _instant(parameters["datetime"]))
    own = headers.first("memento-datetime")
    place = headers.first("content-location") or question
    if own is not None and status == 200:
        yield _memento(question, place, _instant(own))
    target = headers.first("location")
    if target is not None and status is not None and 300 <= status < 400:
        moment = _MOMENT_IN_PATH.search(target)
        yield _memento(question, target, _moment(moment[1]) if moment else None)


def _of_index(archive: LinkArchive, body: bytes) -> Iterator[Memento | None]:
    try:
        lines = [json.loads(line) for line in body.decode("utf-8", "replace").splitlines() if line.strip()]
    except (ValueError, RecursionError):
        try:
            lines = [json.loads(body)]  # one array over several lines
        except (ValueError, RecursionError):
            return
    if len(lines) == 1 and isinstance(lines[0], list) and lines[0] and isinstance(lines[0][0], list):
        names, *rows = lines[0]
        lines = [dict(zip(map(str, names), row, strict=False)) for row in rows if isinstance(row, list)]
    for line in lines:
        if not isinstance(line, dict) or str(line.get("status", line.get("statuscode", ""))) not in _SHOWS_PAGE:
            continue
        moment, address = str(line.get("timestamp", "")), str(line.get("url", line.get("original", "")))
        yield _memento(archive.replay, f"{archive.replay}{moment}/{address}", _moment(moment))


def _memento(base: str, url: str, at: str | None) -> Memento | None:
    if CONTROL_CHARACTERS.search(url):  # no address; a lone surrogate could not even be written down
        return None
    address = urls.join(base, url)
    return Memento(address, at) if address is not None and at is not None else None


def _instant(text: str) -> str | None:
    try:
        moment = parsedate_to_datetime(text)
        return times.to_text(moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment)  # RFC 7089, 2.1.1: GMT
    except (ValueError, OverflowError):
        return None


def _moment(digits: str) -> str | None:
    try:
        return times.to_text(datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC))
    except ValueError:
        return None
