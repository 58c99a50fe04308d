"""Seeds: turn a feed, sitemap or listing into addresses. Pure: bytes and a site's rules in, a picklable record out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.late_names import late

if TYPE_CHECKING:
    from kaaw_archive.seeds.languages import beginning
    from kaaw_archive.seeds.links import is_feed_address
    from kaaw_archive.seeds.reading import read
    from kaaw_archive.seeds.records import SeedPage, SeedRules
    from kaaw_archive.seeds.usual_places import places
else:
    __getattr__ = late(
        __name__,
        {
            "languages": "beginning",
            "links": "is_feed_address",
            "reading": "read",
            "records": "SeedPage SeedRules",
            "usual_places": "places",
        },
    )

__all__ = ["SeedPage", "SeedRules", "beginning", "is_feed_address", "places", "read"]
