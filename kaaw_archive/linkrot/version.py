"""Version of the rules of verdicts, which each check names."""

from __future__ import annotations

RULES_VERSION = "11"  # counted up with every change that may change a verdict
