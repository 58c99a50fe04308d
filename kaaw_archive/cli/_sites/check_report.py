"""Print what `kaaw sites check` found."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

from kaaw_archive.cli.terminal import printing, tables

if TYPE_CHECKING:
    from kaaw_archive.sites.checking import SiteCheck

_SHOWN = 20  # addresses of each kind; --json has all


def show_check(checked: SiteCheck) -> None:
    """Print the requests of a crawl, the seeds, the articles that they name, and what differs from the last crawl."""
    printing.show((f"{checked.spider} would request {printing.count(len(checked.requests), 'page')}", "bold"))
    if checked.requests:
        rows = [(request.role, request.why, request.url) for request in checked.requests[:_SHOWN]]
        tables.show_table(("role", "why", "address"), rows)
    _show_rest(len(checked.requests))
    printing.show_heading("Seeds as they are stored, by the rules of today")
    tables.show_rows(
        [asdict(seed) for seed in checked.seeds],
        ("captured", lambda row: printing.short_time(row["captured_at"]) or "never"),
        "kind",
        ("articles", "named"),
        ("unknown", lambda row: len(row["unknown"])),
        "problem",
        ("address", "url"),
    )
    if checked.named:
        printing.show_heading(f"{printing.count(len(checked.named), 'article')} that they name")
    for article in checked.named[:_SHOWN]:
        printing.show(f"{article.day or 'no day':10}  {article.title or article.url}", indent=2)
    _show_rest(len(checked.named))
    if checked.last_crawl is None:
        printing.show("it was never crawled")
        return
    printing.show_heading(f"Beside its last crawl ({checked.last_crawl})")
    printing.show(f"{printing.count(len(checked.added), 'page')} that it did not ask for", indent=2)
    for url in checked.added[:_SHOWN]:
        printing.show(url, indent=4)
    _show_rest(len(checked.added))
    for why, number in sorted(Counter(request.why for request in checked.left_out).items()):
        printing.show(f"{printing.count(number, 'page')} that it asked for, and now: {why}", indent=2)


def _show_rest(number: int) -> None:
    if number > _SHOWN:
        printing.show(f"and {number - _SHOWN} more (--json has all)", indent=4)
