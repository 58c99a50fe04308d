"""The names of the tables by kind: facts, decisions, internal ones of crawls; all others are derived from these."""

from __future__ import annotations

# In an order in which each row comes after those that it points to; captures point to captures.
FACTS = tuple("crawls urls headers certificates dictionaries payloads captures link_checks".split())
DECISIONS = ("decisions",)
# What is to be visited, control pages, and what reports, messages and readers were told: not derived from captures.
INTERNAL = tuple(
    "_frontier _read_seeds _control_pages _reported_links _notified_conditions _named_articles _audited_links"
    " _read_events _former_events".split()
)
SEARCH = ("search_index", "snapshots_fts")  # the first parts of the names of the tables that FTS5 keeps
