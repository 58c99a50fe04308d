"""WordPress: associations, parties, blogs."""

from __future__ import annotations

import re

from kaaw_archive.cms.system import System

SYSTEM = System(
    name="wordpress",
    generator=b"wordpress",
    addresses=(re.compile(r"/\?p=\d+(?:$|[&#])"), re.compile(r"/wp-content/")),
    marks=(b"/wp-includes/", b"/wp-json/"),  # /wp-content/ is also seen where only a picture is linked
    article_selectors=(
        ".entry-content",  # most themes: 110 pages of parties, associations and blogs
        ".post-content",
        ".td-post-content",  # the Newspaper theme
    ),
    drop_selectors=(
        ".sharedaddy",  # Jetpack's share buttons
        ".jp-relatedposts",
        ".yarpp-related",
        ".post-navigation",
    ),
)
