"""User names and passwords in addresses and texts, which are never stored."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_archive.urls.parts import split

if TYPE_CHECKING:
    from collections.abc import Iterator

_USERINFO = re.compile(r"\A(\s*(?:[a-z][a-z0-9+.-]*:)?[/\\]{2,})[^/?#\\]*@", re.IGNORECASE)
_SCHEME = re.compile(r"\A\s*[a-z][a-z0-9+.-]*:[/\\]*", re.IGNORECASE)
# Browsers add slashes that http and ftp lack, and ignore tabs and line ends between them.
_BEGINNING = re.compile(
    r"(?:\b(?:https?|ftp|wss?):|(?<![/\\\t\r\n])[\t\r\n]*+[/\\][\t\r\n]*+[/\\])[/\\\t\r\n]*+", re.IGNORECASE
)
_AUTHORITY = re.compile(r"[^/?#\\\s]*+")
_USER = re.compile(r"[^/?#\\\s:@\[]*+:(?!\d*+(?:[/?#\s]|\Z))")  # a port has digits only
_WORD = re.compile(r"\S*+")


def without_userinfo(url: str) -> str:
    """Return the address without user name and password, which are never stored; also of text that is no address.

    >>> without_userinfo("http://user:secret@example.org:8080/a?b")
    'http://example.org:8080/a?b'
    """
    bare = _USERINFO.sub(r"\1", url, count=1)
    if "@" in bare and split(bare) is None:  # a password may hold signs that end a host
        scheme = _SCHEME.match(bare)
        return (scheme[0] if scheme else "") + bare.rpartition("@")[2]
    return bare


def without_credentials(text: str) -> str:
    """Return an address or any other text without the user names and passwords of all addresses in it.

    >>> without_credentials("see http://user:secret@example.org/a and https://a.example/@name")
    'see http://example.org/a and https://a.example/@name'
    """
    if "@" not in text:
        return text
    bare = without_userinfo(text)
    kept, end = [], 0
    for begin, after in _userinfos(bare):
        kept.append(bare[end:begin])
        end = after
    return "".join([*kept, bare[end:]])


def _userinfos(text: str) -> Iterator[tuple[int, int]]:
    """Yield begin and end of each user name with its password and ``@``, however long.

    In linear time: words and authorities in which many addresses begin are looked through once.
    """
    word, authority = _MatchedPart(text, _WORD), _MatchedPart(text, _AUTHORITY)
    end = 0
    while (beginning := _BEGINNING.search(text, end)) is not None:
        begin = end = beginning.end()
        at = authority.last_at(begin)
        if at < begin and (user := _USER.match(text, begin)) is not None:
            at = word.last_at(user.end())  # a password may hold signs that end a host
        if at >= begin:
            yield begin, at + 1
            end = at + 1


class _MatchedPart:
    """The part of a text that a pattern matches at a place, kept for all later places within it."""

    def __init__(self, text: str, pattern: re.Pattern[str]) -> None:
        self._text, self._pattern = text, pattern
        self._end = self._last_at = -1

    def last_at(self, begin: int) -> int:
        """Return the place of the last ``@`` between ``begin`` and the end of the part; -1 if there is none."""
        if begin > self._end:
            found = self._pattern.match(self._text, begin)
            self._end = found.end() if found is not None else begin
            self._last_at = self._text.rfind("@", begin, self._end)
        return self._last_at if self._last_at >= begin else -1
