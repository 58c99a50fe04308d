"""What the readers of one medium hand to the door of this room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaaw_archive.extract.problems import ReadingProblem
    from kaaw_archive.items import ArticleRecord


@dataclass(frozen=True, slots=True)
class PageResult:
    """What a page or document holds: an article or a problem; and how it was read, for the record."""

    article: ArticleRecord | None = None
    problem: ReadingProblem | None = None
    options: Mapping[str, str] | None = None
    listed: tuple[ArticleRecord, ...] = ()  # of a list page that carries whole articles
