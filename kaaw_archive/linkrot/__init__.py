"""Link rot: what a look at a link means, when to look again, what to put in its place; and the spider that looks.

All but ``spider`` is pure: no Scrapy, no SQLite, no clock.
"""
