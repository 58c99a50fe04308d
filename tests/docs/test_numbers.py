"""Numbers in the pages are those of the program: a constant that changes makes its sentence fail here."""

from __future__ import annotations

import re

import pytest

from kaaw_archive import follows
from kaaw_archive.agents import tools
from kaaw_archive.archive.queries import cut_crawls, rhythm, source_problems, status, unread_articles
from kaaw_archive.audit import spider as audit_spider
from kaaw_archive.changes import beside_text, kinds
from kaaw_archive.cli import backup, events
from kaaw_archive.cli._links import audit as audit_command
from kaaw_archive.cli._run import summary
from kaaw_archive.derive import edits, identity
from kaaw_archive.derive import pages as page_intervals
from kaaw_archive.extract import pdf, reading
from kaaw_archive.extract.pdf import lines
from kaaw_archive.linkrot import health, schedule, successors
from kaaw_archive.middlewares import robots
from kaaw_archive.schedule import scheduled_run
from kaaw_archive.setting_table import default
from kaaw_archive.spider.news import NewsSpider
from kaaw_archive.spider.site import SiteSpider
from tests.docs.pages import Page
from tests.program import PROJECT

DAY_S = page_intervals.DAY_S
MIB = 1024 * 1024
FILES = PROJECT / "kaaw_archive" / "new_project" / "files"
WORDS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 8: "eight", 10: "ten"}
READING, VERDICTS, EDITS = "docs/reading.md", "docs/maintainers/verdicts.md", "docs/researchers/edits.md"
FIRST_CRAWL, MONITORING = "docs/operators/first-crawl.md", "docs/operators/monitoring.md"
POLITENESS, OTHER_ARCHIVES = "docs/operators/politeness.md", "docs/maintainers/other-archives.md"
EVERY_DAY, BACKUP = "docs/operators/every-day.md", "docs/operators/backup.md"
AUDIT, AGENTS, EVENTS = "docs/maintainers/audit.md", "docs/researchers/agents.md", "docs/researchers/events.md"
TWICE = int(status._PATIENCE) == 2
KEPT = {parameter.name: parameter.default for parameter in backup.command.params}["keep"]
TEN_MINUTES = {"10m": "ten minutes"}


def in_file(name: str, pattern: str) -> str:
    """Return what a pattern finds in a file of a new project."""
    (found,) = re.findall(pattern, (FILES / f"{name}.in").read_text(encoding="utf-8"), re.MULTILINE)
    return str(found)


