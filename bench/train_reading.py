"""Trains the model that says which segments of a page are its article, and its five cross-validated siblings.

    python -m bench.train_reading [--corpora ../shared/corpus ../shared/suites] [--cache FILE]

Needs ``lightgbm`` (dependency group ``train``). Writes ``kaaw_archive/extract/article/classifier.json`` (trained on
all pages) and ``bench/folds/judging-<n>.json`` (each trained without the registered domains of its fold, for
``bench/readbench.py``). Pages of the suites that are aside (``bench/folding.py``) are not opened. The same corpora and
versions give the same files.

Labels. Where a page has a full reference text, a segment is the article's where most of its words stand in that text,
in its order. Where it has only snippets, these label the segments that hold them; of the rest those count, lightly,
on which three settings of trafilatura agree.
"""

from __future__ import annotations

import argparse
import difflib
import gzip
import json
import pickle
import re
from concurrent.futures import ProcessPoolExecutor
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import trafilatura

from bench.data import SHARED
from bench.folding import FOLDS, fold_of, is_aside
from kaaw_archive import cms
from kaaw_archive.extract.article import classifier, features, trafilatura_vote
from kaaw_archive.extract.article.page import ArticlePage
from kaaw_archive.extract.html import reader_view
from kaaw_archive.extract.html.decoding import decode
from kaaw_archive.extract.html.text import visible

if TYPE_CHECKING:
    from kaaw_archive.extract.html.segments import Segments

ROOT = Path(__file__).parents[1]
TREES, LEAVES, RATE = 220, 28, 0.04
_WORD = re.compile(r"\w+")
_AGREED = 0.25  # what a segment of an unlabelled page weighs, of one of a labelled page
_SNIPPET = 0.5


