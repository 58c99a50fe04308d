"""Systems of linear equations, for benches that fit weights without a library of numbers."""

from __future__ import annotations


def solved(matrix: list[list[float]], wanted: list[float]) -> list[float]:
    """Return the solution of a system of linear equations (Gauss, with the largest pivot)."""
    rows = [[*row, value] for row, value in zip(matrix, wanted, strict=True)]
    for n in range(len(rows)):
        best = max(range(n, len(rows)), key=lambda m: abs(rows[m][n]))
        rows[n], rows[best] = rows[best], rows[n]
        pivot = rows[n]
        for m in range(len(rows)):
            if m != n and (share := rows[m][n] / pivot[n]):
                rows[m] = [a - share * b for a, b in zip(rows[m], pivot, strict=True)]
    return [row[-1] / row[n] for n, row in enumerate(rows)]
