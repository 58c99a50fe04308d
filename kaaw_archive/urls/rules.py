"""Table of rules for url keys: parameters that change no page, parameters with two names, pages named by a number.

Rows of a content system are kept together: gsb is the Government Site Builder; ikiss, nolis, sitepark and
verwaltungsportal are systems of German towns. Each row was seen on a real site; its cases are in
tests/cms/addresses.json and tests/vectors.
They hold for every address, because the system of a page is unknown before it is fetched: a row must be safe for
addresses of other systems too. Raise KEY_VERSION with every change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

KEY_VERSION = 4


@dataclass(frozen=True, slots=True)
class DropParameter:
    """Query parameter that never changes the page, and the system that appends it."""

    system: str
    name: re.Pattern[str]
    value: re.Pattern[str] | None = None  # None: with any value
    path: re.Pattern[str] | None = None  # None: on every path
    beside: str | None = None  # only where the address has this parameter, too


@dataclass(frozen=True, slots=True)
class NamedByNumber:
    """Addresses in which a number alone identifies the page; title, folder and menu around it may be anything.

    ``path`` matches the whole path, each of ``fields`` the whole value of a parameter; the named groups of all of
    them fill the new path and the new fields. ``drops`` matches whole ``name=value`` pairs that say nothing beside
    the number. A row must be idempotent: its result is an address of the same page, and applied to
    that it changes nothing.
    """

    system: str
    path: re.Pattern[str]
    new_path: str
    fields: tuple[tuple[str, re.Pattern[str]], ...] = ()
    new_fields: tuple[tuple[str, str], ...] = ()
    drops: re.Pattern[str] | None = None


def _drop(
    system: str, name: str, value: str | None = None, path: str | None = None, beside: str | None = None
) -> DropParameter:
    return DropParameter(
        system,
        re.compile(f"(?:{name})" + r"\Z"),
        re.compile(value + r"\Z") if value is not None else None,
        re.compile(path) if path is not None else None,
        beside,
    )


_GSB_PAGE = r"\.html$"
_JOOMLA_PATH = r"/index\.php/"

# Tracking parameters, known by name. They are left out of requests, too. Other dropped parameters are not: the server
# may need them, such as TYPO3 its checksum cHash.
NOISE: tuple[DropParameter, ...] = (
    _drop("any", r"utm_\w+|wt_mc|fbclid|gclid|msclkid|(mtm|pk)_(campaign|kwd|keyword|source|medium|content|cid|group)"),
    _drop("gsb", r"nn|cms_pos|cms_shareBean|(cms_)?handOverParams|queryResultId"),
)
DROPPED: tuple[DropParameter, ...] = (
    *NOISE,
    _drop("any", r"slp|vs", r"1"),
    _drop("any", r"f", r"111"),  # as the row above: noise of unknown origin, with these values only
    _drop("gsb", r"submit|input_|resourceId|pageLocale", None, _GSB_PAGE),
    _drop("gsb", r"pageNo", r"0"),
    _drop("gsb", r".*\.(GROUP|HASH)"),
    # the first page of a list; written with its number only in links that lead back to it
    _drop("gsb", r"(cms_)?gtp", r"[^=&]*_list(?:=|%(?:25)*3[Dd])1"),
    # not on .xml: a feed without view=renderXml is the HTML shell around it (bundesrat.de)
    _drop("gsb", r"view", r"render\w*", _GSB_PAGE),
    _drop("gsb", r"v", r"\d+", beside="__blob"),
    _drop("joomla", r"Itemid", beside="id"),
    _drop("joomla", r"start", r"0"),
    # five is what a Joomla list shows by default: one leading article and four below it
    _drop("joomla", r"limit", r"5", _JOOMLA_PATH),
    _drop("typo3", r"cHash|no_cache"),
    _drop("typo3", r"L", r"0"),
    _drop("typo3", r"type", r"98"),
    _drop("typo3", r"tx_news_pi1\[controller\]", r"News", beside="tx_news_pi1[news]"),
    _drop("typo3", r"tx_news_pi1\[action\]", r"detail", beside="tx_news_pi1[news]"),
    _drop("typo3", r"tx_ttnews\[(?:backPid|pS|pL|arc|year|month|day)\]", r"\d*", beside="tx_ttnews[tt_news]"),
    _drop("sitepark", r"sp:[^=]*", r""),
    _drop("wordpress", r"replytocom", r"\d+"),
    _drop("ikiss", r"NavID|La|object|ModID", beside="FID"),
)

# Pattern of a name, pattern of its value, the name that has the same meaning.
# Joomla's `limitstart=` without a number is another page, the one that shows all.
RENAMED = ((re.compile(r"limitstart\Z"), re.compile(r"\d+\Z"), "start"),)

# Folders of Joomla's other components, whose numbers count other things than articles
JOOMLA_NO_ARTICLES = (
    r"component(?!/content/article/)|categor(?:y|ies)|kategorien?|blog/categories|tags?|schlagworte?|authors?|autor(?:en)?"
    r"|contacts?|kontakte?|weblinks?|links|newsfeeds?|(?:view)?download(?:s|category)?|files?|dateien|documents?|dokumente"
    r"|events?|termine?|veranstaltung(?:en)?|kalender|calendar|icalrepeat\.detail|eventdetail|venue|forum|kunena|topic"
    r"|gallery|galerien?|fotos?|bilder|shop|products?|produkte?|users?|mailto|search|suche|jobs?|stellen\w*"
)
# A day or a year in front of a title is no number of an article: other systems write such addresses below index.php
_NO_DATE = r"(?!(?:19|20)[0-9]{2}(?![0-9])|(?:19|20)[0-9]{6}-|[0-3]?[0-9]-[01]?[0-9]-(?:19|20)[0-9]{2})"
_JOOMLA_FIELDS = (("option", "com_content"), ("view", "article"), ("id", "{id}"))
# print views, and the menu item and category by which the visitor came
_JOOMLA_DROPS = re.compile(
    r"(?:tmpl|print|page|Itemid|catid|id)=.*|layout=default|start=0|limit=5|option=com_content|view=article|print|page"
)
_JOOMLA_ID = re.compile(r"0*(?P<id>[1-9][0-9]*|0)(?:[:-].*)?", re.DOTALL)


def _joomla(path: str, *fields: tuple[str, str | re.Pattern[str]]) -> NamedByNumber:
    return NamedByNumber(
        "joomla",
        re.compile(path),
        "{root}/index.php",
        tuple((name, re.compile(value)) for name, value in fields),
        _JOOMLA_FIELDS,
        _JOOMLA_DROPS,
    )


NUMBERED: tuple[NamedByNumber, ...] = (
    # the router looks only at the number in front of the last segment; the menu's path before it is always there
    _joomla(
        rf"(?P<root>(?:/[^/]+)*?)/index\.php(?:/(?!(?:{JOOMLA_NO_ARTICLES})/)[^/]+)+/{_NO_DATE}0*(?P<id>[1-9][0-9]*|0)-[^/]*"
    ),
    _joomla(
        r"(?P<root>(?:/[^/]+)*?)(?:/index\.php)?/component/content/article/(?:[^/]+/)*0*(?P<id>[1-9][0-9]*|0)(?:-[^/]*)?"
    ),
    _joomla(
        r"(?P<root>(?:/[^/]+)*?)/(?:index\.php)?", ("option", "com_content"), ("view", "article"), ("id", _JOOMLA_ID)
    ),
    _joomla(r"(?P<root>(?:/[^/]+)*?)/index\.php/.+", ("view", "article"), ("id", _JOOMLA_ID)),
    NamedByNumber(
        "ikiss",
        re.compile(r".*"),
        "/",
        (("FID", re.compile(r"(?P<id>[0-9]+\.[0-9]+\.[0-9]+)")),),
        (("FID", "{id}"),),
        # `option` and `view` are fields of Joomla: kept, they could make the key match the rows of Joomla
        re.compile(r"(?:FID|NavID|La|object|ModID|option|view)=.*"),
    ),
    # number of the page and of the client; the words before them follow the title
    NamedByNumber(
        "nolis",
        re.compile(r"(?P<folder>/portal/[a-z]+/)(?:[^/]*-)?(?P<id>[0-9]{6,}-[0-9]{5})\.html"),
        "{folder}{id}.html",
    ),
    # a message stands in several categories, under one number
    NamedByNumber(
        "verwaltungsportal",
        re.compile(r"/news/(?:[0-9]+/)?(?P<id>[0-9]+)/nachrichten/(?:[^/]*)"),
        "/news/{id}/nachrichten/",
    ),
)
