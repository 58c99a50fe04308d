"""Problems of sources, as reports and alerts name them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceProblem:
    """Problem of a source (``*``: of a crawl of many sources). ``since_at`` is UTC text, None if it is not known.

    ``problem`` is degraded, failed or killed (its last crawl), always_cut (no crawl comes to its end), silent,
    not_held (of what is named), not_read: and the problem of the readings, few_articles (a system gives fewer than
    before), moved, forbidden or feed_gone.
    """

    source: str
    problem: str
    since_at: str | None
    sentence: str
