"""Extensions: what reacts to a run as a whole."""

from kaaw_archive.extensions.crawl_row import CrawlRow
from kaaw_archive.extensions.log_format import QuietLogFormatter

__all__ = ["CrawlRow", "QuietLogFormatter"]
