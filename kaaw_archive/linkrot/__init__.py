"""Judge links: the verdict of one check, the health by all checks, the time of the next one, candidates in its place.

Pure: no Scrapy, no SQLite, no clock. The spider that asks is in ``linkcheck``.
"""
