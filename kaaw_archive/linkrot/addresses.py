"""Classify addresses by their text alone: home page, search, login, error page, document, folder above another.

From the addresses of the real sites (Government Site Builder's ``Home/home_node.html``, Joomla's ``index.php``, TYPO3's
``startseite``) and InternetArchiveBot's list of redirect targets that mean "not here" (CheckIfDead.php).
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from kaaw_archive import urls

_HOME = re.compile(
    r"""\A/*(?:
        (?:[a-z]{2}(?:[-_][a-z]{2})?/*)?                             # /de/, /en-gb/
        (?:(?:index|default|home|start|startseite|homepage|welcome|willkommen|main)(?:[._-]?(?:node|seite|page))?
           (?:\.(?:html?|php\d?|aspx?|jsp|jsf|cfm|shtml|xhtml|do))?/*)?
        (?:(?:home|start|startseite)[/_]+(?:home|start|startseite|index)(?:_node)?(?:\.\w{2,5})?/*)?
        | [a-z]{2}/(?:home|start|startseite)/(?:home|start|startseite)_node\.html
        | [a-z]{2}\.html?                                              # TYPO3: /de.html
        | (?:web|portal)/(?:[a-z]+/)?(?:home|start|startseite|welcome|willkommen)/*                     # Liferay
        | (?:[a-z]{2}(?:-[a-z]{2})?/)?(?:seiten|pages|sitepages)/(?:default|home|start|startseite)\.aspx  # SharePoint
    )\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_SEARCH = re.compile(
    r"(?:\A|[/_.-])(?:suche|suchen|suchergebnis\w*|search|searchresults?|recherche|volltextsuche|find)(?:[/_.-]|\Z)",
    re.I,
)
_SEARCH_QUERY = re.compile(
    r"(?:\A|&)(?:s|searchword|searchterm|search_query|search_api_fulltext|suchbegriff|suchwort|templateQueryString|"
    r"tx_(?:solr|kesearch_pi1|indexedsearch)(?:_pi2)?(?:\[|%5B)\w+(?:\]|%5D))=[^&]",
    re.I,
)
_LOGIN = re.compile(
    r"(?:\A|[/_.-])(?:log-?in|log-?on|sign-?in|signin|anmelden|anmeldung|einloggen|sso|saml2?|cas|oauth2?|openid|"
    r"auth|authenticate|account|konto|mein-?konto|adfs|shibboleth|wp-login|idp)(?:[/_.?-]|\Z)",
    re.I,
)
_LOGIN_HOST = re.compile(r"\A(?:login|sso|auth|idp|accounts?|anmeldung|signin|adfs)\.", re.I)
_ERROR = re.compile(
    r"(?:\A|[/_.=-])(?:404|410|fehler(?:seite)?(?:-?404)?|error(?:page)?(?:-?404)?|not-?_?found|seite-nicht-gefunden|"
    r"page-not-found|nicht-gefunden|notfound|kein-inhalt|gone)(?:[/_.-]|\Z)",
    re.I,
)
_DOCUMENT = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|odp|rtf|zip|csv|epub|ics|mp3|mp4|jpe?g|png|gif|tiff?)\Z", re.IGNORECASE
)
_REMEMBERED = 1_024  # addresses: most rules ask about the same two of a probe
_HARMFUL_IN_HOST = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_SCRIPTS = (
    ("Latin", re.compile("[a-zà-öø-ÿā-ſ]", re.I)),
    ("Cyrillic", re.compile("[\u0400-\u04ff]")),
    ("Greek", re.compile("[\u0370-\u03ff]")),
)


@lru_cache(maxsize=_REMEMBERED)
def path_of(url: str) -> str:
    """Return the path without escapes, '/' if there is none.

    >>> path_of("https://example.org/a%20b?c#d"), path_of("https://example.org")
    ('/a b', '/')
    """
    try:
        return unquote(urlsplit(url).path) or "/"
    except ValueError:
        return "/"


@lru_cache(maxsize=_REMEMBERED)
def is_home(url: str) -> bool:
    """Return True for the home page of a host, in any of the spellings above.

    >>> is_home("https://www.bmi.bund.de/DE/startseite/startseite-node.html"), is_home("https://kaaw.de/a/b.html")
    (True, False)
    """
    path = path_of(url)
    return bool(_HOME.match(path) or _HOME.match(path.replace("-node", "_node"))) and not _query_of(url)


def is_search(url: str) -> bool:
    """Return True if the path or the query names a search.

    >>> is_search("https://example.org/?s=x"), is_search("https://example.org/?p=7")
    (True, False)
    """
    return bool(_SEARCH.search(path_of(url)) or _SEARCH_QUERY.search(_query_of(url)))


def is_login(url: str) -> bool:
    """Return True if the path or the host names a login."""
    return bool(_LOGIN.search(path_of(url)) or _LOGIN_HOST.match(urls.host(url)))


def is_error(url: str) -> bool:
    """Return True if the address names an error; ``aspxerrorpath`` is ASP.NET's (facts.md 3.2)."""
    return bool(_ERROR.search(path_of(url))) or "aspxerrorpath=" in _query_of(url).lower()


@lru_cache(maxsize=_REMEMBERED)
def is_document(url: str) -> bool:
    """Return True if the address promises a file, not a page; ``__blob=publicationFile`` is Government Site Builder's.

    >>> is_document("https://example.org/a.pdf?x=1"), is_document("https://example.org/a.html")
    (True, False)
    """
    return bool(_DOCUMENT.search(path_of(url))) or "__blob=publicationFile" in _query_of(url)


def is_above(url: str, deep: str) -> bool:
    """Return True if an address is a folder (or its index) that contains the deep one, on the same site.

    >>> is_above("https://example.org/presse/", "https://example.org/presse/2016/a.html")
    True
    """
    if urls.site(url) != urls.site(deep) or _query_of(url):
        return False
    path, below = path_of(url), path_of(deep)
    folder = path if path.endswith("/") else path + "/"
    if below.startswith(folder) and below.rstrip("/") != path.rstrip("/"):
        return True
    stem = re.sub(r"(?<![\w-])[\w-]+\.(?:html?|php|aspx?|jsp)\Z", "", path)
    is_index = re.search(r"/(?:index\.\w+|[\w-]*[_-]node\.html)\Z", path) is not None
    return is_index and stem != "/" and below.startswith(stem) and below != path


def folder_of(url: str) -> str:
    """Return the path up to and including the last slash.

    >>> folder_of("https://example.org/a/b.html"), folder_of("https://example.org")
    ('/a/', '/')
    """
    try:
        path = urlsplit(url).path
    except ValueError:
        return "/"
    return path[: path.rfind("/") + 1] or "/"


@lru_cache(maxsize=_REMEMBERED)
def bad_host(url: str) -> str | None:
    """Return why a reader cannot trust a host name, or a server cannot have it; None for a good name."""
    try:
        name = urlsplit(url.strip()).hostname or ""
    except ValueError:
        return "it cannot be taken apart"
    if _HARMFUL_IN_HOST.search(unquote(name)):
        return "its host name holds characters that nobody sees"
    try:
        shown = name.encode("ascii").decode("idna") if "xn--" in name else name
    except UnicodeError:
        shown = name
    for label in shown.split("."):
        if sum(bool(pattern.search(label)) for _, pattern in _SCRIPTS) > 1:
            return "its host name mixes scripts"
    return None


@lru_cache(maxsize=_REMEMBERED)
def _query_of(url: str) -> str:
    try:
        return urlsplit(url).query
    except ValueError:
        return ""
