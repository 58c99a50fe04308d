"""Fits the weights of the signs of pages in front of others, and says what they reach on sets that they have not seen.

    python -m bench.train_barriers [--write] [--leave-out] [--corpora FOLDER ...]

Examples (``bench.barrier_examples``): the walls and honest pages of tests/extract, their earlier pages, the cases of
faults, pages of the demo, and as honest ones those of the corpora and of real sites. Logistic regression with a ridge
(``bench.logistic``). ``--write`` puts the table into ``kaaw_archive/extract/front_weights.json``. ``--leave-out`` fits
without one of the sets that were written blind, and judges its links (``bench.walls``), for each of them in turn: this
is what a new set will show, as far as the wordings were not taken from the set.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from bench import logistic, walls
from bench.barrier_examples import WALLS, Example, all_examples
from bench.data import SHARED
from kaaw_archive.extract import front_scores

if TYPE_CHECKING:
    from collections.abc import Sequence

Tables = dict[str, dict[str, float]]
WEIGHTS = front_scores.WEIGHTS
RIDGE, RIDGE_OF_WORDS = 5.0, 20.0  # a word alone says less than a sign that somebody thought of
_FEWEST_PAGES, _FEWEST_PLACES = 3, 2  # with a word: sets, or hosts of other pages
_LEAST = 0.02  # weight of a word that is kept
# an honest page called a wall is worse than a wall that is not known, most of all one of a few lines
WEIGHTS_OF_KINDS = {"plain": 5.0, "honest": 5.0, "error": 2.0}
# pages written blind are nearer to those of the web than our own cases, and real pages are what must not be lost
WEIGHTS_OF_SOURCES = dict.fromkeys(WALLS, 2.5) | {"corpora": 4.0, "sites": 4.0}


def main() -> None:
    """Measure, fit, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--leave-out", action="store_true")
    parser.add_argument("--corpora", type=Path, nargs="*", default=[SHARED / "corpus", SHARED / "suites"])
    arguments = parser.parse_args()
    examples = all_examples(arguments.corpora)
    count = sum(one.kind in ("front", "offer") for one in examples)
    print(f"{len(examples)} pages with a short main part, {count} of them walls")
    if arguments.leave_out:
        leave_out(examples)
        return
    tables = fitted(examples)
    report(examples, tables)
    if arguments.write:
        WEIGHTS.write_text(json.dumps(tables, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def leave_out(examples: Sequence[Example]) -> None:
    """Print for each set how its links are judged with weights that were fitted without it."""
    for name, folder in WALLS.items():
        if folder is None:
            continue
        tables = fitted([one for one in examples if one.source != name])
        with tempfile.TemporaryDirectory() as temporary:
            path = Path(temporary) / WEIGHTS.name
            path.write_text(json.dumps(tables), encoding="utf-8")
            front_scores.WEIGHTS = path
            front_scores.tables.cache_clear()
            pages = walls.pages_of(folder)
            rows = [row for page in pages for row in walls.rows_of(page)]
            print(f"{name}, with weights fitted without it")
            for way in walls.WAYS:
                print(" ", walls.line_of(way, [row for row in rows if row.way == way]))
            print(" ", walls.read_line(pages))


def fitted(examples: Sequence[Example]) -> Tables:
    """Return the weights of the signs of a page in front of another, of its words, and of the signs of an offer."""
    known = common_words(examples)
    of_front = _weights(
        [[*_names(one.front), *(f"word {word}" for word in sorted(one.words & known))] for one in examples],
        examples,
        ("front", "offer"),
    )
    rest = [one for one in examples if one.kind != "front" and not one.is_led]
    words = {name.removeprefix("word "): weight for name, weight in of_front.items() if name.startswith("word ")}
    found = {
        "front": {name: of_front.get(name, 0.0) for name in ("", *examples[0].front)},
        "words": {word: weight for word, weight in sorted(words.items()) if abs(weight) >= _LEAST},
        "offer": dict.fromkeys(("", *examples[0].offer), 0.0)
        | _weights([_names(one.offer) for one in rest], rest, ("offer",)),
    }
    return {kind: {name: round(weight, 2) for name, weight in table.items()} for kind, table in found.items()}


def common_words(examples: Sequence[Example]) -> frozenset[str]:
    """Return the words that several pages of several sets have, or of several hosts where pages are of no set."""
    pages: Counter[str] = Counter()
    places: dict[str, set[str]] = defaultdict(set)
    for one in examples:
        pages.update(one.words)
        for word in one.words:
            places[word].add(one.source if one.source in WALLS else one.host)
    return frozenset(
        word for word, count in pages.items() if count >= _FEWEST_PAGES and len(places[word]) >= _FEWEST_PLACES
    )


def _names(signs: dict[str, bool]) -> list[str]:
    return [name for name, is_there in signs.items() if is_there]


def _weights(rows: Sequence[Sequence[str]], examples: Sequence[Example], kinds: Sequence[str]) -> dict[str, float]:
    """Return the weight of each name; ``""`` is the constant."""
    names = ["", *sorted({name for row in rows for name in row})]
    numbers = {name: number for number, name in enumerate(names)}
    ridges = [0.0 if not name else RIDGE_OF_WORDS if name.startswith("word ") else RIDGE for name in names]
    weights = logistic.weights_of(
        [[0, *(numbers[name] for name in row)] for row in rows],
        [one.kind in kinds for one in examples],
        [WEIGHTS_OF_KINDS.get(one.kind, 1.0) * WEIGHTS_OF_SOURCES.get(one.source, 1.0) for one in examples],
        ridges,
    )
    return dict(zip(names, weights, strict=True))


def scored(tables: Tables, one: Example) -> float:
    """Return the score of a page."""
    of_words = sum(tables["words"].get(word, 0.0) for word in one.words)
    return tables["front"][""] + sum(tables["front"][name] for name in _names(one.front)) + of_words


def report(examples: Sequence[Example], tables: Tables) -> None:
    """Print the shares at several thresholds, the worst honest pages and the worst walls."""
    fronts = sorted((scored(tables, one), one.name) for one in examples if one.kind in ("front", "offer"))
    honest = [(scored(tables, one), one.name) for one in examples if one.kind in ("plain", "honest")]
    honest.sort(reverse=True)
    for least in (-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0):
        called = sum(score >= least for score, _ in honest)
        print(f"  {least:+.1f}: {sum(s >= least for s, _ in fronts) / len(fronts):.3f} of walls, {called} honest")
    print("  honest:", [(round(score, 1), name) for score, name in honest[:14]])
    print("  missed:", [(round(score, 1), name) for score, name in fronts[:14]])


if __name__ == "__main__":
    main()
