"""Record of a citation: what names one version of one article, so that others find the very bytes again."""

from __future__ import annotations

import base64
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from kaaw_archive import times, urls

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaaw_archive.cite.quotation import Quotation

_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Citation:
    """Citation of one version. Times are UTC text, days ISO 8601; None: not known.

    ``issuer`` is the body that issued the article, ``source`` its publisher in the archive. ``published_on`` None: the
    day is unknown, and ``first_seen_at`` is the last instant at which it can have been. ``url`` is the original
    address, ``archive_url`` that of the copy, None where the archive is not served. ``bytes_uri`` names the bytes
    themselves (RFC 6920).
    """

    title: str
    author: str | None
    issuer: str | None
    source: str
    published_on: str | None
    published_clue: str | None
    first_seen_at: str
    language: str | None
    url: str
    captured_url: str
    archive_url: str | None
    captured_at: str
    version: int
    versions: int
    capture_uid: str
    payload_digest: str
    text_digest: str
    bytes_uri: str
    quotation: Quotation | None = None

    @property
    def authors(self) -> tuple[str, ...]:
        """Names of the persons who wrote it."""
        return tuple(name for name in (self.author or "").split(", ") if name)

    @property
    def creators(self) -> tuple[str, ...]:
        """Persons, else the issuing body, else the publisher: there is always one."""
        return self.authors or (self.issuer or self.source,)

    @property
    def publisher(self) -> str:
        """Issuing body if it is known, else the publisher in the archive."""
        return self.issuer or self.source

    @property
    def provenance(self) -> str:
        """Return which bytes are cited, in one line."""
        day = "" if self.published_on else f"day of publication unknown, first seen {self.first_seen_at[:10]}; "
        return (
            f"{day}version {self.version} of {self.versions},{self._shown_on} captured {self.captured_at[:19]}Z,"
            f" capture {self.capture_uid}, {self.payload_digest}"
        )

    @property
    def _shown_on(self) -> str:
        """Say which other page showed the article: a list may show one whole whose own page was not captured then."""
        is_own = urls.key(self.captured_url) == urls.key(self.url)
        return "" if is_own else f" as shown on {in_one_line(self.captured_url)},"

    @property
    def quoted_url(self) -> str | None:
        """Address by which browsers find the quotation on the page; None without a quotation."""
        if self.quotation is None:
            return None
        return self.url + ("" if "#" in self.url else "#") + self.quotation.directive

    def as_json(self) -> dict[str, Any]:
        """Return the fields as JSON-able values."""
        return asdict(self)


def citation_of(article: Mapping[str, Any], *, copies_at: str | None, quotation: Quotation | None = None) -> Citation:
    """Return the citation of an article and one of its versions, a row as ``articles.snapshot`` returns it.

    ``copies_at`` is the address under which copies are served, as ``https://archive.example/web/``; None: they are not.
    """
    url = article["captured_url"]
    served = f"{copies_at.rstrip('/')}/{times.digits(article['captured_at'])}/{url}" if copies_at else None
    return Citation(
        title=in_one_line(article["title"]) or url,
        author=_optional(article["author"]),
        issuer=_optional(article["issuer"]),
        source=article["source"],
        published_on=article["published_on"],
        published_clue=article["published_clue"] if article["published_on"] else None,
        first_seen_at=article["first_seen_at"],
        language=article["language"],
        url=article["url"],
        captured_url=url,
        archive_url=served,
        captured_at=article["captured_at"],
        version=article["version"],
        versions=article["versions"],
        capture_uid=article["capture_uid"],
        payload_digest=article["payload_digest"],
        text_digest=article["text_digest"],
        bytes_uri=named_information(article["payload_digest"]),
        quotation=quotation,
    )


def named_information(digest: str) -> str:
    """Return the address of bytes by their digest (RFC 6920).

    >>> named_information("sha256:" + "00" * 32)
    'ni:///sha-256;AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
    """
    raw = bytes.fromhex(digest.removeprefix("sha256:"))
    return "ni:///sha-256;" + base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def in_one_line(text: str) -> str:
    """Return text without line ends and control characters, which the formats of a line a field cannot hold."""
    return _BLANKS.sub(" ", "".join(c if c.isprintable() else " " for c in text)).strip()


def _optional(text: str | None) -> str | None:
    return in_one_line(text) or None if text else None
