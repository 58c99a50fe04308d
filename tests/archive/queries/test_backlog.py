"""The backlog has the numbers of the plan of a run: `kaaw status` and `kaaw run --dry-run` say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive import follows, times
from kaaw_archive.archive.queries import links
from kaaw_archive.archive.queries.backlog import backlog
from kaaw_archive.archive.store import decisions
from kaaw_archive.archive.store.frontier import NamedAddresses, keep_found
from kaaw_archive.items import FoundAddress
from kaaw_archive.project import Project, facts
from kaaw_archive.schedule import plan
from kaaw_archive.spider.cited import CitedSpider
from kaaw_archive.spider.site import SiteSpider
from tests.archive.queries.builder import article, link

if TYPE_CHECKING:
    from pathlib import Path

    from tests.archive.queries.builder import Builder

HOME, SOURCE, AT = "https://www.stadt.example/", "stadt.example", "2026-03-01T04:00:00.000Z"
NEWS, LAW = f"{HOME}news/1-meldung", "https://www.bund.example/gesetz"
LATER = "2026-06-01T04:00:00.000Z"


def fill(builder: Builder) -> None:
    """A followed site with an article that cites a law and an address that no crawl has visited; a page of others."""
    connection = builder.connection
    follow = follows.Follow(HOME, SOURCE, SOURCE, None, None, "anna", AT)
    decisions.add(connection, "follow", HOME, made_by="anna", made_at=AT, value_json=follows.value_of(follow))
    builder.begin(AT, source=SOURCE)
    builder.page(HOME, AT, body="<p>Aktuelles</p>", kind="seed")
    found = [FoundAddress(NEWS, "article"), FoundAddress(f"{HOME}news/2-meldung", "article")]
    keep_found(
        connection, HOME, None, "1", found, source=SOURCE, at=AT, new_since=AT,
        named=NamedAddresses("listing", [one.url for one in found]),
    )  # fmt: skip
    builder.page(NEWS, AT, article(NEWS, "Meldung", "Der Rat hat beschlossen.", links=(link(0, LAW, "Gesetz"),)))
    builder.end("finished", AT)
    builder.begin(AT.replace("04:", "05:"))
    builder.page("https://www.fremd.example/", AT.replace("04:", "05:"), body="<p>Liste</p>")
    builder.end("finished", AT.replace("04:", "05:"))


def test_pages_of_sources_that_no_run_crawls_are_counted_apart(builder: Builder) -> None:
    """Neither if the follow has ended, nor while --every of it is not over."""
    fill(builder)
    now = times.from_text(LATER)
    followed = backlog(builder.connection, now)
    builder.connection.execute("UPDATE decisions SET value_json = json_set(value_json, '$.every_s', 864000000)")
    assert backlog(builder.connection, now) == followed | {"pages_due": 0, "never_visited": 0}
    builder.connection.execute("DELETE FROM decisions")
    work = followed["pages_due"] + followed["never_visited"]
    of_none = {"pages_due": 0, "never_visited": 0, "unscheduled": work, "unscheduled_sources": [SOURCE]}
    assert backlog(builder.connection, now) == followed | of_none
    assert backlog(builder.connection, now, {SOURCE}) == followed


def test_the_backlog_is_what_the_plan_counts(builder: Builder, archive_path: Path) -> None:
    fill(builder)
    project = Project("kaaw_archive.settings", None, (facts(SiteSpider), facts(CitedSpider)), ())
    for at in (AT, LATER):
        counted = backlog(builder.connection, times.from_text(at))
        reasons = {one.spider.label: one.reasons for one in plan.of(project, archive_path, at)}
        due = [f"{counted['pages_due']} pages"] if counted["pages_due"] else []
        assert [why for why in reasons[SOURCE] if "seed" not in why] == [
            *due,
            f"{counted['never_visited']} never visited",
        ]
        assert reasons["cited"] == (f"{counted['cited_due']} cited page",)
        assert counted["links_due"] == len(links.due(builder.connection, at)) == 1
    assert counted["pages_due"] == 2  # that of others is no source's
