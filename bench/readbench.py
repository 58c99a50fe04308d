"""How well and how fast pages are read, against the table of docs/reading.md: ``make readbench``.

    python -m bench.readbench [--corpus ../shared/corpus] [--shipped] [--predictions FILE] [--without RULE ...]

Scores are those of ``tools/score.py`` and ``tools/score_changes.py`` beside the corpus, used as they are. Each page is
read by the model that was trained without its host (``bench/folds``), so that the figures are those of unseen sites;
``--shipped`` takes the model that was trained on all. ``--without`` leaves rules out (``bench/rules.py`` names them).
Without a corpus it says what is missing and exits 0.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import trafilatura

from bench import changes, rules
from bench.folding import fold_of
from kaaw_archive import cms, extract
from kaaw_archive.extract.article import classifier

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType

    from kaaw_archive.items import Reading

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
PUBLIC = "sector=gov,municipal,parliament,association"
HALVES = 2


class Goal(NamedTuple):
    """A line of the table: which pages, which column of the scores, what to reach."""

    name: str
    where: tuple[str, ...]
    column: str
    wanted: float


GOALS = (
    Goal("F1, text by hand", ("text_by=hand",), "F1", 0.975),
    Goal("F1, fun, German", ("set=fun", "lang=de"), "F1", 0.968),
    Goal("F1, aeb", ("set=aeb",), "F1", 0.975),
    Goal("cF1, tra, German, public", ("set=tra", "lang=de", PUBLIC), "cF1", 0.960),
    Goal("cF1, tra, German", ("set=tra", "lang=de"), "cF1", 0.945),
    Goal("date, German, public", ("lang=de", PUBLIC), "dF1", 0.95),
    Goal("date, German", ("lang=de",), "dF1", 0.94),
    Goal("title, German, public", ("lang=de", PUBLIC), "tEq", 0.92),
    Goal("title, German", ("lang=de",), "tEq", 0.88),
)
COUNTED = {"F1": "texts", "cF1": "pages", "dF1": "dN", "tEq": "pages"}
CPU_MS = {"known content systems": 8.0, "all": 25.0}


def main() -> None:
    """Read, score, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpus", type=Path, default=SHARED / "corpus")
    parser.add_argument("--tools", type=Path, default=SHARED / "tools")
    parser.add_argument("--shipped", action="store_true", help="the model trained on all, not the cross-validated ones")
    parser.add_argument("--predictions", type=Path, help="write what was read, as score.py takes it")
    parser.add_argument("--without", nargs="*", default=[], choices=sorted(rules.RULES), help="rules to leave out")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--no-changes", action="store_true", help="without the captures over time")
    arguments = parser.parse_args()
    if not (arguments.corpus / "truth.json").is_file() or not (arguments.tools / "score.py").is_file():
        print(f"no corpus at {arguments.corpus} or no score.py at {arguments.tools}: nothing measured")
        return
    score = loaded(arguments.tools / "score.py")
    truth = score.load_truth(arguments.corpus)
    done = predictions(arguments.corpus, truth, arguments.workers, arguments.without, is_shipped=arguments.shipped)
    if arguments.predictions:
        lines = (json.dumps({"id": name, **one}, ensure_ascii=False) + "\n" for name, one in done.items())
        arguments.predictions.write_text("".join(lines), encoding="utf-8")
    show_scores(score, truth, done)
    show_speed(done)
    if not arguments.no_changes:
        show_changes(arguments.corpus, arguments.tools)


