"""Classify addresses by their text alone: home page, search, login, error page, document, folder above another.

From the addresses of the real sites (Government Site Builder's ``Home/home_node.html``, Joomla's ``index.php``, TYPO3's
``startseite``) and InternetArchiveBot's list of redirect targets that mean "not here" (CheckIfDead.php).
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from kaaw_archive import urls


def _segment(names: str) -> re.Pattern[str]:
    """Return the pattern of a path with a segment that is one of these names, with or without ending and session."""
    return re.compile(rf"(?:\A|/)(?:{names})(?:[_-]node)?(?:[.;][^/]*)?(?:/|\Z)", re.IGNORECASE)


_SEARCH = _segment(
    r"(?:erweiterte-?)?(?:suche|suchen|suchergebnis\w*|search|searchresults?|recherche|volltextsuche|find)(?:_form(?:ular)?)?"
)
_SEARCH_QUERY = re.compile(
    r"(?:\A|&)(?:s|searchword|searchterm|search_query|search_api_fulltext|suchbegriff|suchwort|templateQueryString|"
    r"tx_(?:solr|kesearch_pi1|indexedsearch)(?:_pi2)?(?:\[|%5B)\w+(?:\]|%5D))=[^&]",
    re.I,
)
_LOGIN = _segment(
    r"log-?in|log-?on|sign-?in|(?:benutzer)?anmelden|(?:benutzer)?anmeldung|einloggen|sso|saml2?|cas|oauth2?|openid|openid-connect|"
    r"auth|authenticate|account|konto|mein-?konto|adfs|shibboleth|(?:wp|user|member)-login|idp"
)
_LOGIN_HOST = re.compile(r"\A(?:login|sso|auth|idp|accounts?|anmeldung|signin|adfs)\.", re.I)
_ERROR = _segment(
    r"(?:error|fehler|status|http)?[-_]?(?:404|410)(?:[-_](?:error|fehler|seite|page))?|fehler(?:seite)?|error(?:page)?|"
    r"not-?_?found|(?:seite|page)[-_](?:nicht[-_]gefunden|not[-_]found)|nicht-gefunden|kein-inhalt|gone"
)
# what stands behind the address of a page for another view of it: AMP, print, feed, comments, its own index
_VIEW = re.compile(
    r"(?:amp|index\.\w{2,5}|print(?:view|version)?|druck(?:en|ansicht|version)?|imprimer|stampa|imprimir|afdrukken|feed|rss|atom|embed|trackback|comments?|kommentare"
    r"|(?:comment-page|seite|page|pagina)[-/_]?\d{1,3}|\d{1,2}|view|html|mobile?|text|leichte-sprache)/?",
    re.IGNORECASE,
)
_FILE = re.compile(r"\.(?:html?|xhtml|php\d?|aspx?|jsp|do|cfm)\Z", re.IGNORECASE)
_NAME_CHARACTERS = 4
_REMEMBERED = 1_024  # addresses: most rules ask about the same two of a probe
_HARMFUL_IN_HOST = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_SCRIPTS = (
    ("Latin", re.compile("[a-zà-öø-ÿā-ſ]", re.I)),
    ("Cyrillic", re.compile("[\u0400-\u04ff]")),
    ("Greek", re.compile("[\u0370-\u03ff]")),
)


def is_search(url: str) -> bool:
    """Return True if a segment of the path, or the query, names a search; other words in an address say nothing.

    >>> is_search("https://example.org/?s=x"), is_search("https://example.org/suche-nach-einem-standort")
    (True, False)
    """
    return bool(_SEARCH.search(urls.path_of(url)) or _SEARCH_QUERY.search(urls.query_of(url)))


def is_login(url: str) -> bool:
    """Return True if a segment of the path, or the host, names a login."""
    return bool(_LOGIN.search(urls.path_of(url)) or _LOGIN_HOST.match(urls.host(url)))


def is_error(url: str) -> bool:
    """Return True if a segment of the path names an error; ``aspxerrorpath`` is ASP.NET's (EDGI)."""
    return bool(_ERROR.search(urls.path_of(url))) or "aspxerrorpath=" in urls.query_of(url).lower()


def is_above(url: str, deep: str) -> bool:
    """Return True if an address is a folder (or its index) that contains the deep one, on the same site.

    The address of a page is not above that of another view of it, nor that of a file above anything, nor a root above
    its own home page.

    >>> is_above("https://example.org/presse/", "https://example.org/presse/2016/a.html")
    True
    >>> is_above("https://example.org/presse/radweg", "https://example.org/presse/radweg/amp")
    False
    >>> is_above("https://example.org/", "https://example.org/start.htm")
    False
    """
    if urls.site(url) != urls.site(deep) or urls.query_of(url):
        return False
    path, below = urls.path_of(url), urls.path_of(deep)
    if path == "/" and urls.is_home(deep):
        return False
    folder = path if path.endswith("/") else path + "/"
    if below.startswith(folder) and below.rstrip("/") != path.rstrip("/"):
        is_view = path.rstrip("/") and _VIEW.fullmatch(below.removeprefix(folder))
        return not is_view and _FILE.search(path) is None
    stem = re.sub(r"(?<![\w-])[\w-]+\.(?:html?|php|aspx?|jsp)\Z", "", path)
    is_index = re.search(r"/(?:index\.\w+|[\w-]*[_-]node\.html)\Z", path) is not None
    return is_index and stem != "/" and below.startswith(stem) and below != path


def carries(url: str, asked: str) -> bool:
    """Return True if the query of an address names another one, its path or the last part of it, as doors do.

    >>> carries("https://sso.example/in?service=https%3A%2F%2Famt.example%2Fakte%2F7", "https://amt.example/akte/7")
    True
    >>> carries("https://amt.example/anmeldung?ziel=radweg-plan", "https://amt.example/plaene/radweg-plan")
    True
    """
    query, path = unquote(urls.query_of(url)), urls.path_of(asked).rstrip("/")
    name = path.rpartition("/")[2]
    return any(len(part) >= _NAME_CHARACTERS and part in query for part in (path, name))


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
