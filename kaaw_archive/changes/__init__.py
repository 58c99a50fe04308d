"""Changes between versions of one article: their kinds, a sentence about them, and lives of sentences. Pure."""

from kaaw_archive.changes.comparison import compare
from kaaw_archive.changes.sentence_lives import SentenceLife, sentence_lives

__all__ = ["SentenceLife", "compare", "sentence_lives"]
