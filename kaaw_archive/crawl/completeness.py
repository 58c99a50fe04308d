"""Signs that a crawl missed a part of a site: pages not had, lists without rows, pages of scripts. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kaaw_archive.errors import Problem
from kaaw_archive.extract import ReadingProblem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaaw_archive.items import Capture
    from kaaw_archive.seeds import SeedPage

# Starting values: what stays below them happens to every site.
_FEW = 3  # pages
_SHARE = 0.1  # of the pages that were asked for
_UNKNOWN_SHARE = 0.5  # of all articles that may be there
_SERVER_ERROR = 500
_MANY = 10  # articles that a list names
_SHRUNK = 0.2  # of the articles that a list named at its last visit
NEEDS_SCRIPT = "needs_script"
# Problems of pages that are there and show no text of their own to us; a listing or a feed is none.
_TEXTLESS = frozenset(
    {
        ReadingProblem.EMPTY, ReadingProblem.NO_TEXT, ReadingProblem.UNREADABLE_MARKUP,
        ReadingProblem.EXTRACTION_FAILED,
        ReadingProblem.NEEDS_SCRIPT, ReadingProblem.BOT_WALL, ReadingProblem.CONSENT_PAGE, ReadingProblem.LOGIN_PAGE,
        ReadingProblem.SESSION_PAGE, ReadingProblem.GATE_PAGE, ReadingProblem.SERVER_DEFAULT_PAGE,
    }
)  # fmt: skip


class Completeness:
    """Counts of one crawl that show what it missed.

    ``named`` counts the articles that feeds, sitemaps and listings named, by the kind of seed.
    """

    def __init__(self) -> None:
        self.named: Counter[str] = Counter()
        self._seeds: Counter[str] = Counter()
        self._rowless: list[str] = []
        self._by_script: list[str] = []
        self._last_status: dict[str, int] = {}
        self._denied: set[str] = set()
        self._unknown = 0
        self._read = 0
        self._textless: dict[str, str] = {}  # address -> problem
        self._shrunk: dict[str, tuple[int, int]] = {}  # address -> articles named before and now

    def count_seed(self, url: str, page: SeedPage) -> int:
        """Count a feed, sitemap or listing that was looked through; return how many articles it names."""
        named = len(page.entries)
        self._seeds[page.kind] += 1
        self.named[page.kind] += named
        if page.problem == NEEDS_SCRIPT:
            self._by_script.append(url)
        elif page.next_url is not None and not named:
            self._rowless.append(url)
        return named

    def count(self, capture: Capture) -> None:
        """Count a capture of a page; the last answer of an address counts."""
        if capture.kind != "page":
            return
        if capture.error == Problem.ROBOTS_DENIED:
            self._denied.add(capture.url)
        elif capture.status is not None:
            self._last_status[capture.url] = capture.status

    def count_reading(self, url: str, problem: str | None) -> None:
        """Count the reading of a page; ``problem`` is the reason why it has no article, None if it has one."""
        self._read += 1
        if problem in _TEXTLESS:
            self._textless[url] = str(problem)

    def note_earlier(self, url: str, before: SeedPage | None, now: SeedPage) -> None:
        """Compare what a sitemap or listing names with what it named at its last visit; None if that is not known.

        Feeds and sitemaps of news (whose entries have titles) name only the last days, which may be quiet.
        """
        if before is None or before.kind != now.kind or now.kind not in ("sitemap", "listing"):
            return
        counts = (len(before.entries), len(now.entries))
        is_of_last_days = now.kind == "sitemap" and any(entry.title for entry in before.articles)
        if counts[0] >= _MANY and counts[1] <= counts[0] * _SHRUNK and not is_of_last_days:
            self._shrunk[url] = counts

    def note_unknown(self, addresses: int) -> None:
        """Note how many addresses of sitemaps and lists look like articles and were not judged."""
        self._unknown = addresses

    def reasons(self) -> list[str]:
        """Return what was missed, in sentences; nothing if there is no sign of it."""
        return list(filter(None, self._signs()))

    def _signs(self) -> Iterator[str | None]:
        yield self._script()
        yield self._rows()
        yield self._fewer()
        yield self._unreadable()
        yield self._errors()
        yield self._closed()
        yield self._left()

    def _fewer(self) -> str | None:
        if not self._shrunk:
            return None
        url, (before, now) = next(iter(self._shrunk.items()))
        lists = "1 list names" if len(self._shrunk) == 1 else f"{len(self._shrunk)} lists name"
        return f"{lists} far fewer articles than at the last visit (for example {now} instead of {before} in {url})"

    def _unreadable(self) -> str | None:
        if len(self._textless) < _FEW or len(self._textless) * 2 < self._read:
            return None
        ((problem, _),) = Counter(self._textless.values()).most_common(1)
        example = next(url for url, named in self._textless.items() if named == problem)
        return (
            f"{len(self._textless)} of {self._read} pages show no text (most of them {problem}, for example {example})"
        )

    def _script(self) -> str | None:
        seeds = self._seeds["listing"] + self._seeds["page"]
        if not self._by_script or len(self._by_script) * 2 < seeds:
            return None
        return (
            f"{NEEDS_SCRIPT}: {len(self._by_script)} of {seeds} pages are filled by a script, which is not run"
            f" (for example {self._by_script[0]})"
        )

    def _rows(self) -> str | None:
        if not self._rowless or len(self._rowless) * 2 <= self._seeds["listing"]:
            return None
        return f"{len(self._rowless)} listings have a next page and no rows (for example {self._rowless[0]})"

    def _errors(self) -> str | None:
        failed = [url for url, status in self._last_status.items() if status >= _SERVER_ERROR]
        if len(failed) < _FEW or len(failed) <= len(self._last_status) * _SHARE:
            return None
        return f"{len(failed)} of {len(self._last_status)} pages are server errors (for example {failed[0]})"

    def _closed(self) -> str | None:
        requested = len(self._last_status) + len(self._denied)
        if len(self._denied) < _FEW or len(self._denied) <= requested * _SHARE:
            return None
        return f"robots.txt closes {len(self._denied)} of {requested} pages (for example {min(self._denied)})"

    def _left(self) -> str | None:
        known = sum(self.named.values())
        if self._unknown < _FEW or self._unknown <= (known + self._unknown) * _UNKNOWN_SHARE:
            return None
        return f"{self._unknown} addresses that look like articles were not asked for: nothing else names their folders"
