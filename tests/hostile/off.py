"""Settings of a machine on which something is off, on another day, by the environment.

SHIFT_DAYS is a number, or jumps; RESOLVER is a word of ``_RESOLVERS``.
"""

from __future__ import annotations

import os
import socket
from datetime import UTC, datetime, timedelta
from typing import Any

from kaaw_archive.download.resolver import GuardedResolver
from kaaw_archive.settings import *  # noqa: F403 - as a project of somebody's own does it
from kaaw_archive.times import SystemClock


class ShiftedClock(SystemClock):
    """The machine's, some days ahead."""

    def __init__(self, days: float) -> None:
        self._ahead = timedelta(days=days)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead


class JumpingClock(SystemClock):
    """The machine's, but each time it is asked it is a day ahead, right, or a day behind."""

    def __init__(self) -> None:
        self._asked = 0

    def now(self) -> datetime:
        self._asked += 1
        return datetime.now(UTC) + timedelta(days=self._asked % 3 - 1)


class NoResolver(GuardedResolver):
    """As a machine whose resolver does not answer."""

    @staticmethod
    def lookup(*_asked: Any) -> Any:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")


class NoNames(GuardedResolver):
    """As a machine whose resolver says of every name that it does not exist."""

    @staticmethod
    def lookup(*_asked: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


class NoRoute(GuardedResolver):
    """As a machine without a route: the kernel says so of a broadcast address (tcp_v4_connect), and sends nothing."""

    @staticmethod
    def lookup(*_asked: Any) -> Any:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("255.255.255.255", 0))]


class ClosedPorts(GuardedResolver):
    """As a machine whose firewall refuses every connection."""

    @staticmethod
    def lookup(*_asked: Any) -> Any:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.1.98", 0))]


class PrivateNames(GuardedResolver):
    """As a machine whose resolver knows the names of a private network."""

    @staticmethod
    def lookup(name: str, *_asked: Any) -> Any:
        names = {"intern.amt.de": "10.1.0.7", "www.amt.de": "193.7.160.1"}
        address = names.get(name, name)  # the proxy is named by its address
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0))]


_shift = os.environ.get("SHIFT_DAYS", "0")
ARCHIVE_CLOCK = JumpingClock() if _shift == "jumps" else ShiftedClock(float(_shift))
_RESOLVERS = {
    "off": "NoResolver",
    "private": "PrivateNames",
    "nameless": "NoNames",
    "routeless": "NoRoute",
    "closed": "ClosedPorts",
}
if resolver := _RESOLVERS.get(os.environ.get("RESOLVER", "")):
    TWISTED_DNS_RESOLVER = f"tests.hostile.off.{resolver}"
