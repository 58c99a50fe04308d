"""Url key, by which two addresses are one page, and the group of pages that are derived together.

A key is written like a CDX key, host reversed, so that a site's pages lie together and sort by domain:
``https://www.bmi.bund.de/SharedDocs/x.html?nn=5`` has the key ``de,bund,bmi)/SharedDocs/x.html``. Paths keep their
case, as Government Site Builder tells ``/DE/service`` from ``/DE/Service``. The rules and what they were seen on
are the table in ``rules``; a page's key depends on its address alone, never on what the page says.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, unquote

from kaaw_archive.bounds import ADDRESS_CHARACTERS
from kaaw_archive.urls.parts import BLANKS, host_of, reversed_host, split, storable
from kaaw_archive.urls.references import join
from kaaw_archive.urls.rules import DROPPED, NOISE, NUMBERED, RENAMED, NamedByNumber

Field = tuple[str, str, str]  # name and value as they are written, and the sign between them, if any

_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
# up to the next /, ?, # or the end: the node behind the hexadecimal part belongs to it
_SESSION_ID = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_SAFE_IN_PATH = "/:@!$&'()*+,;=~-._"
_SAFE_IN_QUERY = "/:@!$'()*,;~-._?"
# Joomla's lists carry whole articles, which have pages of their own: lists below index.php, and the home page
_JOOMLA_SITE = re.compile(
    r"(?P<root>[^)]*\).*?/index\.php)(?:/[^?]+(?:\?.*)?|\?(?:.*&)?option=com_content(?:&.*)?)\Z", re.DOTALL
)
_HOME = re.compile(r"(?P<root>[^)]*\)(?:/|.*/index\.php))(?:\?(?:(?:start|limit)=[0-9]*&?)+)?\Z", re.DOTALL)


def key(url: str) -> str:
    """Return the url key: two addresses with one key are one page.

    No text raises: an address of another scheme, or one without a host name, is its own key, without blanks around it.
    Every key can be stored.

    >>> key("http://www.kaaw.de:80/index.php/aktuelles?start=0#top")
    'de,kaaw)/index.php/aktuelles'
    >>> key("https://BAMF.de/a;jsessionid=73550DF8.2_cid389?__blob=publicationFile&v=3")
    'de,bamf)/a?__blob=publicationFile'
    """
    return _cached_key(url) if len(url) <= ADDRESS_CHARACTERS else _computed_key(url)


def without_session(url: str) -> str:
    """Return the address without a session id, which belongs to the visitor and not to the page.

    >>> without_session("https://bund.example/x.pdf;jsessionid=7355.2_cid389?__blob=publicationFile&v=3")
    'https://bund.example/x.pdf?__blob=publicationFile&v=3'
    """
    return _SESSION_ID.sub("", url)


def plain(url: str) -> str:
    """Return the address as people cite it: without session id, and without parameters that name the visitor's way.

    Parameters that a server may need stay, also if they change no page.

    >>> plain("https://www.bmi.bund.de/SharedDocs/x.pdf?nn=5&__blob=publicationFile&v=2#teil")
    'https://www.bmi.bund.de/SharedDocs/x.pdf?__blob=publicationFile&v=2#teil'
    """
    address, mark, fragment = without_session(url).partition("#")
    base, _, query = address.partition("?")
    fields = _fields(query)
    kept = ["".join(one) for one in fields if not any(rule.name.match(_plain_name(one[0])) for rule in NOISE)]
    if len(kept) < len(fields):
        address = base + ("?" + "&".join(kept) if kept else "")
    found = address + mark + fragment
    return found if key(found) == key(url) else url


def group(url: str) -> str:
    """Return the name of the group of pages that are derived together, by address alone; mostly the key itself.

    A list of Joomla carries whole articles that have pages of their own, so all that may be a page of one Joomla is
    one group: everything below its ``index.php``, and the home page. A name, not a prefix: the home page's key is not
    in it.

    >>> group("https://kaaw.de/index.php/aktuellesmainmenu?start=20") == group("https://www.kaaw.de/")
    True
    >>> group("https://kaaw.de/de/aktuelles/x.php")
    'de,kaaw)/de/aktuelles/x.php'
    """
    name = key(url)
    if len(name) > ADDRESS_CHARACTERS:
        return name
    if found := _JOOMLA_SITE.match(name):
        return found["root"]
    if found := _HOME.match(name):
        return found["root"].removesuffix("index.php") + "index.php"
    return name


@lru_cache(maxsize=8192)
def _cached_key(url: str) -> str:
    return _computed_key(url)


def _computed_key(url: str) -> str:
    written = storable(url.strip(BLANKS).replace("&amp;", "&"))
    text = join(written, written) or written  # as browsers ask for it
    parts = split(text)
    if parts is None or not host_of(parts) or parts.scheme.lower() not in ("http", "https", ""):
        return text
    path = _normal_path(_SESSION_ID.sub("", parts.path))
    fields = [(*_renamed(name, value), equals) for name, equals, value in _fields(_SESSION_ID.sub("", parts.query))]
    if len(path) <= ADDRESS_CHARACTERS:
        path, fields = _numbered(path, fields)
    query = _normal_query(fields, path)
    return f"{reversed_host(parts)}){path}" + (f"?{query}" if query else "")


def _numbered(path: str, fields: list[Field]) -> tuple[str, list[Field]]:
    """Return path and parameters by the first row that finds a number in them; unchanged if none does."""
    values = {_plain_name(name): unquote(value) for name, value, _ in fields}
    for rule in NUMBERED:
        found = rule.path.fullmatch(path)
        if found is None or not all(name in values for name, _ in rule.fields):
            continue
        matches = [pattern.fullmatch(values[name]) for name, pattern in rule.fields]
        if not all(matches):
            continue
        named = {name: text for match in (found, *matches) if match for name, text in match.groupdict().items()}
        made = [(name, value.format(**named), "=") for name, value in rule.new_fields]
        return rule.new_path.format(**named), made + [field for field in fields if not _is_implied(rule, field)]
    return path, fields


def _is_implied(rule: NamedByNumber, field: Field) -> bool:
    name, value, equals = field
    return rule.drops is not None and bool(rule.drops.fullmatch(_plain_name(name) + equals + unquote(value)))


def _normal_escapes(text: str, safe: str) -> str:
    """Return the text with one spelling of every character: decoded and encoded again, invisible ones left out."""
    decoded = unquote(text, errors="surrogateescape")
    return quote(_INVISIBLE.sub("", decoded).encode("utf-8", "surrogateescape"), safe=safe)


def _normal_path(path: str) -> str:
    # %2F and %3F are data, not separators: decoding them would merge different pages
    pieces = re.split(r"(%2[Ff]|%3[Ff]|%23|%25)", path)
    done = "".join(p.upper() if i % 2 else _normal_escapes(p, _SAFE_IN_PATH) for i, p in enumerate(pieces))
    return done or "/"


def _normal_query(fields: list[Field], path: str) -> str:
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
    for old, values, new in RENAMED:
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
