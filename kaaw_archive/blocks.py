"""Match addresses against blocks: decisions never to request a host, or the addresses of a pattern, again.

The subject of a block is a host name, which covers its subdomains too, or a pattern with ``*`` over the address
without scheme: ``example.org/private/*``. Hosts are compared with and without ``www.``, paths with escapes undone.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kaaw_archive import urls
from kaaw_archive.errors import WrongArguments

if TYPE_CHECKING:
    from collections.abc import Collection

_SCHEME = re.compile(r"\A\s*(?:(?:https?|\*):)?//", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*")
_PLACE = re.compile(r"\A[^/?]*")
_HOST_PATTERN = re.compile(r"[a-z0-9_.*-]+(:\d{1,5})?")
_HOST_MAX = 253  # RFC 1035, 2.3.4


@dataclass(frozen=True, slots=True)
class _Address:
    """The parts of a URL that are matched, split once for all blocks; ``host`` is empty if there is none."""

    host: str
    place: str  # host with its port, if that is not the default of the scheme
    path: str  # with query, escapes undone, dot segments resolved

    @classmethod
    def of(cls, url: str) -> _Address:
        rest = url.strip().partition("://")[2].partition("#")[0]
        path, mark, query = _PLACE.sub("", rest, count=1).partition("?")
        return cls(
            urls.host(url), urls.origin(url).partition("://")[2], _resolved(unquote(path)) + mark + unquote(query)
        )


@dataclass(frozen=True, slots=True)
class Block:
    """A decision that is in force. Times are UTC text; ``until_at`` None: until it is lifted."""

    subject: str
    reason: str | None
    made_by: str
    made_at: str
    until_at: str | None

    def covers(self, url: str) -> bool:
        """Return True if this URL must not be requested; False if it is no web address."""
        return _covers(self.subject, _Address.of(url))


def block_reason(blocks: Collection[Block], url: str) -> str | None:
    """Return in one line why this URL must not be requested, None if it may."""
    if not blocks:
        return None
    address = _Address.of(url)
    for block in blocks:
        if _covers(block.subject, address):
            return f"blocked ({block.subject}): {block.reason or 'no reason given'}"
    return None


def normal_subject(typed: str) -> str:
    """Return the form in which the subject of a block is stored, from what a person typed.

    Raises WrongArguments if it is neither a host name nor a pattern.

    >>> normal_subject("https://WWW.Müller.example/")
    'www.xn--mller-kva.example'
    >>> normal_subject("http://example.org/Private/*")
    'example.org/Private/*'
    """
    bare = _SCHEME.sub("", typed, count=1).strip()
    if not bare or re.search(r"[\s\x00-\x1f\x7f\ud800-\udfff]", bare) or "@" in bare.split("/", 1)[0]:
        raise WrongArguments(
            f"{typed!r} is neither a host name nor a pattern: say example.org or example.org/private/*"
        )
    if "*" in bare:
        return _normal_pattern(bare, typed)
    name, _, path = bare.partition("/")
    if path:
        raise WrongArguments(f"{typed!r} is one address: add a * where anything may follow, such as {bare}*")
    return _normal_host(name, typed)


def _normal_host(name: str, typed: str) -> str:
    try:
        return str(ipaddress.ip_address(name.strip("[]")))
    except ValueError:
        host = urls.host(f"http://{name}")
    if len(host) > _HOST_MAX or not _HOST.fullmatch(host):
        raise WrongArguments(f"{typed!r} is no host name: say example.org, or a pattern such as example.org/private/*")
    return host


def _normal_pattern(bare: str, typed: str) -> str:
    place, slash, path = bare.partition("/")
    labels = [label if "*" in label or label.isascii() else urls.host(f"http://{label}") for label in place.split(".")]
    place = ".".join(labels).lower().removeprefix("www.")
    if not re.search(r"[^*./]", f"{place}{slash}{path}"):
        raise WrongArguments(f"{typed!r} would block every site: name a host, as in example.org/private/*")
    if not _HOST_PATTERN.fullmatch(place):
        raise WrongArguments(f"{typed!r} is no pattern over an address: say example.org/private/* or *.example.org")
    return place + slash + unquote(path)


def _covers(subject: str, address: _Address) -> bool:
    if not address.host:
        return False
    if "*" in subject:
        place, path = _globs(subject)
        names = (address.place, address.host) if ":" not in "".join(place) else (address.place,)
        return _fits(path, address.path) and any(
            _fits(place, name) or _fits(place, name.removeprefix("www.")) for name in names
        )
    if address.host.removeprefix("www.") == subject.removeprefix("www."):
        return True
    # a name without a dot is a machine of one's own network; as a suffix it would be a whole top-level domain
    return "." in subject and address.host.endswith(f".{subject}")


@lru_cache(maxsize=1024)
def _globs(subject: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the pieces between the stars, of host and of path; a pattern without a path covers the whole host."""
    place, slash, path = subject.partition("/")
    return tuple(place.split("*")), tuple(("/" + path).split("*")) if slash else ("", "")


def _fits(glob: tuple[str, ...], text: str) -> bool:
    """Return True if the text is these pieces with anything between them; linear, unlike a regular expression."""
    first, *middle = glob
    if not middle:
        return text == first
    last = middle.pop()
    if not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last):
        return False
    at, end = len(first), len(text) - len(last)
    for piece in middle:
        at = text.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True


def _resolved(path: str) -> str:
    """Return the path without its dot segments (RFC 3986, 5.2.4)."""
    if "/." not in path:
        return path or "/"
    done: list[str] = []
    for segment in (segments := path.split("/")):
        if segment == "..":
            del done[max(1, len(done) - 1) :]
        elif segment != ".":
            done.append(segment)
    return "/".join(done) + ("/" if segments[-1] in (".", "..") else "")
