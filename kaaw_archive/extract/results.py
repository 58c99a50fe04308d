"""Results of reading one payload: articles, or the name of the problem that kept them from being found."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaaw_archive.items import ArticleRecord, PageKind


class ReadingProblem(StrEnum):
    """Reason why a reading has no article. A name is never renamed or reused."""

    EMPTY = "empty"  # no bytes, or nothing but blanks
    NO_TEXT = "no_text"  # markup or a document without any text of its own
    UNREADABLE_MARKUP = "unreadable_markup"  # no tree could be made of it
    TOO_DEEP = "too_deep"  # nested deeper than can be walked
    TOO_LARGE = "too_large"
    EXTRACTION_FAILED = "extraction_failed"  # the extractor stumbled; a fault to report
    LISTING = "listing"  # links to articles, hardly any text
    NOT_FOUND_PAGE = "not_found_page"  # says "not found", whatever its status
    MAINTENANCE_PAGE = "maintenance_page"
    LOGIN_PAGE = "login_page"
    SERVER_ERROR_PAGE = "server_error_page"  # says that the server failed, whatever its status
    BOT_WALL = "bot_wall"  # asks for proof that we are human
    CONSENT_PAGE = "consent_page"  # wants a cookie first
    PAYWALL = "paywall"  # shows a headline and a few words of an article to those who do not pay or register
    SESSION_PAGE = "session_page"  # says that a session has ended
    GATE_PAGE = "gate_page"  # stands in front of the page: age, country, network, waiting room
    SERVER_DEFAULT_PAGE = "server_default_page"  # what a server shows for a host without a site
    NEEDS_SCRIPT = "needs_script"  # a script would bring its text
    FEED = "feed"
    SITEMAP = "sitemap"
    BROKEN_PDF = "broken_pdf"
    ENCRYPTED_PDF = "encrypted_pdf"  # asks for a password
    SCANNED_PDF = "scanned_pdf"  # pictures and no text
    OFFICE_DOCUMENT = "office_document"  # its format is in the options
    UNSUPPORTED_TYPE = "unsupported_type"  # an image, a style sheet, an archive
    # of a payload that did not reach the extractor, or killed its worker
    DAMAGED_PAYLOAD = "damaged_payload"
    TIMEOUT = "timeout"
    OUT_OF_MEMORY = "out_of_memory"
    WORKER_DIED = "worker_died"

    @property
    def is_passing(self) -> bool:
        """Return True for a problem that our machine may have caused; the next run reads the payload again."""
        return self in (ReadingProblem.TIMEOUT, ReadingProblem.OUT_OF_MEMORY, ReadingProblem.WORKER_DIED)


@dataclass(frozen=True, slots=True)
class PageResult:
    """The articles of a page or document, or a problem; and how it was read.

    ``kind``: None for a problem whose name tells the kind of page.
    """

    kind: PageKind | None = None
    articles: tuple[ArticleRecord, ...] = ()
    problem: ReadingProblem | None = None
    options: Mapping[str, str] = field(default_factory=dict)
