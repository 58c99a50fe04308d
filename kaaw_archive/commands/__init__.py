"""Commands of `scrapy` that differ from Scrapy's own, one a file."""
