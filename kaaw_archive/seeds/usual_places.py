"""Usual places of feeds and sitemaps, for a site that names none; the likeliest first."""

from __future__ import annotations

from kaaw_archive import urls
from kaaw_archive.cms import system_by_name

_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml")


def places(url: str, system: str) -> tuple[str, ...]:
    """Return addresses of feeds, then of sitemaps, that a site of this content system may have.

    ``url`` is a listing or the home page; feeds that belong to a listing are expected there.

    >>> places("https://kaaw.example/index.php/aktuelles", "joomla")[0]
    'https://kaaw.example/index.php/aktuelles?format=feed&type=rss'
    """
    home = urls.origin(url)
    if not home:
        return ()
    listing = url.partition("?")[0]
    feeds = ((listing if feed.startswith("?") else home) + feed for feed in system_by_name(system).feeds)
    return (*feeds, *(home + sitemap for sitemap in _SITEMAPS))