SENTENCES = [
    (READING, f"the first {pdf._CUT_CHARACTERS} characters"),
    (READING, f"up to {lines.MOST_PAGES} pages and {WORDS[lines.MOST_CHARACTERS // 1_000_000]} million characters"),
    (READING, f"may have {int(str(default('DOWNLOAD_MAXSIZE'))) // MIB} MB on the wire"),
    (READING, f"{int(str(default('ARCHIVE_DECOMPRESSED_MAXSIZE'))) // MIB} MB after decompression"),
    (READING, f"HTML of more than {reading.MOST_BYTES // 1_000_000} MB or {reading.MOST_TAGS:,} tags"),
    (READING, f"{pdf.MOST_BYTES // MIB} MB after decompression"),
    (VERDICTS, f"the last of them came {WORDS[health.STRIKES_SPAN.days]} days ({health.STRIKES_SPAN.days * 24} hours)"),
    (VERDICTS, f"in the last {health.WINDOW.days} days the link worked for less than {100 * health.GOOD_SHARE:.0f} %"),
    (VERDICTS, f"| alive | {schedule.ALIVE.days} days |"),
    (VERDICTS, f"| failing | {schedule.FAILING.days} days; {schedule.CLEARLY_FAILING.days} day after `gone` and"),
    (VERDICTS, f"| dead | {schedule.DEAD.days} days, in the second year and later {schedule.LONG_DEAD.days} days |"),
    (VERDICTS, f"| returned | {schedule.RETURNED.days} days |"),
    (VERDICTS, f"| not judged | {schedule.NOT_JUDGED.days} days; {schedule.ROBOTS_DENIED.days} days after"),
    (VERDICTS, f"| last verdict `unknown` | {schedule.UNKNOWN.days} day; at once"),
    ("docs/maintainers/index.md", f"From {successors.PROPOSED_FROM} on, an address is the **suggestion**"),
    ("docs/glossary.md", f"an address with a confidence of {successors.PROPOSED_FROM} or more"),
    (EDITS, f"and {kinds.FURTHER} more for each further kind"),
    (EDITS, f"wording {kinds.OBLIGATION_WEIGHT} if it touches"),
    (EDITS, f"and {kinds.MOVED_WEIGHT} if only the order of sentences changed"),
    (EDITS, f"links {beside_text._GONE_WEIGHT} if a link is gone or leads to another host"),
    (FIRST_CRAWL, f"first page of a listing | after {page_intervals.LISTING_INTERVAL_S // 3600} hours |"),
    (FIRST_CRAWL, f"after {page_intervals.MIN_INTERVAL_S // 3600} hours; from {page_intervals.YOUNG_S // 3600} hours"),
    (FIRST_CRAWL, f"half a day at least, {int(1.5 * page_intervals.OLD_LONGEST_S) // DAY_S} days at most |"),
    (FIRST_CRAWL, f"times the last interval, {page_intervals.MAX_INTERVAL_S // DAY_S} days at most |"),
    (FIRST_CRAWL, f"after half of the last interval, {page_intervals.MIN_INTERVAL_S // 3600} hours at least |"),
    (FIRST_CRAWL, f"after twice the last interval, {page_intervals.GONE_INTERVAL_S // DAY_S} days at most |"),
    (FIRST_CRAWL, f"(not all on one day), later after {page_intervals.GONE_INTERVAL_S // DAY_S} |"),
    (FIRST_CRAWL, f"{page_intervals.NETWORK_FAILURE_LONGEST_S // DAY_S} days at most |"),
    (FIRST_CRAWL, f"ends after {SiteSpider.default_max_pages:,} pages"),
    (FIRST_CRAWL, f"A crawl reads {NewsSpider.max_seed_pages} feeds, sitemaps and listings"),
    (EVERY_DAY, f"by a tenth of the interval, {int(follows._EARLY_MAX.total_seconds()) // 60} minutes"),
    (MONITORING, f"with the new articles of the last {WORDS[rhythm.WEEKS]} weeks"),
    (MONITORING, f"(if they named {WORDS[source_problems._FEWEST_PAGES]} at least)"),
    (POLITENESS, f"It is kept for {int(robots.GOOD_FOR.total_seconds()) // 3600} hours at most"),
    (POLITENESS, f"up to {default('ARCHIVE_CRAWL_DELAY_MAX'):.0f} seconds (`ARCHIVE_CRAWL_DELAY_MAX`)"),
    ("docs/operators/upgrade.md", "in parts of half an hour at most" if scheduled_run._UPGRADE_S == 1800 else "other"),
    (OTHER_ARCHIVES, f"At most {default('LINK_ARCHIVES_MAX')} look-ups are made in a crawl"),
    (OTHER_ARCHIVES, f"not again for {default('LINK_ARCHIVES_AGAIN_DAYS'):g} days"),
    ("docs/glossary.md", f"one of {WORDS[len(kinds.KINDS)]}, such as numbers, names, removed"),
    (EVERY_DAY, "A report of more than ten crawls" if summary._MOST_ROWS == 10 else "other"),
    (MONITORING, f"in each of its last crawls, {WORDS[cut_crawls._FEWEST_CRAWLS]} at least, for a day or longer"),
    (MONITORING, "for twice the longest pause" if TWICE else "other"),
    (MONITORING, f"for {WORDS[status._SHORTEST_SILENCE_S // DAY_S]} days at least"),
    (MONITORING, f"new articles on {WORDS[status._FEWEST_PAUSES + 1]} days"),
    (MONITORING, f"at the growth of the last {status.GROWTH_DAYS} days"),
    (AUDIT, "A link on more than ten pages" if audit_command._MANY_PAGES == 10 else "other"),
    (AUDIT, f"at most {audit_spider.VARIANTS_MAX} addresses that differ only behind the `?`"),
    (AGENTS, f"at most {tools.MOST_HITS}, with a snippet"),
    (AGENTS, f"{tools.MOST_CHARACTERS:,} characters at a time"),
    (EVENTS, f"at most `--limit` ({events._SHOWN}) at a time"),
    (EVERY_DAY, f"lists each event once, [{events._SHOWN} at a time]"),
    (EVERY_DAY, f"with cron at {in_file('crontab', '^([0-9]+) .* run ')} minutes past it"),
    (EVERY_DAY, f"within {TEN_MINUTES[in_file('kaaw-run.timer', 'RandomizedDelaySec=(.*)')]} after the next full hour"),
    (BACKUP, f"{KEPT} stay if you do not give it, {in_file('crontab', '--keep (.*) -q')} in the units and the crontab"),
    (BACKUP, f"{in_file('kaaw-backup.service', '--keep (.*)')} in the units"),
    (EVENTS, f"for a text of {identity.TELLING_WORDS} words and more"),
    (EVENTS, "one text holds four fifths of the other" if identity.CONTAINED_FROM == 0.8 else "other"),
    (EVENTS, f"or {WORDS[identity.MAPPING_FROM]} other articles moved between the same two folders"),
    ("docs/researchers/search-and-read.md", f"for texts of more than {edits._COMPARED_HERE:,} characters"),
    ("docs/glossary.md", "or that lost four fifths of its text" if unread_articles.LEFT_SHARE == 0.2 else "other"),
]  # fmt: skip


@pytest.mark.parametrize(("page", "sentence"), SENTENCES, ids=lambda value: value[:60])
def test_a_number_of_a_page_is_that_of_the_program(page: str, sentence: str) -> None:
    assert sentence in " ".join(Page(page).text.split())
