"""References of documents, resolved to absolute addresses as browsers do (WHATWG URL, 4.4). Pure."""

from __future__ import annotations

import re
from urllib.parse import quote

from kaaw_archive.urls.credentials import without_userinfo
from kaaw_archive.urls.parts import BLANKS, IGNORED, authority_of, split

# WHATWG URL, 3.1 and 4.4; "file" has rules of its own and is never requested
_SPECIAL_SCHEMES = frozenset({"http", "https", "ws", "wss", "ftp"})
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# scheme, authority, path, query, fragment
_PARTS = re.compile(r"([a-z][a-z0-9+.-]*)://([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?", re.IGNORECASE | re.DOTALL)
# no address of numbers, which has several forms
_PLAIN_HOST = re.compile(r"https?://(?:[a-z0-9.-]*\.)?[a-z][a-z0-9-]*(?:[/?#]|\Z)", re.IGNORECASE)
_DOTS_OR_BACKSLASH = re.compile(r"/\.|/%2|\\", re.IGNORECASE)


def join(base: str, reference: str) -> str | None:
    """Return the absolute address of a reference within a document at ``base``; None if it cannot be parsed.

    Follows the WHATWG URL standard (4.4): blanks around the reference and tabs and line ends within it are ignored, a
    backslash is a slash, the host is written in ASCII. User name and password are left out. Unlike browsers, it encodes
    nothing else: an address is requested and stored as its page writes it. Other schemes than those of the web are
    returned unchanged.

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


def with_query_in(charset: str, reference: str) -> str:
    """Return a reference with the query in the charset of its page, as browsers send it (WHATWG URL, 4.4).

    A character that the charset lacks is sent as HTML's reference to it. Without other characters than ASCII, and in
    UTF-8, it stays as it is written.

    >>> with_query_in("windows-1252", "/suche?q=für")
    '/suche?q=f%FCr'
    """
    place, mark, rest = reference.partition("?")
    query, sharp, fragment = rest.partition("#")
    if "#" in place or query.isascii() or charset.lower().replace("_", "-").startswith("utf"):
        return reference
    pieces = (letter if letter.isascii() else _sent(letter, charset) for letter in query)
    return place + mark + "".join(pieces) + sharp + fragment


def _sent(letter: str, charset: str) -> str:
    try:
        return quote(letter.encode(charset))
    except UnicodeEncodeError:
        return quote(f"&#{ord(letter)};")
    except LookupError:
        return letter


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
    scheme, _, path, query, fragment = place.groups(default="")
    return f"{scheme}://{authority_of(parts)}{_without_dots(path)}{query}{fragment}"


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
    """Obey a dot segment, which may be escaped (WHATWG URL, 4.4); False for other segments."""
    plain = segment.lower().replace("%2e", ".")
    if plain == ".." and kept:
        kept.pop()
    return plain in (".", "..")


def _with_slashes(reference: str) -> str:
    if "\\" not in reference:
        return reference
    end = min((i for i in (reference.find("?"), reference.find("#")) if i >= 0), default=len(reference))
    return reference[:end].replace("\\", "/") + reference[end:]
