"""The lines of the log: text in which nothing that a page said can begin a line of its own, or JSON."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from kaaw_archive import times
from kaaw_archive.control_characters import escape_controls
from kaaw_archive.errors import WrongArguments
from kaaw_archive.scrapy_private import set_log_formatter
from kaaw_archive.urls import without_credentials

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

FORMATS = ("text", "json")
FACTS = "kaaw_facts"  # attribute of a record: what its message says, as a dictionary


def check(settings: BaseSettings) -> None:
    """Raise WrongArguments for an unknown format."""
    chosen = settings.get("ARCHIVE_LOG_FORMAT", "text")
    if chosen not in FORMATS:
        raise WrongArguments(f"ARCHIVE_LOG_FORMAT={chosen}: say text or json")


def install() -> None:
    """Let every log handler that Scrapy makes from now on write our lines; it makes one for each crawler."""
    set_log_formatter(formatter)


def formatter(settings: BaseSettings) -> logging.Formatter:
    """For ``ARCHIVE_LOG_FORMAT``: ``text`` as Scrapy writes it, or ``json``. Text for a word that is neither."""
    chosen = settings.get("ARCHIVE_LOG_FORMAT", "text")
    if chosen == "json":
        return JsonLines()
    return HarmlessLines(fmt=settings.get("LOG_FORMAT"), datefmt=settings.get("LOG_DATEFORMAT"))


class HarmlessLines(logging.Formatter):
    """Lines of text without passwords of addresses: a message is one, whatever it quotes; a traceback has several."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - Python's name
        record.message = escape_controls(without_credentials(record.message))
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - Python's name
        return escape_controls(without_credentials(super().formatException(ei)), keep_lines=True)


class JsonLines(logging.Formatter):
    """One JSON object a record; json.dumps escapes every control character.

    It has ``at`` (UTC text), ``level``, ``logger``, ``message``, ``traceback`` where there is one, and what the line of
    a crawl's end says under ``crawl``.
    """

    def format(self, record: logging.LogRecord) -> str:
        fields: dict[str, Any] = {
            "at": times.to_text(datetime.fromtimestamp(record.created, UTC)),
            "level": record.levelname,
            "logger": record.name,
            "message": without_credentials(record.getMessage()),
        }
        if record.exc_info:
            fields["traceback"] = without_credentials(self.formatException(record.exc_info))
        facts = getattr(record, FACTS, None)
        if facts is not None:
            fields["crawl"] = facts
        return json.dumps(fields, ensure_ascii=True, default=str)
