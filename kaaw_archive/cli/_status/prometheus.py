"""Status as a text file for the textfile collector of node_exporter (prometheus.io, exposition formats 0.0.4)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kaaw_archive import times
from kaaw_archive.archive.connect import named_errors
from kaaw_archive.cli.terminal.files import replace_file
from kaaw_archive.control_characters import escape_controls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kaaw_archive.archive.queries.rows import Row

_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})
_STATES = ("running", "finished", "degraded", "failed", "killed")

Sample = tuple[dict[str, str], float | None]


def text(report: Row, now: str) -> str:
    """Return every metric with its help; an unknown value has no sample. ``now`` is the instant of the report."""
    lines: list[str] = []
    for name, what, samples in _metrics(report, now):
        lines += [f"# HELP kaaw_{name} {what}", f"# TYPE kaaw_{name} gauge"]
        lines += [f"kaaw_{name}{_labels(labels)} {_number(value)}" for labels, value in samples if value is not None]
    return "\n".join(lines) + "\n"


def write(path: Path, content: str) -> None:
    """Write the file in one step, because the collector may read at any instant. Raises ArchiveReadOnly, DiskFull."""
    with named_errors(path):
        replace_file(path, content.encode(), 0o644)  # the collector is another user


def _metrics(report: Row, now: str) -> Iterator[tuple[str, str, Iterable[Sample]]]:
    yield "report_timestamp_seconds", "Time when this was written.", [({}, _seconds(now))]
    yield (
        "alerts",
        "Number of things that need attention; kaaw status --check names them.",
        [({}, len(report["alerts"]))],
    )
    yield "archive_bytes", "Size of the archive with its log.", [({}, report["file_bytes"])]
    yield from _room_metrics(report["room"])
    for name in ("captures", "pages", "articles", "snapshots", "other_pages", "links", "payloads"):
        yield name, f"Number of {name.replace('_', ' ')} in the archive.", [({}, report["counts"][name])]
    yield from _backlog_metrics(report["backlog"])
    unread = Counter((article["source"], article["problem"]) for article in report["articles_not_read"])
    yield (
        "articles_not_read",
        "Articles whose newest capture could not be read or lost most of its text.",
        [({"source": source, "problem": problem}, number) for (source, problem), number in unread.items()],
    )
    yield from _crawl_metrics(report["last_crawl_of_each"])
    yield from _source_metrics(report["sources"])


def _room_metrics(room: Row) -> Iterator[tuple[str, str, Iterable[Sample]]]:
    yield "disk_free_bytes", "Bytes free on the disk of the archive.", [({}, room["free_bytes"])]
    yield (
        "disk_reserve_bytes",
        "Bytes that crawls leave free on that disk (ARCHIVE_DISK_RESERVE_MB).",
        [({}, room["reserve_bytes"])],
    )
    yield (
        "growth_bytes_per_day",
        "Bytes by which the archive grew a day, in the last 30 days.",
        [({}, room["growth_bytes_per_day"])],
    )
    yield "days_until_full", "Days until only the reserve is free, at this growth.", [({}, room["days_until_full"])]


def _backlog_metrics(backlog: Row) -> Iterator[tuple[str, str, Iterable[Sample]]]:
    yield "captures_not_read", "Captures that were not read yet.", [({}, backlog["captures_not_read"])]
    yield (
        "read_in_vain",
        "Pages that were not read for lack of time or memory; they are tried again.",
        [({}, backlog["read_in_vain"])],
    )
    yield "pages_due", "Pages that are due, of sources that runs crawl.", [({}, backlog["pages_due"])]
    yield "cited_due", "Cited pages that are due.", [({}, backlog["cited_due"])]
    yield (
        "addresses_never_visited",
        "Addresses that a feed, sitemap or list named and no crawl has visited.",
        [({}, backlog["never_visited"])],
    )
    yield "links_due", "Links that are due for a check.", [({}, backlog["links_due"])]


def _crawl_metrics(crawls: list[Row]) -> Iterator[tuple[str, str, Iterable[Sample]]]:
    def of(name: str) -> list[Sample]:
        return [({"spider": crawl["spider"], "source": crawl["source"]}, crawl[name]) for crawl in crawls]

    yield "last_crawl_start_timestamp_seconds", "Start of the newest crawl.", _moments(of("started_at"))
    yield (
        "last_crawl_end_timestamp_seconds",
        "End of the newest crawl; missing while it is at work.",
        _moments(of("ended_at")),
    )
    states: list[Sample] = [
        ({"spider": crawl["spider"], "source": crawl["source"], "state": state}, float(state == crawl["state"]))
        for crawl in crawls
        for state in _STATES
    ]
    yield "last_crawl_state", "1 for the state of the newest crawl, 0 for every other state.", states
    for name in ("requests", "new_payloads", "problems"):
        yield f"last_crawl_{name}", f"The {name.replace('_', ' ')} of the newest crawl.", of(name)


def _source_metrics(sources: list[Row]) -> Iterator[tuple[str, str, Iterable[Sample]]]:
    def of(name: str) -> list[Sample]:
        return [({"source": source["source"]}, source[name]) for source in sources]

    yield (
        "last_good_crawl_timestamp_seconds",
        "Start of the newest crawl of the source that finished.",
        _moments(of("last_good_crawl_at")),
    )
    yield (
        "last_new_article_timestamp_seconds",
        "Time when the newest article of the source was seen first.",
        _moments(of("last_new_at")),
    )
    yield "source_silent", "1 if the source is silent: no new article for twice its longest pause.", of("is_silent")
    yield "source_articles", "Articles of the source.", of("articles")
    yield "source_withdrawn", "Articles of the source that were withdrawn.", of("withdrawn")


def _moments(samples: Iterable[tuple[dict[str, str], object]]) -> list[Sample]:
    return [(labels, _seconds(at) if isinstance(at, str) else None) for labels, at in samples]


def _seconds(at: str) -> float:
    return times.from_text(at).timestamp()


def _labels(labels: dict[str, str]) -> str:
    pairs = ",".join(f'{name}="{escape_controls(value).translate(_ESCAPES)}"' for name, value in labels.items())
    return f"{{{pairs}}}" if pairs else ""


def _number(value: float) -> str:
    return repr(float(value)) if isinstance(value, float) and not value.is_integer() else str(int(value))
