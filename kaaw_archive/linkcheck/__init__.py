"""Check links: the spider ``linkcheck``, what it asks for, and what it looks up before it judges.

What the answers mean is decided in ``linkrot``, which knows neither Scrapy nor SQLite.
"""
