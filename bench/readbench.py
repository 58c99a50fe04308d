"""How well and how fast pages are read, against the tables of docs/reading_figures.md: ``make readbench``.

    python -m bench.readbench [--corpus ../shared/corpus] [--suites ../shared/suites] [--aside] [--every N]
                              [--memory FOLDER] [--shipped] [--predictions FILE] [--without RULE ...] [--perturb KIND]

Scores are those of ``tools/score.py`` and ``tools/score_changes.py`` beside the corpus, used as they are; trafilatura
reads the same pages in the same run. Each page is read by the model that was trained without its domain
(``bench/folds``), so that the figures are those of unseen sites; ``--shipped`` takes the model that was trained on all.
A third of the suites' domains is aside and has figures of its own: ``--aside`` prints these alone. ``--every`` reads
each n-th page; ``--memory`` keeps what trafilatura reads for the next run, which then says nothing of its time;
``--without`` leaves rules out (``bench/rules.py`` names them); ``--perturb`` changes each page first, as the next
design of its site would (``bench/perturbation.py``). Without a corpus it says what is missing and exits 0.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import tempfile
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bench import article_links, changes, perturbation, rules, suite_scores
from bench.data import SHARED
from bench.folding import is_aside
from bench.page_readings import read_all, tasks_of

if TYPE_CHECKING:
    from types import ModuleType

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
OF_TRAFILATURA = 0.70  # our processor time a page beside it
FIRST_LINE, LINKS = 0.985, 0.95


def main() -> None:
    """Read, score, print."""
    arguments = parsed_arguments()
    score_file = arguments.tools / "score.py"
    folders = [one for one in (arguments.corpus, arguments.suites) if (one / "truth.json").is_file()]
    if not folders or not score_file.is_file():
        print(f"no truth.json in {arguments.corpus} and {arguments.suites} or no {score_file}: nothing measured")
        return
    score = loaded(score_file)
    lines: list[str] = []
    for folder in folders:
        truth = chosen(score.load_truth(folder), arguments, are_suites=folder == arguments.suites)
        if not truth:
            continue
        tasks = tasks_of(folder, truth, is_shipped=arguments.shipped, memory=arguments.memory, change=arguments.perturb)
        done = read_all(tasks, arguments.workers, arguments.without)
        lines += (json.dumps({"id": name, **one}, ensure_ascii=False) + "\n" for name, one in done.items())
        print(f"\n{folder.name}: {len(truth)} pages{', aside' if arguments.aside else ''}")
        if folder == arguments.suites:
            suite_scores.show(score, truth, done)
        else:
            show_corpus(score, folder, truth, done)
        show_speed(done)
    if arguments.predictions:
        arguments.predictions.write_text("".join(lines), encoding="utf-8")
    if not arguments.no_changes and not arguments.aside and arguments.corpus in folders:
        show_changes(arguments.corpus, arguments.tools)


def parsed_arguments() -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpus", type=Path, default=SHARED / "corpus")
    parser.add_argument("--suites", type=Path, default=SHARED / "suites")
    parser.add_argument("--tools", type=Path, default=SHARED / "tools")
    parser.add_argument("--aside", action="store_true", help="only the pages of the suites that are aside")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="read each n-th page only")
    parser.add_argument("--memory", type=Path, help="keep trafilatura's readings in this folder, or take them from it")
    parser.add_argument("--shipped", action="store_true", help="the model trained on all, not the cross-validated ones")
    parser.add_argument("--predictions", type=Path, help="write what was read, as score.py takes it")
    parser.add_argument("--without", nargs="*", default=[], choices=sorted(rules.RULES), help="rules to leave out")
    parser.add_argument("--perturb", choices=perturbation.KINDS, help="change each page in this way first")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--no-changes", action="store_true", help="without the captures over time")
    return parser.parse_args()


def chosen(truth: dict[str, Any], arguments: argparse.Namespace, *, are_suites: bool) -> dict[str, Any]:
    """Return the records to read: of the suites those that are aside, or the others."""
    if are_suites:
        truth = {name: record for name, record in truth.items() if is_aside(name, record) == arguments.aside}
    elif arguments.aside:
        return {}
    return dict(islice(truth.items(), 0, None, arguments.every))


def loaded(path: Path) -> ModuleType:
    """A program of the corpus as a module; it stays where it is."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None  # the file is there, says the caller
    assert spec.loader is not None  # and is a Python file
    module = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode = True  # the folder of the tools is not ours
    spec.loader.exec_module(module)
    return module


def show_corpus(score: ModuleType, folder: Path, truth: dict[str, Any], done: dict[str, Any]) -> None:
    """Print the rows of the corpus: the goals, articles lost, first lines, links."""
    show_scores(score, truth, done)
    theirs = {name: one["trafilatura"] for name, one in done.items()}
    suite_scores.show_lost(score, {name: one for name, one in truth.items() if "text" in one}, done, theirs)
    whole = score.select(truth, ("text_by=hand",)) | score.select(truth, ("set=fun", "lang=de"))
    suite_scores.show_first_lines(score, whole, done, theirs, FIRST_LINE, "first line: hand, German fun")
    public = score.select(truth, ("lang=de", PUBLIC))
    article_links.show(folder, {name: one for name, one in public.items() if "text" in one}, done, LINKS)


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
    """Print the processor time a page beside that of trafilatura with metadata; kinds and problems."""
    known = [one for one in done.values() if one["cms"] != "plain"]
    for name, pages in (("known content systems", known), ("all", list(done.values()))):
        if not pages:
            continue
        times = sorted(one["seconds"] for one in pages)
        mean, median = 1000 * sum(times) / len(times), 1000 * times[len(times) // 2]
        print(f"CPU ms a page, {name}: {mean:.1f}, median {median:.1f}, {len(pages)} pages", end="")
        timed = [one for one in pages if one["trafilatura"]["seconds"] is not None]
        theirs = sum(one["trafilatura"]["seconds"] for one in timed)
        if theirs:
            share = sum(one["seconds"] for one in timed) / theirs
            print(f"; trafilatura {1000 * theirs / len(timed):.1f}, ours is {share:.2f} of it", end="")
        print(f" (wanted {OF_TRAFILATURA})")
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
