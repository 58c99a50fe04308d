"""Base of all spiders: requests what is due, follows seeds to new articles, and yields every capture."""

from kaaw_archive.spider import arguments
from kaaw_archive.spider.news import NewsSpider
from kaaw_archive.spider.rules import rules_of
from kaaw_archive.spider.searching import SearchingSpider

__all__ = ["NewsSpider", "SearchingSpider", "arguments", "rules_of"]
