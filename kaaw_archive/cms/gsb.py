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
    marks=(
        b"Government Site Builder",
        b'="SiteGlobals/',
        b'="/SiteGlobals/',
        b'class="gsb ',  # of body: classic and standard family
        b'data-slot="pp-',  # GSB 10
    ),
    article_selectors=(
        "#content",  # classic and standard family: Bundespolizei, BMEL, THW, BfS, Bundespräsident
        "main",  # GSB 10 (BMAS), late standard family (BMWi)
    ),
    drop_selectors=(
        # classic and standard family: BfS, BMEL, Bundespolizei, Bundespräsident, THW
        ".navSkip",
        "#navServiceMeta",
        "#navPrimary",
        "#navSecondary",
        "#navBreadcrumbs",
        "#navFunctions",
        "#navFunctionsWrapper",  # BfS, BMEL
        "#socialBookmarks",  # Bundespräsident
        "#supplement",  # BfS, THW
        "#siteInfo",
        "#cookiebanner",  # BMEL, THW
        ".c-banner--cookie",  # THW
        "form[name=bewertungen]",  # "Wie bewerten Sie diesen Artikel?"
        ".rsbtn",  # ReadSpeaker
        ".aural",
        "a.lupe",  # BfS
        "a.loupe",  # BMEL, THW
        ".bildBeschriftung",  # this and the next two: the notes on the field, BMI and BSI
        "p.copyright",
        "p.picInfo",
        "span.caption",  # BfS, BMEL, THW
        ".docData",  # BfS
        "p.metadata, .article-metadata, p > span.date:only-child, p.dateOfRevision, p.updated",  # read as dates before
    ),
    title_selectors=(
        "#content h1.isFirstInSlot",  # classic family: BfS, Bundespolizei, Bundespräsident, THW
        "h1.c-intro__headline > span:first-child",  # standard family: BMI
        "h1.c-intro__headline",  # BMEL
        "h1.c-content-stage__headline",  # BSI
        "h1.c-page-intro__headline",  # BMWSB
        ".singleview h1",  # BfS, Bundespräsident
        "[data-slot=pp-headline]",  # GSB 10: BMAS
    ),
    date_selectors=(
        ".c-intro time, .c-content-stage time, .c-topline time, .c-page-intro time",
        "span.c-content-stage__date",
        ".docData .value, .docData",  # classic: label "Datum"
        ".article-metadata, .metadata",  # "Bonn, 11.10.2021": Bundespräsident, THW
        "span.date",  # BMWi
        "p.dateOfRevision, p.updated",  # "Stand 27.01.2022"
    ),
    lead_selectors=(
        "div.abstract",  # classic family: THW
        ".c-intro__introduction",  # standard family, this and the next: the notes on the field
        "p.c-content-stage__p",
    ),
    articles=(
        # by type, as slogans, glossary entries, pictures and addresses are shared documents too
        re.compile(
            r"/SharedDocs/(?:[\w-]+/)*?(?:Presse\w*|Pressrelease\w*|(?:Kurz|Fach|Eil|Web)?meldung(?:en)?|Mitteilung(?:en)?"
            r"|Nachricht(?:en)?|News|Aktuell\w*|Reden?|Interviews?|Namensartikel|Gastbeitr\w*|Statements?|texte"
            r"|Artikel|Standardartikel|Termine?|Veranstaltung(?:en)?)/[^?#]*[^/?#]\.html",
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
