"""Reads facts in order and makes from them all that can be made again."""

from kaaw_archive.derive.everything import DeriveReport, derive_all, judge_all

__all__ = ["DeriveReport", "derive_all", "judge_all"]
