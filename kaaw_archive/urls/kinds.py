"""Kinds of addresses by their text alone: home page of a host, file, document, picture.

From the addresses of the real sites (Government Site Builder's ``Home/home_node.html`` and ``__blob``, Joomla's
``index.php``, TYPO3's ``startseite``) and InternetArchiveBot's list of redirect targets (CheckIfDead.php).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote, unquote_to_bytes, urlsplit

_HOME = re.compile(
    r"""\A/*(?:
        (?:[a-z]{2}(?:[-_][a-z]{2})?/*)?                             # /de/, /en-gb/
        (?:(?:index|default|home|start|startseite|homepage|welcome|willkommen|main|accueil|inicio|forside)(?:[._-]?(?:node|seite|page))?
           (?:\.(?:html?|php\d?|aspx?|jsp|jsf|cfm|shtml|xhtml|do))?/*)?
        (?:(?:home|start|startseite)[/_]+(?:home|start|startseite|index)(?:_node)?(?:\.\w{2,5})?/*)?
        | [a-z]{2}/(?:home|start|startseite)/(?:home|start|startseite)_node\.html
        | [a-z]{2}\.html?                                              # TYPO3: /de.html
        | (?:web|portal)/(?:[a-z]+/)?(?:home|start|startseite|welcome|willkommen)/*                     # Liferay
        | (?:[a-z]{2}(?:-[a-z]{2})?/)?(?:seiten|pages|sitepages)/(?:default|home|start|startseite)\.aspx  # SharePoint
    )\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_DOCUMENTS = "pdf|docx?|xlsx?|pptx?|od[tsp]|rtf|zip|csv|epub|ics|mp[34]"
_PICTURES = "jpe?g|png|gif|webp|svg|tiff?|avif"
_OTHERS = "vcf|m4[av]|css|js|xml|json"
_DOCUMENT = re.compile(rf"\.(?:{_DOCUMENTS})\Z", re.IGNORECASE)
# Liferay puts a number behind the name of the file, Plone the view
_WITHIN_PATH = re.compile(rf"\.(?:{_DOCUMENTS})/[\w-]+\Z", re.IGNORECASE)
_PICTURE = re.compile(rf"\.(?:{_PICTURES})\Z", re.IGNORECASE)
_FILE = re.compile(rf"\.(?:{_DOCUMENTS}|{_PICTURES}|{_OTHERS})\Z", re.IGNORECASE)
# Government Site Builder: a file itself, a picture in one of its sizes
_PUBLISHED_FILE = re.compile(r"[?&]__blob=publicationFile\b")
_RENDITION = re.compile(r"[?&]__blob=(?:normal|poster|picture|wide|panorama|portrait|thumbnail|cover|value)\b")
_REMEMBERED = 1_024  # addresses


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


def decoded_path(url: str) -> str:
    """Return the path with one form of each letter, whatever the encoding of its escapes: UTF-8, or else Latin-1.

    >>> {decoded_path(f"https://a.example/{name}") for name in ("gr%FCn", "gru%CC%88n", "gr%c3%bcn")}
    {'/grün'}
    """
    try:
        sent = unquote_to_bytes(urlsplit(url).path)
    except ValueError:
        return "/"
    try:
        text = sent.decode()
    except UnicodeDecodeError:
        text = sent.decode("latin-1")
    return unicodedata.normalize("NFC", text) or "/"


@lru_cache(maxsize=_REMEMBERED)
def query_of(url: str) -> str:
    """Return the query as it is written; empty if there is none."""
    try:
        return urlsplit(url).query
    except ValueError:
        return ""


@lru_cache(maxsize=_REMEMBERED)
def is_home(url: str) -> bool:
    """Return True for the home page of a host, in any of the spellings above.

    >>> is_home("https://www.bmi.bund.de/DE/startseite/startseite-node.html"), is_home("https://kaaw.de/?p=17")
    (True, False)
    """
    path = path_of(url)
    return bool(_HOME.match(path) or _HOME.match(path.replace("-node", "_node"))) and not query_of(url)


def leads_home(url: str, target: str) -> bool:
    """Return True if a redirect takes a deep address to a home page: its page is gone, with any status.

    >>> leads_home("https://amt.example/presse/1", "https://amt.example/de/"), leads_home("http://a.example/", "/")
    (True, False)
    """
    return is_home(target) and not is_home(url)


def is_document(url: str) -> bool:
    """Return True for the address of a file to take home: a document, a table, a recording, an archive.

    >>> is_document("https://example.org/a.pdf?x=1"), is_document("https://example.org/viewer.html?file=a.pdf")
    (True, False)
    """
    return bool(_DOCUMENT.search(_path(url)) or _PUBLISHED_FILE.search(url))


def names_document(url: str) -> bool:
    """Return True for the address of a document, or of a page that shows or sends the document that it names.

    >>> names_document("https://example.org/viewer.html?file=a.pdf"), names_document("https://example.org/a.pdf/0b1c-77")
    (True, True)
    """
    return is_document(url) or _DOCUMENT.search(url) is not None or _WITHIN_PATH.search(_path(url)) is not None


def is_picture(url: str) -> bool:
    """Return True for the address of a picture."""
    return bool(_PICTURE.search(_path(url)) or _RENDITION.search(url))


def is_file(url: str) -> bool:
    """Return True for the address of a document, a picture or another file that is no page."""
    return _FILE.search(_path(url)) is not None or "__blob=" in url


def _path(url: str) -> str:
    """Return a url up to query, fragment and parameters of the path."""
    return re.split("[?#;]", url, maxsplit=1)[0]