def main() -> None:
    """Read the corpora (or the cache), train, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpora", type=Path, nargs="+", default=[SHARED / "corpus", SHARED / "suites"])
    parser.add_argument("--cache", type=Path, help="keep or take the measured pages here")
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    pages = measured(arguments.corpora, arguments.workers, arguments.cache)
    print(f"{len(pages)} pages, {sum(len(page['rows']) for page in pages)} segments")
    folder = ROOT / "bench" / "folds"
    folder.mkdir(exist_ok=True)
    rows = examples(pages)
    for fold in range(FOLDS):
        write(folder / f"judging-{fold}.json", trained(rows, rows.folds != fold))
        print(f"fold {fold}", flush=True)
    write(ROOT / "kaaw_archive" / "extract" / "article" / "classifier.json", trained(rows, rows.folds >= 0))


def measured(corpora: list[Path], workers: int, cache: Path | None) -> list[dict[str, Any]]:
    """Rows, labels and weights of every page."""
    if cache is not None and cache.is_file():
        pages: list[dict[str, Any]] = pickle.loads(cache.read_bytes())
        return pages
    tasks = [
        (corpus, name, record)
        for corpus in corpora
        for name, record in sorted(json.loads((corpus / "truth.json").read_text(encoding="utf-8")).items())
        if corpus.name != "suites" or not is_aside(name, record)
    ]
    with ProcessPoolExecutor(workers) as pool:
        pages = [page for page in pool.map(page_of, tasks, chunksize=8) if page is not None]
    if cache is not None:
        cache.write_bytes(pickle.dumps(pages))
    return pages


def page_of(task: tuple[Path, str, dict[str, Any]]) -> dict[str, Any] | None:
    """One page: two rows a segment (with trafilatura's vote and without), its label (None: unknown), its weight."""
    corpus, name, record = task
    payload, url = gzip.decompress((corpus / record["file"]).read_bytes()), record.get("url", "")
    seen = reader_view.tree_of(decode(payload, "text/html"))
    if seen is None:
        return None
    tree = seen.root
    page = ArticlePage(tree, url, cms.detect(payload, url))
    found, context = page.segments, page.context
    which = [number for number, segment in enumerate(found.all) if classifier.is_candidate(segment)]
    if not which:
        return None
    asked_for = trafilatura_vote.of_trafilatura(page.other_reader, found)
    vote = [0.0] * len(found.all) if asked_for is None else list(map(asked_for.on, found.all))
    labels, weights = labelled(tree, found, vote, record)
    worth = worth_of(record)
    quiet = features.of_segments(found, context, which)
    asked = quiet
    if asked_for is not None:
        votes = ((row, vote[number], asked_for.share) for row, number in zip(quiet, which, strict=True))
        asked = [features.with_vote(*one) for one in votes]
    known = [index for index, number in enumerate(which) if labels[number] is not None]
    return {
        "name": name,
        "fold": fold_of(name, record),
        "rows": [rows[index] for rows in (quiet, asked) for index in known],
        "labels": [labels[which[index]] for index in known] * 2,
        "weights": [worth * weights[which[index]] / 2 for index in known] * 2,
    }


def worth_of(record: dict[str, Any]) -> float:
    """Return what a page weighs in training: texts by hand most, pages that are no articles least.

    What the truth of a page of a service or a collection has in it, an article's has not. The articles of ``wxb`` are
    of more domains than all other whole texts together: they weigh almost as much a page as those of newspapers.
    """
    if record["set"] == "wxb":
        return 1.5 if record.get("type") == "article" else 0.1
    if record.get("text_by") == "hand":
        return 3.0
    if "text" not in record:
        return 1.3
    return 2.0 if record["set"] in ("fun", "aeb") else 1.0


def labelled(
    tree: Any, found: Segments, vote: list[float], record: dict[str, Any]
) -> tuple[list[int | None], list[float]]:
    """A label and a weight for every segment; a page weighs about the same whatever its length."""
    weights = [min(segment.words, 60) + 2.0 for segment in found.all]
    scale = sum(weights) ** 0.7
    weights = [weight / scale for weight in weights]
    if "text" in record:
        return [int(share >= 0.5) for share in aligned(found, record["text"])], weights
    opinions = [
        vote,
        setting(tree, found),
        setting(tree, found, fast=True, favor_precision=True),
    ]
    labels: list[int | None] = [
        1 if min(said) == 1 else 0 if max(said) == 0 else None for said in zip(*opinions, strict=True)
    ]
    weights = [weight * _AGREED for weight in weights]
    if record.get("with") and record.get("without"):
        for number, segment in enumerate(found.all):
            text = squeezed(segment.text)
            is_with, is_without = (holds(record[name], text) for name in ("with", "without"))
            if is_with != is_without:
                labels[number], weights[number] = int(is_with), max(weights[number], _SNIPPET)
    return labels, weights


def aligned(found: Segments, reference: str) -> list[float]:
    """The share of each segment's words that stand in the reference, in its order; short runs count less."""
    words, owner = [], []
    for number, segment in enumerate(found.all):
        for word in _WORD.findall(segment.text):
            words.append(word)
            owner.append(number)
    hits = [0.0] * len(found.all)
    matcher = difflib.SequenceMatcher(None, words, _WORD.findall(visible(reference)), autojunk=False)
    for start, _, size in matcher.get_matching_blocks():
        for position in range(start, start + size):
            hits[owner[position]] += 1.0 if size >= 4 else 0.5 if size >= 2 else 0.25
    return [hit / max(1, len(_WORD.findall(segment.text))) for hit, segment in zip(hits, found.all, strict=True)]


def setting(tree: Any, found: Segments, **how: Any) -> list[float]:
    """Which segments another setting of trafilatura keeps."""
    text = (
        trafilatura.extract(deepcopy(tree), include_comments=False, include_tables=True, deduplicate=False, **how) or ""
    )
    kept = trafilatura_vote.compact(text)
    return [1.0 if trafilatura_vote.compact(segment.text) in kept else 0.0 for segment in found.all]


def squeezed(text: str) -> str:
    """With single blanks, as the scoring program compares snippets."""
    return " ".join(visible(text).split())


def holds(snippets: list[str], text: str) -> bool:
    """Whether a text holds one of the snippets, or is itself the part of one."""
    return any(squeezed(one) in text or (len(text) > 25 and text in squeezed(one)) for one in snippets)


class Examples(NamedTuple):
    """Arrays of all pages' segments: their features, labels and weights, and the folds that they are in."""

    rows: Any
    labels: Any
    weights: Any
    folds: Any


def examples(pages: list[dict[str, Any]]) -> Examples:
    """Return the segments of all pages as arrays."""
    import numpy

    return Examples(
        numpy.concatenate([numpy.array(page["rows"], dtype=numpy.float32) for page in pages if page["rows"]]),
        numpy.array([label for page in pages for label in page["labels"]]),
        numpy.array([weight for page in pages for weight in page["weights"]]),
        numpy.array([page["fold"] for page in pages for _ in page["labels"]]),
    )


def trained(known: Examples, chosen: Any) -> dict[str, Any]:
    """Return the model of the chosen examples (an array of truth values), as it is stored."""
    import lightgbm

    settings = {
        "objective": "binary", "num_leaves": LEAVES, "learning_rate": RATE, "min_data_in_leaf": 25, "max_bin": 63,
        "feature_fraction": 0.3, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5.0, "verbose": -1,
        "min_sum_hessian_in_leaf": 0.5, "num_threads": 1, "seed": 1, "deterministic": True, "force_col_wise": True,
        "boost_from_average": False,
    }  # fmt: skip
    data = lightgbm.Dataset(known.rows[chosen], known.labels[chosen], weight=known.weights[chosen], free_raw_data=True)
    model = lightgbm.train(settings, data, TREES).dump_model()
    return {"features": features.names(), "trees": [tree_of(tree["tree_structure"]) for tree in model["tree_info"]]}


def tree_of(node: dict[str, Any]) -> Any:
    """A tree as nested lists: number of the feature, threshold, what is at most it, what is more; a leaf a float."""
    if "leaf_value" in node:
        return round(node["leaf_value"], 5)
    threshold = float(f"{node['threshold']:.7g}")
    return [node["split_feature"], threshold, tree_of(node["left_child"]), tree_of(node["right_child"])]


def write(path: Path, model: dict[str, Any]) -> None:
    """One tree a line, so that a new model is a readable difference."""
    trees_text = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in model["trees"])
    path.write_text(f'{{"features":{json.dumps(model["features"])},\n"trees":[\n{trees_text}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
