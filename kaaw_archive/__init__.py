"""Keeps the news of public bodies: every version, the exact bytes, one SQLite file."""

__version__ = "0.1.0"
