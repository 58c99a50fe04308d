"""Records of edits: two versions of an article go in, what an editor would say of their difference comes out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EditKind(StrEnum):
    """Kind of an edit. ``kaaw_archive.changes.kinds`` gives each its reason and its weight."""

    RETITLED = "retitled"
    NUMBERS = "numbers"
    NAMES = "names"
    REMOVED = "removed"
    ADDED = "added"
    WORDING = "wording"
    LINKS = "links"
    IMAGES = "images"
    TYPO = "typo"
    METADATA = "metadata"


class NoEdit(StrEnum):
    """Reason why two versions that differ are no edit, or why it is not known what was edited (LIMIT)."""

    NOISE = "noise"  # nothing but the template, signs and blanks
    CUT_OFF = "cut_off"  # one of the two ends in the middle of a sentence of the other
    UNREADABLE = "unreadable"  # one of the two is no text in any language
    OTHER_PAGE = "other_page"  # one of the two is not this article: a wall, a login, a notice of the server
    LIMIT = "limit"  # too large to be compared, or the comparison took too long


@dataclass(frozen=True, slots=True)
class ContentLink:
    """Link or attachment of a version; ``url`` is absolute."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class ContentImage:
    """Image of a version; ``caption`` is None if it has none."""

    url: str
    caption: str | None


@dataclass(frozen=True, slots=True)
class VersionContent:
    """Content of one version of an article as it is compared. Days are ISO 8601, None: not known.

    ``paragraphs`` begin with the lead; ``author`` is who is named as author, or whose article it is. ``url`` is the
    address of the article; empty: unknown.
    """

    title: str
    paragraphs: tuple[str, ...]
    kicker: str | None = None
    author: str | None = None
    published_on: str | None = None
    modified_on: str | None = None
    language: str | None = None
    links: tuple[ContentLink, ...] = ()
    images: tuple[ContentImage, ...] = ()
    attachments: tuple[ContentLink, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """Edit of an article. ``kinds``: the weightiest first; ``significance`` from 0 to 1.

    ``sentence`` is in German for a German article, else in English. ``is_silent``: content changed, and neither a day
    nor a mark of change with it.
    """

    kinds: tuple[EditKind, ...]
    significance: float
    sentence: str
    is_silent: bool


@dataclass(frozen=True, slots=True)
class VersionComparison:
    """Result of a comparison: an edit, or the reason why there is none.

    ``is_new_bad``: if one of the two is no good capture, True for the newer, False for the older one; else None.
    """

    edit: Edit | None = None
    no_edit: NoEdit | None = None
    is_new_bad: bool | None = None
