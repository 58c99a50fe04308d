"""Where a site keeps its feed and sitemap when nothing names them: places to try, the likeliest first."""

from __future__ import annotations

from urllib.parse import urljoin

from kaaw_archive import urls
from kaaw_archive.cms import named

_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml")


def places(url: str, system: str) -> tuple[str, ...]:
    """Addresses of feeds, then of sitemaps, that a site of this content system may have.

    ``url`` is a listing or the home page; feeds that belong to a listing are looked for there.

    >>> places("https://kaaw.example/index.php/aktuelles", "joomla")[0]
    'https://kaaw.example/index.php/aktuelles?format=feed&type=rss'
    """
    home = urls.origin(url)
    if not home:
        return ()
    feeds = (url.partition("?")[0] + feed if feed.startswith("?") else feed for feed in named(system).feeds)
    return tuple(urljoin(f"{home}/", place) for place in (*feeds, *_SITEMAPS))
