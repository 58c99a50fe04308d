"""The context of one crawl: what its parts share, and how it commits captures, checks requests and counts results."""

from kaaw_archive.crawl.context import CrawlContext, archive_path, crawl_of

__all__ = ["CrawlContext", "archive_path", "crawl_of"]
