"""Reads facts in order and makes from them all that can be made again."""

from kaaw_archive.derive.everything import DeriveReport, derive_all, judge_all
from kaaw_archive.derive.remaining import derive_left_over
from kaaw_archive.derive.trial import TrialReport, try_extractor

__all__ = ["DeriveReport", "TrialReport", "derive_all", "derive_left_over", "judge_all", "try_extractor"]
