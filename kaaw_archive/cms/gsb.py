"""Government Site Builder: federal ministries and agencies, classic (2010), standard (2018) and GSB 10 (2021)."""

from __future__ import annotations

import re

from kaaw_archive.cms.system import System

SYSTEM = System(
    name="gsb",
    generator=b"government site builder",
    addresses=(
        re.compile(r"/SharedDocs/"),
        re.compile(r"[_-]node\.html"),
        re.compile(r";jsessionid=[0-9A-F]{32}\.[\w-]+", re.IGNORECASE),
        re.compile(r"[?&]__blob="),
    ),
    # the comment of the classic family; own links to the folder of forms and scripts, never another site's
    marks=(b"Government Site Builder", b'="SiteGlobals/', b'="/SiteGlobals/'),
    article_selectors=(
        "#content",  # classic and standard family: Bundespolizei, BMEL, THW, BfS, Bundespräsident
        "main",  # GSB 10 (BMAS), late standard family (BMWi)
    ),
    drop_selectors=(
        ".navSkip",
        "#navServiceMeta",
        "#navPrimary",
        "#navSecondary",
        "#navBreadcrumbs",
        "#navFunctions",
        "#navFunctionsWrapper",
        "#socialBookmarks",
        "#supplement",
        "#siteInfo",
        "#cookiebanner",
        ".c-banner--cookie",
        "form[name=bewertungen]",  # "Wie bewerten Sie diesen Artikel?"
        ".rsbtn",  # ReadSpeaker
        ".aural",
        "a.lupe",
        "a.loupe",
        ".bildBeschriftung",
        "p.copyright",
        "p.picInfo",
    ),
)
