"""The result of reading one payload, before it carries the versions of the extractor."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaaw_archive.extract.problems import ReadingProblem
    from kaaw_archive.items import ArticleRecord, PageKind


@dataclass(frozen=True, slots=True)
class PageResult:
    """The articles of a page or document, or a problem; and how it was read.

    ``kind``: None for a problem whose name tells the kind of page.
    """

    kind: PageKind | None = None
    articles: tuple[ArticleRecord, ...] = ()
    problem: ReadingProblem | None = None
    options: Mapping[str, str] = field(default_factory=dict)
