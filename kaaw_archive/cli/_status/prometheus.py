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
    room, counts, backlog = report["room"], report["counts"], report["backlog"]
    yield "report_timestamp_seconds", "When this was written.", [({}, _seconds(now))]
    yield "alerts", "How many things want attention; kaaw status says which.", [({}, len(report["alerts"]))]
    yield "archive_bytes", "Size of the archive with its log.", [({}, report["file_bytes"])]
    yield "disk_free_bytes", "Free on the disk of the archive.", [({}, room["free_bytes"])]
    yield "disk_reserve_bytes", "Crawls end before less is free.", [({}, room["reserve_bytes"])]
    yield "growth_bytes_per_day", "Of the last 30 days.", [({}, room["growth_bytes_per_day"])]
    yield "days_until_full", "At this growth, the reserve aside.", [({}, room["days_until_full"])]
    for name in ("captures", "pages", "articles", "snapshots", "other_pages", "links", "payloads"):
        yield name, f"How many {name} the archive holds.", [({}, counts[name])]
    yield "captures_not_read", "Captures that no fold has seen.", [({}, backlog["captures_not_read"])]
    yield "read_in_vain", "Readings that lacked time or memory and are tried again.", [({}, backlog["read_in_vain"])]
    yield "pages_due", "Pages of crawled sources that are due.", [({}, backlog["pages_due"])]
    yield "cited_due", "Cited pages that are due.", [({}, backlog["cited_due"])]
    yield "addresses_never_visited", "Addresses that a seed named.", [({}, backlog["never_visited"])]
    yield "links_due", "Links that a link check would look at now.", [({}, backlog["links_due"])]
    unread = Counter((article["source"], article["problem"]) for article in report["articles_not_read"])
    yield (
        "articles_not_read",
        "Articles whose newest capture could not be read or lost most of its text.",
        [({"source": source, "problem": problem}, number) for (source, problem), number in unread.items()],
    )
    yield from _crawl_metrics(report["last_crawl_of_each"])
    yield from _source_metrics(report["sources"])


def _crawl_metrics(crawls: list[Row]) -> Iterator[tuple[str, str, Iterable[Sample]]]:
    def of(name: str) -> list[Sample]:
        return [({"spider": crawl["spider"], "source": crawl["source"]}, crawl[name]) for crawl in crawls]

    yield "last_crawl_start_timestamp_seconds", "Of the newest crawl.", _moments(of("started_at"))
    yield "last_crawl_end_timestamp_seconds", "Of the newest crawl, once it has ended.", _moments(of("ended_at"))
    states: list[Sample] = [
        ({"spider": crawl["spider"], "source": crawl["source"], "state": state}, float(state == crawl["state"]))
        for crawl in crawls
        for state in _STATES
    ]
    yield "last_crawl_state", "1 for the state that it is in.", states
    for name in ("requests", "new_payloads", "problems"):
        yield f"last_crawl_{name}", f"The {name.replace('_', ' ')} of the newest crawl.", of(name)


def _source_metrics(sources: list[Row]) -> Iterator[tuple[str, str, Iterable[Sample]]]:
    def of(name: str) -> list[Sample]:
        return [({"source": source["source"]}, source[name]) for source in sources]

    yield (
        "last_good_crawl_timestamp_seconds",
        "Begin of the last one that finished.",
        _moments(of("last_good_crawl_at")),
    )
    yield (
        "last_new_article_timestamp_seconds",
        "When an article was seen for the first time.",
        _moments(of("last_new_at")),
    )
    yield "source_silent", "1 where a source is quiet for longer than it used to be.", of("is_silent")
    yield "source_articles", "Articles of the source.", of("articles")
    yield "source_withdrawn", "Articles of the source that it took back.", of("withdrawn")


def _moments(samples: Iterable[tuple[dict[str, str], object]]) -> list[Sample]:
    return [(labels, _seconds(at) if isinstance(at, str) else None) for labels, at in samples]


def _seconds(at: str) -> float:
    return times.from_text(at).timestamp()


def _labels(labels: dict[str, str]) -> str:
    pairs = ",".join(f'{name}="{escape_controls(value).translate(_ESCAPES)}"' for name, value in labels.items())
    return f"{{{pairs}}}" if pairs else ""


def _number(value: float) -> str:
    return repr(float(value)) if isinstance(value, float) and not value.is_integer() else str(int(value))
