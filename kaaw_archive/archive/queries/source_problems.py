"""Problems of each source by name, since when, and in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import times
from kaaw_archive.archive.crawl_reasons import INTERRUPTED
from kaaw_archive.archive.queries import follow_troubles, recall, status, unread_articles
from kaaw_archive.archive.queries.cut_crawls import always_cut
from kaaw_archive.archive.queries.decisions import unfollowed_sources
from kaaw_archive.archive.queries.frontier import NOT_WELL
from kaaw_archive.items.source_problems import SourceProblem

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import datetime

    from kaaw_archive.archive.queries.rows import Row

_FEWEST_PAGES = 10  # of a source and system, in the last days and before, for a comparison
_FALLEN = 0.5  # of the share of pages that used to give an article


def source_problems(connection: sqlite3.Connection, now: datetime) -> list[SourceProblem]:
    """Return the problems of all sources at ``now`` (UTC), those of their crawls first.

    A source that is followed no more has none: no run visits it, so it could never be well again.
    """
    ended = unfollowed_sources(connection, times.to_text(now))
    problems = (
        *_of_crawls(connection),
        *always_cut(connection),
        *_of_silence(connection, now),
        *_of_what_is_named(connection),
        *_of_unread_articles(connection),
        *_of_yields(connection, now),
        *follow_troubles.troubles(connection, times.to_text(now)),
    )
    return [problem for problem in problems if problem.source not in ended]


def _of_crawls(connection: sqlite3.Connection) -> Iterator[SourceProblem]:
    for crawl in status.last_whole_crawl_of_each(connection):
        if crawl["state"] in NOT_WELL:
            is_only_source = crawl["source"] in ("*", crawl["spider"])
            name = crawl["spider"] if is_only_source else f"{crawl['spider']} {crawl['source']}"
            reason, since_at = crawl["reason"] or "its process died", crawl["since_at"]
            since = f" (since {since_at[:10]})" if since_at < crawl["started_at"] else ""
            sentence = f"the last crawl of {name} is {crawl['state']}: {reason}{since}"
            yield SourceProblem(crawl["source"], crawl["state"], since_at, sentence)


def _of_silence(connection: sqlite3.Connection, now: datetime) -> Iterator[SourceProblem]:
    for source, silence in status.silences(connection, now).items():
        if silence["is_silent"]:
            since_at = silence["last_new_at"]
            yield SourceProblem(source, "silent", since_at, f"{source} is silent: nothing new since {since_at[:10]}")


def _of_what_is_named(connection: sqlite3.Connection) -> Iterator[SourceProblem]:
    newest = status.last_crawl_of_each(connection)
    cut = {crawl["source"] for crawl in newest if crawl["reason"] == INTERRUPTED}  # the next run takes the rest
    for source, named in recall.recall(connection).items():
        if source not in cut and any(_is_short(kind, figures) for kind, figures in named.items()):
            sentence = f"{source}: not all that was named is held ({recall.sentence(named)})"
            yield SourceProblem(source, "not_held", None, sentence)


def _of_unread_articles(connection: sqlite3.Connection) -> Iterator[SourceProblem]:
    by_problem: dict[tuple[str, str], list[Row]] = {}
    for article in unread_articles.unread_articles(connection):
        by_problem.setdefault((article["source"], article["problem"]), []).append(article)
    for (source, problem), found in by_problem.items():
        since_at = min(one["since_at"] for one in found)
        counted = f"{len(found):,} {'article' if len(found) == 1 else 'articles'}"
        sentence = f"{source}: {counted} not read ({problem}) since {since_at[:10]}, such as {found[0]['url']}"
        yield SourceProblem(source, f"not_read:{problem}", since_at, sentence)


def _of_yields(connection: sqlite3.Connection, now: datetime) -> Iterator[SourceProblem]:
    for row in unread_articles.yields(connection, now):
        if _has_fallen(row):
            sentence = (
                f"{row['source']} ({row['cms']}): {row['articles']} of {row['pages']} pages gave an article in the last"
                f" {unread_articles.YIELD_DAYS} days, {row['past_articles']} of {row['past_pages']} before"
            )
            yield SourceProblem(row["source"], "few_articles", None, sentence)


def _is_short(kind: str, figures: Row) -> bool:
    """Return True if less than half of what a feed or listing named is held; sitemaps name other pages, too."""
    return bool(kind != "sitemap" and figures["named"] >= _FEWEST_PAGES and figures["held"] * 2 < figures["named"])


def _has_fallen(row: Row) -> bool:
    if min(row["pages"], row["past_pages"]) < _FEWEST_PAGES:
        return False
    return bool(row["share"] < _FALLEN * row["past_share"])
