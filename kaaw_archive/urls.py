"""Addresses: when two are one page, and which host and site they belong to. Pure; nothing here is ever requested.

A url key is written like a CDX key, host reversed, so that a site's pages lie together and sort by domain:
``https://www.bmi.bund.de/SharedDocs/x.html?nn=5`` has the key ``de,bund,bmi)/SharedDocs/x.html``. Paths keep their
case, as Government Site Builder tells ``/DE/service`` from ``/DE/Service``. The rules and what they were seen on
are in the table below; a page's key depends on its address alone, never on what the page says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, quote, unquote, urlsplit

KEY_VERSION = 1

_DEFAULT_PORTS = {"http": 80, "https": 443}
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
# up to the next /, ?, # or the end: the node behind the hexadecimal part belongs to it
_SESSION_ID = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_SAFE_IN_PATH = "/:@!$&'()*+,;=~-._"
_SAFE_IN_QUERY = "/:@!$'()*,;~-._?"


@dataclass(frozen=True, slots=True)
class DropParameter:
    """A query parameter that never changes which page it is, and the system that appends it."""

    system: str
    name: re.Pattern[str]
    value: re.Pattern[str] | None = None  # None: whatever its value
    path: re.Pattern[str] | None = None  # None: on every path
    beside: str | None = None  # only where the address has this parameter, too


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
_JOOMLA_ARTICLE = r"/index\.php/.+/\d+-[^/]*$"

# Rows that belong to a content system are kept together; each was seen on a real site (see the tests' vectors).
DROPPED: tuple[DropParameter, ...] = (
    _drop("any", r"utm_\w+|wt_mc|fbclid|gclid|msclkid|(mtm|pk)_(campaign|kwd|keyword|source|medium|content|cid|group)"),
    _drop("any", r"slp|vs", r"1"),
    _drop("any", r"f", r"111"),  # as the two above: noise of unknown origin, with these values only
    _drop("gsb", r"nn|cms_pos|cms_shareBean|(cms_)?handOverParams|queryResultId"),
    _drop("gsb", r"submit|input_|resourceId|pageLocale", None, _GSB_PAGE),
    _drop("gsb", r"pageNo", r"0"),
    _drop("gsb", r".*\.(GROUP|HASH)"),
    # not on .xml: a feed without view=renderXml is the HTML shell around it (bundesrat.de)
    _drop("gsb", r"view", r"render\w*", _GSB_PAGE),
    _drop("gsb", r"v", r"\d+", beside="__blob"),
    _drop("joomla", r"tmpl|print|page|Itemid", None, _JOOMLA_ARTICLE),
    _drop("joomla", r"layout", r"default", _JOOMLA_ARTICLE),
    _drop("joomla", r"Itemid", beside="id"),
    _drop("joomla", r"start", r"0"),
    _drop("typo3", r"cHash|no_cache"),
    _drop("typo3", r"L", r"0"),
    _drop("typo3", r"type", r"98"),
    _drop("sitepark", r"sp:[^=]*", r""),
    _drop("ikiss", r"NavID|La|object|ModID", beside="FID"),
)

# Two names of one thing; Joomla's `limitstart=` without a number is another page, the one that shows all.
_RENAMED = ((re.compile(r"limitstart\Z"), re.compile(r"\d+\Z"), "start"),)


def key(url: str) -> str:
    """The url key: two addresses with one key are one page.

    Total: an address that cannot be taken apart is its own key, after stripping blanks. A key can always be stored.

    >>> key("http://www.kaaw.de:80/index.php/aktuelles?start=0#top")
    'de,kaaw)/index.php/aktuelles'
    >>> key("https://BAMF.de/a;jsessionid=73550DF8.2_cid389?__blob=publicationFile&v=3")
    'de,bamf)/a?__blob=publicationFile'
    """
    return _key(url)


@lru_cache(maxsize=8192)
def _key(url: str) -> str:
    text = _storable(url.strip().replace("&amp;", "&"))
    parts = _split(text)
    if parts is None or not parts.hostname:
        return text
    path = _normal_path(_SESSION_ID.sub("", parts.path))
    query = _normal_query(_SESSION_ID.sub("", parts.query), path)
    return f"{_reversed_host(parts)}){path}" + (f"?{query}" if query else "")


def group(url: str) -> str:
    """The pages that are folded together with this one; most often its own url key.

    >>> group("https://kaaw.de/index.php/aktuelles?start=5")
    'de,kaaw)/index.php'
    """
    own = key(url)
    return own.partition("/index.php")[0] + "/index.php" if "/index.php" in own else own


def host(url: str) -> str:
    """The host name in lower case, IDNA-encoded, without port; empty where the address has none.

    >>> host("https://www.BMI.bund.de:443/x")
    'www.bmi.bund.de'
    """
    parts = _split(url)
    return _ascii_host(parts.hostname) if parts is not None and parts.hostname else ""


def site(url: str) -> str:
    """The host without a leading ``www.``: what a publisher is called where no spider names it.

    >>> site("https://www.bmi.bund.de/DE/")
    'bmi.bund.de'
    """
    return host(url).removeprefix("www.")


def origin(url: str) -> str:
    """Scheme, host and port, default ports left out: what one robots.txt speaks for (RFC 9309, 2.3).

    >>> origin("HTTPS://Example.org:443/a?b")
    'https://example.org'
    """
    parts = _split(url)
    if parts is None or not parts.hostname:
        return ""
    name = _ascii_host(parts.hostname)
    if ":" in name:
        name = f"[{name}]"
    port = _port(parts)
    return f"{parts.scheme.lower()}://{name}" + (f":{port}" if port else "")


def without_userinfo(url: str) -> str:
    """The address without name and password: they are nobody's business, and no part of what is kept.

    >>> without_userinfo("http://user:secret@example.org:8080/a?b")
    'http://example.org:8080/a?b'
    """
    parts = _split(url)
    if parts is None or "@" not in parts.netloc:
        return url
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def is_web(url: str) -> bool:
    """True for http and https addresses with a host.

    >>> is_web("https://kaaw.de/"), is_web("mailto:a@b.de"), is_web("//x")
    (True, False, False)
    """
    parts = _split(url)
    return parts is not None and parts.scheme.lower() in _DEFAULT_PORTS and bool(_ascii_host(parts.hostname or ""))


def _storable(text: str) -> str:
    """Without lone surrogates, which no UTF-8 has a place for; they come from escapes in scripts of pages."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url.strip())
        _ = parts.port
    except ValueError:
        return None
    return parts


