"""Weights of signs by logistic regression with a ridge, sign by sign: for benches without a library of numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_PASSES = 80  # over all signs, at most
_FIRST_STEP, _SMALL_STEP = 1.0, 0.003  # largest step, and one that ends the fit
_FEWEST = 1e-6  # of the bend of a sign without a ridge


def weights_of(
    rows: Sequence[Sequence[int]], wanted: Sequence[bool], shares: Sequence[float], ridges: Sequence[float]
) -> list[float]:
    """Return the weight of each sign; a row has the numbers of the signs of one example, ``shares`` what it counts."""
    columns: list[list[int]] = [[] for _ in ridges]
    for number, row in enumerate(rows):
        for sign in row:
            columns[sign].append(number)
    weights, sums = [0.0] * len(ridges), [0.0] * len(rows)
    slopes = [share * (0.5 - want) for share, want in zip(shares, wanted, strict=True)]
    bends = [share * 0.25 for share in shares]
    for _ in range(_PASSES):
        largest = 0.0
        for sign, column in enumerate(columns):
            slope = ridges[sign] * weights[sign] + sum([slopes[n] for n in column])
            step = -slope / (ridges[sign] + sum([bends[n] for n in column]) + _FEWEST)
            step = max(-_FIRST_STEP, min(_FIRST_STEP, step))
            largest = max(largest, abs(step))
            if abs(step) < _SMALL_STEP / 10:
                continue
            weights[sign] += step
            for n in column:
                sums[n] += step
                chance = 1 / (1 + math.exp(-max(-30.0, min(30.0, sums[n]))))
                slopes[n] = shares[n] * (chance - wanted[n])
                bends[n] = shares[n] * chance * (1 - chance)
        if largest < _SMALL_STEP:
            break
    return weights
