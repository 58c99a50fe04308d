"""Print the report of a scheduled run, so that fifty sources fit on one screen."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

from kaaw_archive.archive.crawl_reasons import NOTHING_WAS_DUE
from kaaw_archive.cli.terminal import printing, tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaaw_archive.archive.queries.rows import Row
    from kaaw_archive.derive.upgrade import Upgrade
    from kaaw_archive.schedule.crawls import CrawlResult
    from kaaw_archive.schedule.report import RunReport

_MOST_ROWS = 10  # of a table; of more sources only those that want attention have one
_MOST_NAMES = 6  # of sources in a sentence
_FIGURES = ("requests", "new_payloads", "problems", "articles_not_read")
_EVENTS = (
    ("new", "new"),
    ("edited", "edited"),
    ("withdrawn", "withdrawn"),
    ("moved", "moved"),
    ("returned", "returned"),
    ("links_failing", "links failing"),
    ("links_dead", "links dead"),
    ("links_returned", "links back"),
)


def show(report: RunReport) -> None:
    """Print crawls, events, and what a person should know of a run; ``--json`` has all of it."""
    if report.crawls:
        _show_crawls(report)
    else:
        printing.show("nothing was due" if not report.left else "no crawl was begun")
    for one in [crawl for crawl in report.crawls if crawl.log][:_MOST_NAMES]:
        for line in one.log:
            printing.show((f"{one.spider}: {line}", "dim"), indent=2)
    if idle := [crawl.spider for crawl in report.crawls if crawl.reason == NOTHING_WAS_DUE]:
        printing.show(f"no page was due, so none was asked for, and nothing is known of the site: {_few(idle)}")
    _show_events(report.events)
    for trouble in report.troubles:
        printing.show((trouble, "yellow"))
    if report.notification.problem:
        printing.show(f"a message was not delivered, the next run sends it again: {report.notification.problem}")
    if report.read:
        printing.show(f"{printing.count(report.read, 'capture')} of other programs read")
    if report.not_read:
        printing.show(f"{printing.count(report.not_read, 'capture')} cannot be read: see the log")
    if report.upgrade is not None:
        printing.show(_upgrade_sentence(report.upgrade))
    for module in report.broken_modules:
        printing.show(f"the spiders in {module} are left out: the file cannot be imported")
    if report.left:
        why = {"deadline": "the deadline", "interrupted": "the interruption"}.get(report.ended_by or "", "the archive")
        printing.show(f"left by {why} for the next run: {_few(report.left)}")


def _show_crawls(report: RunReport) -> None:
    shown: Sequence[CrawlResult] = report.crawls
    if len(shown) > _MOST_ROWS:
        states = Counter(crawl.state for crawl in shown)
        sums = {name: sum(getattr(crawl, name) or 0 for crawl in shown) for name in _FIGURES}
        counted = ", ".join(f"{number} {state}" for state, number in states.most_common())
        figures = ", ".join(f"{number:,} {name.replace('_', ' ')}" for name, number in sums.items() if number)
        printing.show((f"{len(shown)} crawls", "bold"), f": {counted}; {figures or 'no requests'}")
        shown = sorted(filter(_wants_attention, shown), key=report.is_known)
    rows = [asdict(crawl) for crawl in shown[:_MOST_ROWS]]
    if not rows:
        return
    since = [("since", lambda row: (row["since_at"] or "")[:10])] if any(map(report.is_known, shown)) else []
    rounded = ("seconds", lambda row: round(row["seconds"]))
    tables.show_rows(rows, "spider", "state", *since, rounded, *_FIGURES, "reason")
    if len(shown) > len(rows):
        names = [crawl.spider for crawl in shown[len(rows) :]]
        printing.show(f"and {printing.count(len(names), 'crawl')} more: {_few(names)} (kaaw status --check)")


def _wants_attention(crawl: CrawlResult) -> bool:
    return crawl.state != "finished" or bool(crawl.articles_not_read)


def _show_events(events: Sequence[Row]) -> None:
    names = [(key, title) for key, title in _EVENTS if any(row[key] for row in events)]
    if not names:
        return
    most = sorted(events, key=lambda row: -sum(row[key] for key, _ in names))
    shown = list(events) if len(events) <= _MOST_ROWS else most[: _MOST_ROWS - 1]
    rows = [(row["source"], *(row[key] for key, _ in names)) for row in shown]
    if len(shown) < len(events):
        others = most[len(shown) :]
        rows.append((f"{len(others)} others", *(sum(row[key] for row in others) for key, _ in names)))
    printing.show("")
    tables.show_table(("source", *(title for _, title in names)), rows)


def _few(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return ", ".join(names[:_MOST_NAMES]) + more


def _upgrade_sentence(upgrade: Upgrade) -> str:
    if upgrade.problem:
        return f"kaaw derive is due ({upgrade.why}), and not done: {upgrade.problem}"
    if upgrade.is_done:
        return f"derived again: {upgrade.why}"
    share = f"{upgrade.steps / upgrade.of:.0%} done" if upgrade.of else "begun"
    return f"kaaw derive is due ({upgrade.why}): {share}, the next run goes on"
