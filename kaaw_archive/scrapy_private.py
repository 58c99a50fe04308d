"""Private names of Scrapy and Twisted that this project uses, all of them here.

A new minor version of Scrapy may change each of them without notice, so that ``PINNED`` stands in pyproject.toml, too:
read the release notes for these names before both are raised. Reasons are given where there is no public way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import scrapy.utils.log as scrapy_log
from scrapy.core.downloader.contextfactory import _ScrapyClientContextFactory
from scrapy.core.downloader.handlers.http11 import TunnelError, _TunnelingTCP4ClientEndpoint
from scrapy.core.downloader.handlers.http11 import _LenientHTTP11ClientFactory as ClientFactory
from scrapy.core.downloader.handlers.http11 import _LenientHTTP11ClientProtocol as ClientProtocol
from scrapy.core.downloader.handlers.http11 import _LenientHTTPClientParser as ClientParser
from scrapy.utils._compression import brotli, zstd  # type: ignore[attr-defined]  # the libraries that Scrapy found
from twisted.web._newclient import HEADER, STATUS, BadHeaders, ExcessWrite, ParseError, WrongBodyLength
from twisted.web.http import _ChunkedTransferDecoder as ChunkedDecoder
from twisted.web.http import _DataLoss as DataLoss

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable

    from scrapy.core.engine import ExecutionEngine
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

PINNED = "scrapy>=2.19,<2.20"

__all__ = [
    "HEADER",
    "STATUS",
    "BadHeaders",
    "ChunkedDecoder",
    "ClientFactory",
    "ClientParser",
    "ClientProtocol",
    "DataLoss",
    "ExcessWrite",
    "ParseError",
    "TunnelError",
    "WrongBodyLength",
    "brotli",
    "is_busy",
    "is_closing",
    "keep_heads_of_tunnels",
    "set_log_formatter",
    "unverified_contexts",
    "zstd",
]


def is_busy(engine: ExecutionEngine) -> bool:
    """Return True while an engine has a request under way, until it is parsed, or start requests to come.

    Scrapy's idle signal comes only once nothing is scheduled, either.
    """
    return engine._start is not None or (engine._slot is not None and bool(engine._slot.inprogress))


def is_closing(engine: ExecutionEngine) -> bool:
    """Return True once an engine has begun to close its spider; Scrapy sends no signal of that."""
    return engine._slot is not None and engine._slot.closing is not None


def keep_heads_of_tunnels() -> None:
    """Let each TunnelError carry, as ``head``, the bytes by which a proxy refused the tunnel; Scrapy drops them."""
    connect = _TunnelingTCP4ClientEndpoint.connect

    def connect_and_keep(endpoint: _TunnelingTCP4ClientEndpoint, factory: Any) -> Any:
        def keep(failure: Any) -> Any:
            if isinstance(failure.value, TunnelError):
                failure.value.head = bytes(endpoint._connectBuffer)  # type: ignore[attr-defined]
            return failure

        return connect(endpoint, factory).addErrback(keep)

    _TunnelingTCP4ClientEndpoint.connect = connect_and_keep  # type: ignore[assignment]


def set_log_formatter(make: Callable[[BaseSettings], logging.Formatter]) -> None:
    """Let each log handler that Scrapy makes for a crawler have this formatter; no setting names one."""
    scrapy_log._get_formatter = lambda handler, settings: make(settings)


def unverified_contexts(crawler: Crawler) -> Any:
    """Return a TLS context factory with the settings of a crawler that verifies no certificate."""
    factory: Any = _ScrapyClientContextFactory.from_crawler(crawler)
    factory._verify_certificates = False
    return factory
