"""Derivations: read facts in order, extract, judge and fold, and store what can be made again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.late_names import late

if TYPE_CHECKING:
    from kaaw_archive.derive.deriver import derive_left_over
    from kaaw_archive.derive.rederive import DeriveReport, derive_all, index_all, judge_all
else:
    __getattr__ = late(
        __name__,
        {
            "deriver": "derive_left_over",
            "rederive": "DeriveReport derive_all index_all judge_all",
        },
    )

__all__ = [
    "DeriveReport",
    "derive_all",
    "derive_left_over",
    "index_all",
    "judge_all",
]
