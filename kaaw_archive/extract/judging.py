"""Which segments belong to the article: a small model of boosted trees, trained by ``bench/train_reading.py``.

The model is data (``judging.json``): each tree is a nested list ``[number, threshold, left, right]``, a leaf a float.
What the numbers are is said in ``features``; how it was trained and what it reaches, in docs/reading.md.
"""

from __future__ import annotations

import json
import math
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from kaaw_archive.extract import features

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kaaw_archive.extract.features import Context
    from kaaw_archive.extract.segments import Segment, Segments

_FEW_WORDS = 8
_BEFORE_PART = 10  # segments in front of the article element: a lead may stand there
_SURE_OUT, _SURE_IN = 0.02, 0.98
# After so many trees a total beyond the first number does not come back over the threshold, and is about the second
# number's share of what it would become. Measured on 9,284 segments of unseen hosts: 36 trees are asked instead of 140,
# and 17 segments are judged otherwise.
_LOOKS = {8: (0.6, 0.25), 16: (0.9, 0.4), 30: (1.2, 0.55), 50: (1.5, 0.7)}


def probabilities(found: Segments, context: Context) -> list[float]:
    """How likely each segment belongs to the article, 0 to 1. Only those in and right before the part are judged."""
    which = [number for number, segment in enumerate(found.all) if is_candidate(segment)]
    if context.part is not None:
        inside = [number for number in which if found.all[number].box in context.part]
        which = [number for number in which if inside and inside[0] - _BEFORE_PART <= number <= inside[-1]]
    judged = [0.0] * len(found.all)
    if which:
        trees = _trees()
        for number, row in zip(which, features.of_segments(found, context, which), strict=True):
            judged[number] = _judgement(trees, row)
    return judged


def again(found: Segments, context: Context, judged: Sequence[float]) -> list[float]:
    """As :func:`probabilities`, with another opinion in the context, for those that it may change."""
    which = [number for number, value in enumerate(judged) if _SURE_OUT < value < _SURE_IN]
    result = list(judged)
    if not which:
        return result
    trees = _trees()
    for number, row in zip(which, features.of_segments(found, context, which), strict=True):
        result[number] = _judgement(trees, row)
    return result


def is_candidate(segment: Segment) -> bool:
    """Whether a segment is judged at all: a few words that are nothing but a link never are the article's."""
    return segment.linked < segment.words or segment.words >= _FEW_WORDS


def _judgement(trees: Sequence[Any], row: Sequence[float]) -> float:
    """The sum over all trees; where a few of them are as good as certain, the others are not asked."""
    total = 0.0
    for number, tree in enumerate(trees):
        node = tree
        while node.__class__ is tuple:
            node = node[2] if row[node[0]] <= node[1] else node[3]
        total += node
        if number in _LOOKS:
            enough, share = _LOOKS[number]
            if total > enough or total < -enough:
                total /= share
                break
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def use(path: Path | None) -> None:
    """Judge by another model from now on in this process, None: by our own again. For measuring."""
    _MODEL.path = path


class _Model:
    """Which file the trees are taken from."""

    path: Path | None = None


_MODEL = _Model()


def _trees() -> tuple[Any, ...]:
    return _loaded(_MODEL.path)


@lru_cache(maxsize=8)
def _loaded(path: Path | None) -> tuple[Any, ...]:
    file = path or files("kaaw_archive.extract") / "judging.json"
    raw = json.loads(file.read_text(encoding="utf-8"))
    if raw["features"] != features.names():
        raise RuntimeError("the model was trained with other features: run bench/train_reading.py")
    return tuple(_frozen(tree) for tree in raw["trees"])


def _frozen(tree: Any) -> Any:
    if isinstance(tree, list):
        return (tree[0], tree[1], _frozen(tree[2]), _frozen(tree[3]))
    return float(tree)
