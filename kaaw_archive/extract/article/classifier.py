"""Classifier of the segments of an article: a small model of boosted trees, trained by ``bench/train_reading.py``.

The model is data (``classifier.json``): each tree is a nested list ``[number, threshold, left, right]``, each leaf a
float. What the numbers are is said in ``features``; how it was trained and what it reaches, in docs/reading_figures.md.
"""

from __future__ import annotations

import ast
import json
import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, cast

from kaaw_archive.extract.article import features
from kaaw_archive.extract.html.groups import class_group, tag_group

if TYPE_CHECKING:
    from pathlib import Path

    from kaaw_archive.extract.article.features import Context
    from kaaw_archive.extract.article.trafilatura_vote import Vote
    from kaaw_archive.extract.html.segments import Segment, Segments

_FEW_WORDS = 8
_BEFORE_PART = 10  # segments in front of the article element: a lead may stand there
_SURE_OUT, _SURE_IN = 0.02, 0.98
_ENOUGH_KEPT = 0.5  # of the running text; of 4,600 words that votes with less took away 4,400 were the articles'
_PERHAPS, _RATHER = 0.3, 0.5  # what our own judgement of such a segment must be, and what it becomes
_FEWEST_RUNNING = 15
_ENDS = '.!?…”"'
_AWAY = (
    *map(tag_group, ("nav", "aside", "footer", "form", "figure")),
    *map(class_group, ("comment", "caption", "cookie")),
)
# After the tree of this number a total beyond the first number does not come back over the threshold, and is about the
# second number's share of what it would become. Measured on 11,110 segments of unseen hosts: 66 trees are asked instead
# of 220, and no segment is judged otherwise. Bounds that ask 49 cost 0.001 of the smaller sets. A new model needs new
# numbers.
_LOOKS = {11: (0.75, 0.17), 20: (1.1, 0.28), 35: (1.3, 0.4), 55: (1.4, 0.52), 85: (1.4, 0.65), 120: (1.2, 0.75)}
Score: TypeAlias = Callable[..., float]  # of the numbers of a segment


class Likelihoods(NamedTuple):
    """Likelihoods of all segments, from 0 to 1, and the features of those that were judged, by number."""

    values: list[float]
    rows: dict[int, list[float]]


def judge_segments(found: Segments, context: Context) -> Likelihoods:
    """Judge every segment; of a page with a known article element only those in it and right before it."""
    which = [number for number, segment in enumerate(found.all) if is_candidate(segment)]
    if context.part is not None:
        inside = [number for number in which if found.all[number].box in context.part]
        which = [number for number in which if inside and inside[0] - _BEFORE_PART <= number <= inside[-1]]
    values = [0.0] * len(found.all)
    if not which:
        return Likelihoods(values, {})
    rows = dict(zip(which, features.of_segments(found, context, which), strict=True))
    score = _score_of(_MODEL.path)
    for number, row in rows.items():
        values[number] = _judgement(score, row)
    return Likelihoods(values, rows)


def judge_again(judged: Likelihoods, found: Segments, vote: Vote) -> list[float]:
    """Judge again with the vote of another extractor, for the segments that it may change.

    An extractor that keeps less than half of a page's running text has lost some of it: its vote takes none away.
    """
    result = list(judged.values)
    score = _score_of(_MODEL.path)
    for number, row in judged.rows.items():
        if _SURE_OUT < result[number] < _SURE_IN:
            again = _judgement(score, features.with_vote(row, vote.on(found.all[number]), vote.share))
            if vote.share < _ENOUGH_KEPT and result[number] >= _PERHAPS and _is_running(found.all[number]):
                again = max(result[number], again, _RATHER)
            result[number] = again
    return result


def _is_running(segment: Segment) -> bool:
    """Return True for sentences that stand in no menu, margin, form or comment."""
    is_prose = segment.words >= _FEWEST_RUNNING and 4 * segment.linked < segment.words
    return is_prose and segment.text[-1] in _ENDS and all(segment.nearest[group] < 0 for group in _AWAY)


def is_candidate(segment: Segment) -> bool:
    """Return True if a segment is judged: a few words that are nothing but a link are never the article's."""
    return segment.linked < segment.words or segment.words >= _FEW_WORDS


def _judgement(score: Score, row: Sequence[float]) -> float:
    """Return the likelihood of a segment by the sum over the trees."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score(*row)))))


def use_model(path: Path | None) -> None:
    """Judge by another model from now on in this process, None: by our own again. For measuring."""
    _MODEL.path = path
    _score_of(path)


class _Model:
    """File of the trees that are in use."""

    path: Path | None = None


_MODEL = _Model()


@lru_cache(maxsize=8)
def _score_of(path: Path | None) -> Score:
    """Return the trees as one compiled function of a row's numbers; it runs three times as fast as a walk along them.

    If the first trees are nearly certain, the others are skipped.
    """
    file = path or files("kaaw_archive.extract.article") / "classifier.json"
    raw = json.loads(file.read_text(encoding="utf-8"))
    if raw["features"] != features.names():
        raise RuntimeError("the model was trained with other features: run bench/train_reading.py")
    trees = raw["trees"]
    names = [_name(number) for number in range(len(raw["features"]))]
    body: list[ast.stmt] = [ast.Assign([ast.Name("total", ast.Store())], ast.Constant(0.0))]
    for number, tree in enumerate(trees):
        body.append(ast.AugAssign(ast.Name("total", ast.Store()), ast.Add(), _expression(tree)))
        if number in _LOOKS and number + 1 < len(trees):
            body += ast.parse("if total > {0} or total < -{0}: return total / {1}".format(*_LOOKS[number])).body
    body.append(ast.Return(ast.Name("total", ast.Load())))
    given = ast.arguments([], [ast.arg(name) for name in names], None, [], [], None, [])
    function = ast.FunctionDef("score", given, body, [])
    code = compile(ast.fix_missing_locations(ast.Module([function], [])), "classifier.json", "exec")
    made: dict[str, Any] = {}
    exec(code, made)  # of numbers alone
    return cast("Score", made["score"])


def _name(number: int) -> str:
    return f"row_{number}"


def _expression(tree: Any) -> ast.expr:
    if not isinstance(tree, list):
        return ast.Constant(float(tree))
    number, threshold, below, above = tree
    test = ast.Compare(ast.Name(_name(number), ast.Load()), [ast.LtE()], [ast.Constant(float(threshold))])
    return ast.IfExp(test, _expression(below), _expression(above))
