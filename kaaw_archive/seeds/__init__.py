"""Seeds: turn a feed, sitemap or listing into addresses. Pure: bytes and a site's rules in, a picklable record out."""

from kaaw_archive.seeds.languages import beginning
from kaaw_archive.seeds.links import is_feed_address
from kaaw_archive.seeds.places import places
from kaaw_archive.seeds.reading import read
from kaaw_archive.seeds.records import SeedPage, SeedRules

__all__ = ["SeedPage", "SeedRules", "beginning", "is_feed_address", "places", "read"]
