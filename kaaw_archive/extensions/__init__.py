"""Extensions: reactions to a crawl as a whole."""

from kaaw_archive.extensions.ask_controls import AskControls
from kaaw_archive.extensions.crawl_row import CrawlRow
from kaaw_archive.extensions.disk_reserve import DiskReserve
from kaaw_archive.extensions.log_format import QuietLogFormatter
from kaaw_archive.extensions.orderly_end import OrderlyEnd

__all__ = ["AskControls", "CrawlRow", "DiskReserve", "OrderlyEnd", "QuietLogFormatter"]
