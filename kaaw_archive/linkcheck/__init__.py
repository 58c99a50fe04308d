"""Check links: the spider ``linkcheck``, its requests, and its look-ups before a verdict.

``linkrot`` judges the answers; it knows neither Scrapy nor SQLite.
"""
