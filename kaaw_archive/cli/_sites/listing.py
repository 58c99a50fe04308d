"""List of `kaaw sites`: spiders, followed sites, and sites that were crawled without being followed."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from rich.filesize import decimal

from kaaw_archive import project, times
from kaaw_archive.archive.queries import recall, rhythm
from kaaw_archive.archive.queries.decisions import follows_in_force
from kaaw_archive.archive.queries.source_problems import source_problems
from kaaw_archive.cli.terminal import options, printing, tables
from kaaw_archive.schedule import followed, plan
from kaaw_archive.spider.site import SiteSpider

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from pathlib import Path

    from kaaw_archive.project import Project, SpiderFacts

_CRAWLED = "SELECT DISTINCT spider, source FROM crawls ORDER BY source, spider"


def rows(archive: Path) -> list[dict[str, Any]]:
    """Return a row for each spider of the project and each crawled site; keys are those of the schema of `kaaw sites`.

    `site` has a row of its own only if it crawled a list of many sites.
    """
    current = project.in_force()
    known = {(spider.name, spider.source): spider for spider in current.spiders if spider.name != SiteSpider.name}
    if not archive.exists():
        return [_row(spider, plan.PlannedSpider(spider, ()), {}) for spider in known.values()]
    with options.reading(archive) as connection:
        at = options.now()
        known |= {(spider.name, spider.source): spider for spider in _crawled(connection, current)} | known
        for spider in followed.spiders(current, follows_in_force(connection, at)):
            known[spider.name, spider.source] = spider
        figures = _figures(connection, at)
        return [_row(spider, plan.of_source(connection, spider, at), figures) for spider in known.values()]


def show(found: list[dict[str, Any]]) -> None:
    """Print the rows as a table."""
    tables.show_rows(
        found,
        "spider",
        ("last crawl", lambda row: (row["last_crawl_at"] or "never")[:10]),
        ("state", "last_state"),
        "articles",
        ("8 weeks", "bars"),
        ("a day", _cost),
        ("again within", lambda row: (days := row["again_within_days"]) and f"{days} days"),
        ("next due", _next_due),
        ("named by", lambda row: recall.sentence(row["named_by"]) or None),
        ("problems", _problems),
    )


def _crawled(connection: sqlite3.Connection, current: Project) -> list[SpiderFacts]:
    """Return a spider for each source that was crawled; those of spiders that the project lost are left out."""
    by_name = {spider.name: spider for spider in current.spiders}
    found = []
    for name, source in connection.execute(_CRAWLED):
        if spider := by_name.get(name):
            label = name if source in ("*", spider.source) else source
            found.append(replace(spider, source=source, label=label, is_scheduled=False))
    return found


def _figures(connection: sqlite3.Connection, at: str) -> dict[str, dict[str, Any]]:
    """Return by source rhythm, problems and the kinds of seeds that named its articles."""
    now = times.from_text(at)
    figures: dict[str, dict[str, Any]] = {}
    for source, figure in rhythm.rhythms(connection, now).items():
        figures.setdefault(source, {})["rhythm"] = figure
    for problem in source_problems(connection, now):
        figures.setdefault(problem.source, {}).setdefault("problems", []).append(asdict(problem))
    for source, named in recall.recall(connection).items():
        figures.setdefault(source, {})["named_by"] = named
    return figures


def _row(spider: SpiderFacts, planned: plan.PlannedSpider, figures: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    of_it = figures.get(spider.name if spider.source == "*" else spider.source, {})
    figure = of_it.get("rhythm", rhythm.Rhythm())
    return {
        "spider": spider.label,
        "source": spider.source,
        "is_scheduled": spider.is_scheduled,
        **asdict(planned.due),
        "next_due_at": planned.next_due_at,
        "seed_addresses": list(spider.seeds),
        "reasons": list(planned.reasons) if spider.is_scheduled else [],
        **asdict(figure),
        "bars": figure.bars if figure.articles else "",
        "named_by": of_it.get("named_by", {}),
        "problems": of_it.get("problems", []) if spider.source != "*" else [],
        "file": str(project.python_file(spider) or ""),
    }


def _cost(row: tables.Row) -> str | None:
    if not row["requests_per_day"]:
        return None
    return f"{row['requests_per_day']:,.0f}, {decimal(round(row['bytes_per_day']))}"


def _problems(row: tables.Row) -> str | None:
    named = [
        f"{problem['problem']} since {problem['since_at'][:10]}" if problem["since_at"] else problem["problem"]
        for problem in row["problems"]
    ]
    return ", ".join(named) or None


def _next_due(row: tables.Row) -> str | None:
    if row["spider"] in plan.BEHIND:
        return "after the sources"
    if not row["is_scheduled"]:
        return "not by itself"
    return f"now: {', '.join(row['reasons'])}" if row["reasons"] else printing.short_time(row["next_due_at"])
