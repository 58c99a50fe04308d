"""Judge links: what one check says, what all checks of a link say together, when to check again, what may replace it.

Pure: no Scrapy, no SQLite, no clock. The spider that asks is in ``linkcheck``.
"""
