"""Services of apprise that take a message by mail or webhook, named without their passwords."""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from kaaw_archive.errors import WrongArguments, message_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_SETTING = "ARCHIVE_NOTIFY"
_BY_PROXY = "it is reached through the proxy unless no_proxy names its host"
_PART = re.compile(r"[^/:@?&=#+,]{3,}")  # of an address of apprise: a password, a token, a path


class Service(Protocol):
    """The part of a service of apprise that is used here."""

    def url(self, *, privacy: bool) -> str:
        """Return the address, with ``privacy`` without passwords and tokens."""


class Notifier(Protocol):
    """The part of apprise.Apprise that is used here."""

    def add(self, servers: str) -> bool:
        """Return True if the address is one of a service that apprise knows."""

    def notify(self, body: str, title: str, body_format: str) -> object:
        """Return a true value if all services took the message."""

    def __iter__(self) -> Iterator[Service]:
        """Yield the services."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Result of a message to a service, which is named by scheme and host. ``problem`` is None if it was taken."""

    service: str
    problem: str | None


def check_addresses(addresses: Sequence[str]) -> None:
    """Raise WrongArguments if apprise is missing, or does not know one of the addresses.

    The address itself is not repeated: it holds passwords.
    """
    for number, address in enumerate(addresses, 1):
        _notifier(number, address)


def deliver(addresses: Sequence[str], title: str, body: str) -> list[Delivery]:
    """Send a message to each address, and return what each service did. Raises WrongArguments."""
    notifiers = [(address, _notifier(number, address)) for number, address in enumerate(addresses, 1)]
    return [_deliver_to(address, notifier, title, body) for address, notifier in notifiers]


def problem_of(deliveries: Iterable[Delivery]) -> str | None:
    """Return a sentence about the services that did not take a message; None if all did."""
    refused = [f"{one.service}: {one.problem}" for one in deliveries if one.problem]
    return "; ".join(refused) or None


def _deliver_to(address: str, notifier: Notifier, title: str, body: str) -> Delivery:
    service = _name(notifier)
    with _warnings() as warnings:
        try:
            # text: else apprise takes titles of pages in it for markup where a service shows HTML, such as mail
            is_taken = bool(notifier.notify(title=title, body=body, body_format="text"))
        except Exception as error:  # a fault of a service must not end the work before it
            is_taken = False
            warnings.append(f"{type(error).__name__}: {message_of(error)}")
    if is_taken:
        return Delivery(service, None)
    why = _without_secrets(warnings[-1], address, service) if warnings else "it did not take the message"
    host = urlsplit(service).hostname or ""
    hint = f" ({_BY_PROXY})" if getproxies() and not proxy_bypass(host) else ""
    return Delivery(service, f"{why}{hint}")


def _name(notifier: Notifier) -> str:
    """Return scheme, host and port of a service; where the host is a token, what apprise shows of it."""
    url = urlsplit(next(iter(notifier)).url(privacy=True))
    return f"{url.scheme}://{url.netloc.rpartition('@')[2]}"


def _without_secrets(text: str, address: str, service: str) -> str:
    """Return a message of apprise without the parts of the address that its name does not show."""
    shown = set(_PART.findall(service))
    for part in set(_PART.findall(address)) - shown:
        for secret in {part, unquote(part)}:
            text = re.sub(rf"(?<![\w.-]){re.escape(secret)}(?!\w)", "…", text)
    return " ".join(text.split()).rstrip(".")


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Yield a list that takes the warnings of apprise, instead of standard error."""
    messages: list[str] = []

    class WarningList(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(record.getMessage())

    logger, handler = logging.getLogger("apprise"), WarningList(logging.WARNING)
    propagates, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield messages
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagates


def _notifier(number: int, address: str) -> Notifier:
    notifier: Notifier = _apprise().Apprise()
    if not notifier.add(address):
        raise WrongArguments(f"{_SETTING}: address {number} is none that apprise knows (mailto://…, json://…)")
    return notifier


def _apprise() -> Any:
    try:
        return import_module("apprise")
    except ImportError:
        raise WrongArguments(f"{_SETTING} needs apprise: install kaaw-archive with the extra notify") from None
