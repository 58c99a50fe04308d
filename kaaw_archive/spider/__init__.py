"""Base of all spiders: requests what is due, follows seeds to new articles, and yields every capture."""

from kaaw_archive.spider import arguments
from kaaw_archive.spider.news import NewsSpider, rules_of

__all__ = ["NewsSpider", "arguments", "rules_of"]