def loaded(path: Path) -> ModuleType:
    """A program of the corpus as a module; it stays where it is."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None  # the file is there, says the caller
    assert spec.loader is not None  # and is a Python file
    module = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode = True  # the folder of the tools is not ours
    spec.loader.exec_module(module)
    return module


def predictions(
    corpus: Path, truth: dict[str, Any], workers: int, without: Iterable[str], *, is_shipped: bool
) -> dict[str, dict[str, Any]]:
    """What is read of every page, with the processor time that it took."""
    tasks = [
        (name, corpus / record["file"], record["url"], None if is_shipped else fold_of(record["host"]))
        for name, record in truth.items()
    ]
    with ProcessPoolExecutor(workers, initializer=rules.leave_out, initargs=(tuple(without),)) as pool:
        return dict(pool.map(prediction, tasks, chunksize=16))


def prediction(task: tuple[str, Path, str, int | None]) -> tuple[str, dict[str, Any]]:
    """One page, by us and by trafilatura alone; the file is opened and the model loaded outside the clock."""
    name, path, url, fold = task
    payload = gzip.decompress(path.read_bytes())
    classifier.use(None if fold is None else ROOT / "bench" / "folds" / f"judging-{fold}.json")
    begun = time.process_time()
    system = cms.detect(payload, url)
    reading = extract.read(payload, url=url, content_type="text/html", system=system)
    seconds = time.process_time() - begun
    trafilatura.extract(payload, url=url, include_comments=False)
    measure = time.process_time() - begun - seconds
    about: dict[str, Any] = {"cms": system.name, "kind": reading.page_kind, "problem": reading.problem}
    about |= {"seconds": seconds, "measure": measure}
    return name, {**said(reading), **about, "has_vote": "vote" in reading.options}


def said(reading: Reading) -> dict[str, Any]:
    """What the scoring program compares, of the first article."""
    if not reading.articles:
        return {"text": ""}
    article = reading.articles[0]
    return {"text": article.text, "title": article.title, "date": article.published_on, "author": article.author}


def show_scores(score: ModuleType, truth: dict[str, Any], done: dict[str, Any]) -> None:
    """The table: all pages, and the two halves of the hosts, so that what fits one half only is seen."""
    print(f"{'':28}{'pages':>6}{'wanted':>8}{'is':>8}{'half 0':>8}{'half 1':>8}")
    for goal in GOALS:
        chosen = score.select(truth, goal.where)
        cells = []
        for part in (chosen, *({k: r for k, r in chosen.items() if half_of(r["host"]) == n} for n in range(HALVES))):
            row, _ = score.aggregate(part, done)
            cells.append(row.get(goal.column, 0.0))
        count = score.aggregate(chosen, done)[0].get(COUNTED[goal.column], 0)
        mark = " " if cells[0] >= goal.wanted else "-"
        print(f"{goal.name:28}{count:6}{goal.wanted:8.3f}" + "".join(f"{cell:8.4f}" for cell in cells) + f" {mark}")


def half_of(host: str) -> int:
    """Which half of the hosts this one is in: other halves than the folds of the model."""
    return sum(host.encode()) % HALVES


def show_speed(done: dict[str, dict[str, Any]]) -> None:
    """Processor time a page beside that of trafilatura alone on the same pages, kinds and problems."""
    known = [one for one in done.values() if one["cms"] != "plain"]
    for name, pages in (("known content systems", known), ("all", list(done.values()))):
        times = sorted(one["seconds"] for one in pages)
        mean, median = 1000 * sum(times) / len(times), 1000 * times[len(times) // 2]
        measure = 1000 * sum(one["measure"] for one in pages) / len(pages)
        print(f"CPU ms a page, {name}: {mean:.1f} (wanted {CPU_MS[name]:.0f}), median {median:.1f}, {len(pages)} pages")
        print(f"    trafilatura alone, page by page beside it: {measure:.1f}; ours is {mean / measure:.2f} of it")
    print(f"trafilatura was asked on {sum(one['has_vote'] for one in done.values())} of {len(done)} pages")
    kinds = Counter(f"{one['kind']}{' ' + one['problem'] if one['problem'] else ''}" for one in done.values())
    print(", ".join(f"{kind} {count}" for kind, count in kinds.most_common()))


def show_changes(corpus: Path, tools: Path) -> None:
    """Captures over time, through the archive and derive."""
    with tempfile.TemporaryDirectory() as folder:
        found = changes.snapshots(corpus, Path(folder) / "archive.db")
        file = Path(folder) / "snapshots.json"
        file.write_text(json.dumps(found), encoding="utf-8")
        print(changes.scored(tools / "score_changes.py", corpus, file))


if __name__ == "__main__":
    main()
