"""Notification: tell people, by mail or webhook, when the condition of a source has changed; once each."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol
from urllib.request import getproxies

from kaaw_archive import times
from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.queries import conditions
from kaaw_archive.archive.store.conditions import keep_notified
from kaaw_archive.archive.store.writer import write_once
from kaaw_archive.errors import WrongArguments, message_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path
    from types import ModuleType


class Notifier(Protocol):
    """The part of apprise.Apprise that is used here."""

    def add(self, servers: str) -> bool:
        """Return True if the address is one of a service that apprise knows."""

    def notify(self, body: str, title: str) -> object:
        """Return a true value if all services took the message."""


@dataclass(frozen=True, slots=True)
class Notification:
    """Sentences that people were told; ``problem`` says why they were not, and the next run tells them."""

    sentences: tuple[str, ...] = ()
    problem: str | None = None


def check_addresses(addresses: Sequence[str]) -> None:
    """Raise WrongArguments if apprise is missing, or takes one of the addresses for none of its own.

    The address itself is not repeated: it holds passwords.
    """
    if addresses:
        _notifier(addresses)


def notify(archive: Path, addresses: Sequence[str], now: datetime) -> Notification:
    """Send what has changed since people were told last. Raises WrongArguments, and the named errors of the archive."""
    if not addresses or not archive.exists():
        return Notification()
    with closing(open_for_reading(archive)) as connection:
        changed = conditions.unnotified_conditions(connection, now)
    if not changed:
        return Notification()
    sentences = tuple(one.text for one in changed)
    title = f"kaaw_archive: {sentences[0]}" if len(sentences) == 1 else f"kaaw_archive: {len(sentences)} sources"
    problem = send(addresses, title, "\n".join(sentences))
    if problem is not None:
        return Notification(sentences, problem)
    write_once(archive, lambda connection: keep_notified(connection, changed, times.to_text(now)))
    return Notification(sentences)


def send(addresses: Sequence[str], title: str, body: str) -> str | None:
    """Send a message to these addresses; return the problem if a service did not take it. Raises WrongArguments."""
    notifier = _notifier(addresses)
    try:
        is_sent = bool(notifier.notify(title=title, body=body))
    except Exception as error:  # whatever a service of others raises, the work before it is done
        return f"{type(error).__name__}: {message_of(error)}"
    if is_sent:
        return None
    hint = " (it is reached through the proxy unless no_proxy names its host)" if getproxies() else ""
    return f"a service of ARCHIVE_NOTIFY did not take the message{hint}"


def _notifier(addresses: Sequence[str]) -> Notifier:
    notifier: Notifier = _apprise().Apprise()
    for number, address in enumerate(addresses, 1):
        if not notifier.add(address):
            raise WrongArguments(f"ARCHIVE_NOTIFY: address {number} is none that apprise knows (mailto://…, json://…)")
    return notifier


def _apprise() -> ModuleType:
    try:
        return import_module("apprise")
    except ImportError:
        raise WrongArguments("ARCHIVE_NOTIFY needs apprise: install kaaw-archive with the extra notify") from None
