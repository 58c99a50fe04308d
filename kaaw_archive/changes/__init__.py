"""Changes between versions of one article: kinds of edits, a sentence about them, lives of sentences. Pure."""

from kaaw_archive.changes.comparison import compare
from kaaw_archive.changes.quotations import QuotationForm, quotation_changes
from kaaw_archive.changes.sentence_lives import SentenceLife, sentence_lives

__all__ = ["QuotationForm", "SentenceLife", "compare", "quotation_changes", "sentence_lives"]
