"""Requests to the world and its answers, each with the kind of its address, so that they can be counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal, get_args
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

# addresses that a crawler must never request
TrapKind = Literal["print", "mail", "facet", "sort", "limit", "session", "calendar", "login", "help", "search"]
PlainKind = Literal["article", "list", "feed", "sitemap", "robots", "page", "document", "asset", "redirect", "missing"]
Kind = PlainKind | Literal["event"] | TrapKind
TRAPS: frozenset[Kind] = frozenset(get_args(TrapKind))
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class DemoRequest:
    """One request. ``path`` and ``query`` are as they came, still escaped; ``number`` counts those of the address."""

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    day: int = 1
    number: int = 0

    @cached_property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @cached_property
    def scheme(self) -> str:
        return urlsplit(self.url).scheme

    @cached_property
    def path(self) -> str:
        return urlsplit(self.url).path or "/"

    @cached_property
    def query(self) -> str:
        return urlsplit(self.url).query

    @cached_property
    def target(self) -> str:
        """Return path and query."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @cached_property
    def fields(self) -> dict[str, str]:
        """Return the query's parameters, decoded once."""
        return dict(parse_qsl(self.query, keep_blank_values=True))


@dataclass(frozen=True)
class Answer:
    """A response. ``etag``: it carries one, and Last-Modified if ``modified`` (an HTTP date) is given.

    ``is_dropped``: the connection is closed without a byte.
    """

    kind: Kind
    body: bytes = b""
    status: int = 200
    media_type: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: bool = False
    modified: str | None = None
    is_dropped: bool = False


@dataclass(frozen=True)
class LoggedRequest:
    """One request in the log of the world."""

    day: int
    url: str
    method: str
    kind: Kind
    status: int  # 0: the connection was closed
    visitor: str = ""


def redirect(target: str, status: int = 301, kind: Kind = "redirect") -> Answer:
    return Answer(kind, status=status, headers={"Location": target})
