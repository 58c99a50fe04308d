"""Process of the demo: its proxy and its authority instead of the machine's, and one reactor for all crawls."""

from __future__ import annotations

import asyncio
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator

    from kaaw_demo.proxy import WorldProxy

T = TypeVar("T")

# What OpenSSL reads its authorities from; with our file nothing else is trusted, and none of the machine's 140 is read.
_AUTHORITIES = ("SSL_CERT_FILE", "SSL_CERT_DIR")


@contextmanager
def only_the_world(proxy: WorldProxy) -> Iterator[None]:
    """Send every request of this process to the demo's proxy, also if the environment names another, until the end."""
    before = dict(os.environ)
    for name in list(os.environ):
        if name.lower().endswith("_proxy") or name in _AUTHORITIES:
            del os.environ[name]
    os.environ |= {
        "http_proxy": proxy.address,
        "https_proxy": proxy.address,
        "SSL_CERT_FILE": str(proxy.authority.path),
    }
    try:
        yield
    finally:
        for name in os.environ.keys() - before.keys():
            del os.environ[name]
        os.environ.update(before)


def run_in_reactor(name: str, work: Coroutine[None, None, T]) -> T:
    """Run a coroutine on Twisted's reactor of that import path, once a process; raise what it raises.

    Raises KeyboardInterrupt if Ctrl-C ended the reactor first.
    """
    from scrapy.utils.reactor import install_reactor

    install_reactor(name)
    from twisted import internet

    reactor: Any = internet.reactor  # to mypy a module; it is an object
    task = asyncio.get_event_loop().create_task(work)
    task.add_done_callback(lambda _: reactor.stop() if reactor.running else None)
    reactor.run()
    if not task.done():
        task.cancel()
        raise KeyboardInterrupt
    return task.result()
