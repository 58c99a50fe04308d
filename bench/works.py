"""How well works are found: precision and recall over pairs of records that are one text, with the misses by kind.

Needs a file of cases (id, what, works as lists of record ids, records with id, source, url, title, published_on,
captured_at, canonical, redirected_to, text, language); see ``--help``. All records go into one archive as captures of
their time, and each redirect into a look a day after the last capture of its case. A third of the cases, by the digest
of their ids, is put aside.
"""

from __future__ import annotations

import argparse
import html
import json
import tempfile
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import thirds
from kaaw_archive import times, urls
from kaaw_archive.archive.connect import open_for_writing
from kaaw_archive.derive.reading import read_payload
from kaaw_archive.derive.works import find_works
from tests.derive.histories import BEGAN, Step, World, answers, shows_problem

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

Case = dict[str, Any]
Pair = frozenset[str]
LATER = 24.0  # hours from the last capture of a case to the look at what redirects
_HOP = 0.001  # hours from a redirect to the page behind it


@dataclass(frozen=True, slots=True)
class _Look:
    hour: float
    record: dict[str, Any]
    is_redirected: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs of records that are one text: those that are wanted, and those that were found."""

    wanted: frozenset[Pair]
    found: frozenset[Pair]

    @property
    def precision(self) -> float:
        return len(self.wanted & self.found) / len(self.found) if self.found else 1.0

    @property
    def recall(self) -> float:
        return len(self.wanted & self.found) / len(self.wanted) if self.wanted else 1.0


def score_of(cases: Sequence[Case]) -> Score:
    """Return which pairs of records are one text by the labels, and which the archive takes for one."""
    with tempfile.TemporaryDirectory() as folder, closing(open_for_writing(Path(folder) / "works.db")) as connection:
        fill(connection, cases)
        find_works(connection)
        work_of = dict(connection.execute("SELECT key, work_id FROM articles"))
    found: dict[int, list[str]] = defaultdict(list)
    for record in _records(cases):
        if (work := work_of.get(urls.key(record["url"]))) is not None:
            found[work].append(record["id"])
    wanted = (work for case in cases for work in case["works"])
    return Score(_pairs(wanted), _pairs(found.values()))


def fill(connection: sqlite3.Connection, cases: Sequence[Case]) -> None:
    """Put the records of all cases into an archive, in the order of time, each in a crawl of its source."""
    by_url = {record["url"]: record for record in _records(cases)}
    looks = [_Look(_hour(record["captured_at"]), record) for record in _records(cases)]
    for case in cases:
        after = max(_hour(record["captured_at"]) for record in case["records"]) + LATER
        looks += [_Look(after, record, is_redirected=True) for record in case["records"] if record["redirected_to"]]
    worlds: dict[str, World] = {}
    for look in sorted(looks, key=lambda look: look.hour):
        source, url = look.record["source"], look.record["url"]
        if source not in worlds:
            worlds[source] = World(connection, f"20160901T060000Z-{len(worlds):06x}", source)
        if not look.is_redirected:
            worlds[source].happens(look.hour, _page(look.record))
            continue
        target = look.record["redirected_to"]
        hop = worlds[source].happens(look.hour, answers(301, url, location=target))
        if target in by_url:
            worlds[source].happens(look.hour + _HOP, _page(by_url[target]), via=hop)


def _page(record: dict[str, Any]) -> Step:
    """Return the page of a record; one whose text says that nothing is there has no article, as in any archive."""
    said: dict[str, Any]
    if problem := _problem(record):
        return shows_problem(problem, "error", url=record["url"])
    said = {"title": record["title"], "text": record["text"], "links": (), "anchor": None, "beside": ()}
    said |= {"day": record["published_on"]}
    said |= {"canonical": record["canonical"]} if record["canonical"] else {}
    return Step(said=said, url=record["url"])


def _problem(record: dict[str, Any]) -> str | None:
    paragraphs = "".join(f"<p>{html.escape(text)}</p>" for text in record["text"].split("\n\n"))
    title = html.escape(record["title"])
    page = f"<html><title>{title}</title><body><main><h1>{title}</h1>{paragraphs}</main>"
    reading = read_payload(page.encode(), record["url"], "text/html; charset=utf-8")
    return reading.problem if reading.page_kind == "error" else None


def _hour(text: str) -> float:
    return (times.from_text(text.replace("Z", ".000Z")) - BEGAN) / timedelta(hours=1)


def _records(cases: Iterable[Case]) -> list[dict[str, Any]]:
    return [record for case in cases for record in case["records"]]


def _pairs(works: Iterable[Iterable[str]]) -> frozenset[Pair]:
    return frozenset(frozenset(pair) for work in works for pair in combinations(work, 2))


def _report(cases: Sequence[Case], score: Score, *, is_named: bool) -> None:
    kind_of = {record["id"]: (case["what"], case["id"]) for case in cases for record in case["records"]}
    print(f"{len(cases)} cases, {len(score.wanted)} pairs: precision {score.precision:.3f}, recall {score.recall:.3f}")
    wanted = Counter(kind_of[min(pair)][0] for pair in score.wanted)
    for name, pairs in (("missed", score.wanted - score.found), ("false", score.found - score.wanted)):
        for kind, number in Counter(kind_of[min(pair)][0] for pair in pairs).most_common():
            print(f"  {name:6} {number:3} of {wanted[kind]:3}  {kind}")
        for pair in sorted(map(sorted, pairs)) if is_named else ():
            print(f"    {name}: {' '.join(pair)}")


def main() -> None:
    """Print precision, recall and the misses of each kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", type=Path, help="JSON file of cases")
    thirds.add_option(parser)
    parser.add_argument("--names", action="store_true", help="name the records of each miss")
    given = parser.parse_args()
    cases = json.loads(given.cases.read_text(encoding="utf-8"))
    chosen = thirds.chosen(cases, given.third, lambda case: str(case["id"]))
    _report(chosen, score_of(chosen), is_named=given.names)


if __name__ == "__main__":
    main()
