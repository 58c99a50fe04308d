"""HTTP messages and the addresses in them, read as browsers read them: header fields, redirects, references. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kaaw_archive.urls.parts import BLANKS, split, without_userinfo

REDIRECTS = frozenset({301, 302, 303, 307, 308})  # RFC 9110, 15.4: a client follows these by itself
PERMANENT_REDIRECTS = frozenset({301, 308})
ABSENT = frozenset({404, 410})  # RFC 9110, 15.5.5 and 15.5.11: the server says that the resource is not there
IGNORED = str.maketrans("", "", "\t\n\r")  # within an address (WHATWG URL, 4.4)
NO_BODY = frozenset({204, 304})
UNKNOWN_MEDIA_TYPE = "application/octet-stream"
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
PDF_TYPES = frozenset({"application/pdf", "application/x-pdf"})

Line = tuple[str, str]  # name and value of a header field

# RFC 9110, 11.6 and RFC 6265; and the names under which projects send keys of their own
_SECRET = re.compile(
    r"cookie|authorization$|^(?:proxy-)?authentication-info$|(?:api|access|private|auth)[-_]?key|token|secret|passw(?:or)?d|credential|session|\bsid$"
    r"|jwt|[cx]srf|x-auth(?!or)",
    re.IGNORECASE,
)
# WHATWG URL, 3.1 and 4.4; "file" has rules of its own and is never requested
_SPECIAL_SCHEMES = frozenset({"http", "https", "ws", "wss", "ftp"})
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# scheme, authority, path, query, fragment
_PARTS = re.compile(r"([a-z][a-z0-9+.-]*)://([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?", re.IGNORECASE | re.DOTALL)
_PLAIN_HOST = re.compile(r"https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?:[/?#]|\Z)", re.IGNORECASE)
_DOTS_OR_BACKSLASH = re.compile(r"/\.|/%2|\\", re.IGNORECASE)


class Headers(Mapping[str, tuple[str, ...]]):
    """The header fields of a message: names in lower case, the values of each in the order of arrival."""

    __slots__ = ("_fields",)

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        fields: dict[str, list[str]] = {}
        for name, value in lines:
            fields.setdefault(name.lower(), []).append(value)
        self._fields = {name: tuple(values) for name, values in fields.items()}

    @classmethod
    def of_fields(cls, fields: Mapping[str, Iterable[str]]) -> Headers:
        """Make headers from names with lists of values, as the archive stores them."""
        return cls((name, value) for name, values in fields.items() for value in values)

    def __getitem__(self, name: str) -> tuple[str, ...]:
        return self._fields[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def __repr__(self) -> str:
        return f"Headers({self._fields!r})"

    def first(self, name: str) -> str | None:
        """Return the first value of a field; None if the message does not have it."""
        values: Any = self._fields.get(name.lower())
        return values[0] if values else None

    @property
    def media_type(self) -> str:
        """Type and subtype of Content-Type; empty if the message does not state one."""
        return media_type(self.first("content-type"))


def media_type(content_type: str | None) -> str:
    """Return type and subtype of a Content-Type field in lower case; empty if there is none.

    >>> media_type("Text/HTML; charset=utf-8"), media_type(None)
    ('text/html', '')
    """
    return (content_type or "").partition(";")[0].strip().lower()


def is_secret(name: str) -> bool:
    """Return True for a header field that may open a session or an account; such fields are never stored.

    >>> is_secret("Set-Cookie"), is_secret("WWW-Authenticate")
    (True, False)
    """
    return _SECRET.search(name) is not None


def shows_content(status: int | None, error: str | None) -> bool:
    """Return True if an attempt was answered with the resource: a 2xx, or a 304, which confirms the known bytes.

    A 206 is a part of the resource (RFC 9110, 15.3.7); no crawl of ours asks for one.
    """
    return error is None and status is not None and (200 <= status < 300 or status == 304) and status != 206


def redirect_target(url: str, status: int | None, headers: Headers) -> str | None:
    """Return the address to which an answer redirects; None if it does not redirect.

    If Location cannot be read as an address, its text is returned, for which ``urls.is_web`` is False.
    """
    location = (headers.first("location") or "").strip(BLANKS)
    if status not in REDIRECTS or not location:
        return None
    return join(url, location) or without_userinfo(location)


def join(base: str, reference: str) -> str | None:
    """Return the absolute address of a reference within a document at ``base``; None if it cannot be parsed.

    Follows the WHATWG URL standard (4.4): blanks around the reference and tabs and line ends within it are ignored, a
    backslash is a slash. User name and password are left out. Unlike browsers, it encodes nothing: an address is
    requested and stored as its page writes it. Other schemes than those of the web are returned unchanged.

    >>> join("https://kaaw.de/aktuelles/", "../termine#heute")
    'https://kaaw.de/termine#heute'
    >>> join("https://kaaw.de/", "http://[") is None
    True
    """
    reference = reference.strip(BLANKS).translate(IGNORED)
    if _PLAIN_HOST.match(reference) and not _DOTS_OR_BACKSLASH.search(reference):
        return reference  # most references are absolute, and seeds have many thousands
    named = _SCHEME.match(reference)
    if named is not None and named[1].lower() not in _SPECIAL_SCHEMES:
        return without_userinfo(reference)
    place = _PARTS.match(_with_slashes(base.strip(BLANKS).translate(IGNORED)))
    scheme = named[1] if named is not None else place[1] if place is not None else ""
    rest = _with_slashes(reference[named.end() :] if named is not None else reference)
    if rest.startswith("//") or place is None or scheme.lower() != place[1].lower():
        return _checked(f"{scheme}://{rest.lstrip('/')}")
    return _checked(f"{place[1]}://{place[2]}{_reference_path(place, rest)}")


def _reference_path(base: re.Match[str], reference: str) -> str:
    """Return path, query and fragment of a reference that names no host (RFC 3986, 5.2.2)."""
    path, query = base[3], base[4] or ""
    if reference.startswith("/"):
        return reference
    if not reference or reference.startswith("#"):
        return path + query + reference
    return path + reference if reference.startswith("?") else f"{path.rpartition('/')[0]}/{reference}"


def _checked(address: str) -> str | None:
    """Remove user information and dot segments; None if host or port cannot be parsed."""
    parts = split(address)
    place = _PARTS.match(address)
    if parts is None or place is None or not parts.hostname:
        return None
    scheme, authority, path, query, fragment = place.groups(default="")
    return f"{scheme}://{authority.rpartition('@')[2]}{_without_dots(path)}{query}{fragment}"


def _without_dots(path: str) -> str:
    if "/." not in path and "/%2" not in path:
        return path
    kept: list[str] = []
    *folders, last = path.split("/")[1:]
    for segment in folders:
        if not _step(kept, segment):
            kept.append(segment)
    kept.append("" if _step(kept, last) else last)
    return "/" + "/".join(kept)


def _step(kept: list[str], segment: str) -> bool:
    """Obey a dot segment, which may be escaped (WHATWG URL, 4.4); False if the segment is none."""
    plain = segment.lower().replace("%2e", ".")
    if plain == ".." and kept:
        kept.pop()
    return plain in (".", "..")


def _with_slashes(reference: str) -> str:
    if "\\" not in reference:
        return reference
    end = min((i for i in (reference.find("?"), reference.find("#")) if i >= 0), default=len(reference))
    return reference[:end].replace("\\", "/") + reference[end:]
