"""Derivations: read facts in order, extract, judge and fold, and store what can be made again."""

from kaaw_archive.derive.compare_extractors import ExtractorComparison, compare_extractors
from kaaw_archive.derive.deriver import derive_left_over
from kaaw_archive.derive.rederive import DeriveReport, derive_all, index_all, judge_all

__all__ = [
    "DeriveReport",
    "ExtractorComparison",
    "compare_extractors",
    "derive_all",
    "derive_left_over",
    "index_all",
    "judge_all",
]