def _port(parts: SplitResult) -> int | None:
    return None if parts.port in (None, _DEFAULT_PORTS.get(parts.scheme.lower())) else parts.port


def _ascii_host(name: str) -> str:
    name = name.lower().rstrip(".")
    if name.isascii():
        return name
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return _storable(name)


def _reversed_host(parts: SplitResult) -> str:
    name = _ascii_host(parts.hostname or "").removeprefix("www.")
    literal = ":" in name or name.replace(".", "").isdigit()
    if ":" in name:
        name = f"[{name}]"
    reversed_name = name if literal else ",".join(reversed(name.split(".")))
    port = _port(parts)
    return f"{reversed_name}:{port}" if port else reversed_name


def _normal_escapes(text: str, safe: str) -> str:
    """One spelling of every character: decoded and encoded again, invisible ones left out."""
    decoded = unquote(text, errors="surrogateescape")
    return quote(_INVISIBLE.sub("", decoded).encode("utf-8", "surrogateescape"), safe=safe)


def _normal_path(path: str) -> str:
    # %2F and %3F are data, not separators: decoding them would merge different pages
    pieces = re.split(r"(%2[Ff]|%3[Ff]|%23|%25)", path)
    done = "".join(p.upper() if i % 2 else _normal_escapes(p, _SAFE_IN_PATH) for i, p in enumerate(pieces))
    return done or "/"


def _normal_query(query: str, path: str) -> str:
    fields = [(*_renamed(name, value), equals) for name, equals, value in _fields(query)]
    names = {_plain_name(name) for name, _, _ in fields}
    kept = (
        _query_part(name) + equals + _query_part(value)
        for name, value, equals in fields
        if not _is_dropped(_plain_name(name), unquote(value), path, names)
    )
    return "&".join(sorted(filter(None, kept)))


def _fields(query: str) -> list[tuple[str, str, str]]:
    return [field.partition("=") for field in query.split("&") if field]


def _renamed(name: str, value: str) -> tuple[str, str]:
    plain = _plain_name(name)
    for old, values, new in _RENAMED:
        if old.match(plain) and values.match(value):
            return new, value
    return name, value


def _plain_name(name: str) -> str:
    return _INVISIBLE.sub("", unquote(name))


def _query_part(text: str) -> str:
    # gtp is encoded two or three times: what %25 stands for stays as it is
    pieces = re.split(r"(%26|%3[Dd]|%2[Bb]|%23|%25)", text)
    return "".join(
        p.upper() if i % 2 else _normal_escapes(p.replace("+", "%20"), _SAFE_IN_QUERY) for i, p in enumerate(pieces)
    )


def _is_dropped(name: str, value: str, path: str, names: set[str]) -> bool:
    return any(
        rule.name.match(name)
        and (rule.value is None or rule.value.match(value))
        and (rule.path is None or rule.path.search(path))
        and (rule.beside is None or rule.beside in names)
        for rule in DROPPED
    )
