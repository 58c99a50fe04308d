"""Which tables hold facts, which decisions, which what a crawl needs besides; all others are derived from them."""

from __future__ import annotations

# In an order in which each row comes after those that it points to; captures point to captures.
FACTS = (
    "crawls", "urls", "headers", "dictionaries", "payloads", "_last_certificates", "captures", "link_checks",
)  # fmt: skip
DECISIONS = ("decisions",)
# What is to be visited, and what links were held against: not derived from captures, but only work to be done again.
INTERNAL = ("_found", "_looked_through", "_references", "_reported")
SEARCH = "search_index"  # the first part of the names of the tables that FTS5 keeps
