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
        "span.caption",
        ".docData",
        "p.metadata, .article-metadata, p > span.date:only-child, p.dateOfRevision, p.updated",  # read as dates before
    ),
    title_selectors=(
        "#content h1.isFirstInSlot",  # classic family
        "h1.c-intro__headline > span:first-child",  # standard family
        "h1.c-intro__headline",
        "h1.c-content-stage__headline",
        "h1.c-page-intro__headline",
        ".singleview h1",
        "[data-slot=pp-headline]",  # GSB 10
    ),
    date_selectors=(
        ".c-intro time, .c-content-stage time, .c-topline time, .c-page-intro time",
        "span.c-content-stage__date",
        ".docData .value, .docData",  # classic: label "Datum"
        ".article-metadata, .metadata",
        "span.date",
        "p.dateOfRevision, p.updated",  # "Stand 27.01.2022"
    ),
    lead_selectors=("div.abstract", ".c-intro__introduction", "p.c-content-stage__p"),
    articles=(
        # by type, as slogans, glossary entries, pictures and addresses are shared documents too
        re.compile(
            r"/SharedDocs/(?:[\w-]+/)*?(?:Presse\w*|Pressrelease\w*|(?:Kurz|Fach|Eil|Web)?meldung(?:en)?|Mitteilung(?:en)?"
            r"|Nachricht(?:en)?|News|Aktuell\w*|Reden?|Interviews?|Namensartikel|Gastbeitr\w*|Statements?|texte"
            r"|Artikel|Standardartikel|Termine?|Veranstaltung(?:en)?)/(?:[^?#]+/)*[^/?#]+\.html",
            re.IGNORECASE,
        ),
    ),
    not_articles=(
        re.compile(r"/SharedDocs/(?:Bilder|Downloads?|Glossar\w*|Organisation\w*|Adress\w*|Slogan\w*|Video\w*)/", re.I),
        re.compile(r"[_-]node\.html"),
        re.compile(r"_?(?:Formular|-formular)\.html", re.IGNORECASE),
        re.compile(r"/(?:_functions|_config)/"),
    ),
    listings=(re.compile(r"[_-]node\.html"), re.compile(r"[?&](?:cms_)?gtp=")),
    traps=(
        re.compile(r"[?&]view=render(?!Xml)", re.IGNORECASE),  # glossary pop-ups, sharing, long descriptions
        re.compile(r"[?&](?:cms_)?gts="),  # sort orders
        re.compile(r"[?&](?:cms_)?resultsPerPage="),
        re.compile(r"[?&](?:documentType_|dateOfIssue_dt|cl2Categories_|cl2Taxonomies_|templateQueryString|cms_templ)"),
        re.compile(r"[?&][^=&]*\.(?:GROUP|HASH)="),
        re.compile(r"/SiteGlobals/Functions/(?!RSS)", re.IGNORECASE),
        re.compile(r"[?&](?:cms_)?handOverParams="),
        re.compile(r"/SeiteEmpfehlen/|/Mailversand|/Warenkorb|/Bestell", re.IGNORECASE),
        re.compile(r"[?&]__blob=(?!publicationFile)"),  # renditions of pictures
    ),
    row_selectors=(
        "li.c-search-result-teaser",  # BSI
        "div.c-content-teaser",  # BMI after its relaunch
        "div.c-teaser",
        "div.c-news-grid__element",  # BBK
        "a.c-search-teaser__link",  # BMI and BMWSB, search
        "ul.result-list > li",  # DWD
        "table.textualData tr",  # BNetzA, BfDI
        "div.searchresult li",
        "[data-slot=pp-teaser-item], pp-teaser",  # GSB 10
        "div.teaser",  # classic
    ),
    next_selectors=(
        "li.forward > a",
        "a.forward.button",
        ".c-pagination__item--next > a",
        ".c-nav-index__item--next > a",
        "[data-slot=pp-pagination-item-next]",
    ),
)
