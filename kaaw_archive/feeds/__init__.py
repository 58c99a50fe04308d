"""Feeds of events: Atom (RFC 4287) and JSON Feed 1.1, with the same entries and ids at each run."""

from kaaw_archive.feeds.atom import atom_feed
from kaaw_archive.feeds.entries import describe, headline, sources
from kaaw_archive.feeds.json_feed import json_feed

__all__ = ["atom_feed", "describe", "headline", "json_feed", "sources"]
