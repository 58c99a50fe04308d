"""Changes between two versions of one article: their parts, their kinds, and a sentence about them. Pure."""

from kaaw_archive.changes.comparison import compare

__all__ = ["compare"]
