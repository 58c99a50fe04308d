"""Addresses of one page: its views, revisions and states, and the numbers and years that addresses name. Pure."""

from __future__ import annotations

import re

from kaaw_archive import urls

# parameters that name a revision, a form or a state of a page, or an answer of the visitor, and no page
_OF_VISIT = re.compile(
    r"(?:(?:rev|revision|version|ver|consent|cookies?|cookie_?consent|preview)=(?:\d{1,4}|true|yes|ok|all)"
    r"|(?:pdf|print|druck|druckansicht|drucken|imprimer|impression|printable|amp|mobile?|plain|text)(?:=(?:1|true|yes|on|ja|oui))?"
    r"|(?:format|output|view|ansicht|layout|media)=(?:pdf|print|druck|text|amp|mobile?|plain)|stand=[\w.:-]{1,20}"
    r"|(?:sid|session_?id|jsessionid|phpsessid|utm_\w{2,12}|fbclid|gclid)=[^&]*)\Z",
    re.IGNORECASE,
)
_WWW = re.compile(r"\Awww\.")
_VIEW_HOST = re.compile(r"\A(?:m|mobil|mobile|amp|print)\.")
_VIEW_NAMES = frozenset(
    "print druck drucken druckansicht druckversion printview printversion imprimer impression amp mobil mobile".split()
)
_ENDINGS = frozenset("html htm php asp aspx jsp pdf doc docx odt rtf".split())
_NAME_PART = re.compile(r"[^\W_]+")
_ID = re.compile(r"\d{3,}")
_MOST_PARTS_OF_REFERENCE = 4
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
TELLING_NUMBER = re.compile(r"\d[\d.]*\d\d|\d{3,}")  # three digits and more


def view_key(url: str) -> str:
    """Return what the addresses of all views of a page have in common: its host and name, or its number.

    >>> view_key("http://www.amt.example/a/meldung.asp?ID=5521") == view_key("http://amt.example/a/druck.asp?ID=5521")
    True
    """
    host = _VIEW_HOST.sub("", _WWW.sub("", urls.host(url)))
    folders, _, name = urls.decoded_path(url).rpartition("/")
    if numbers := _ID.findall("&".join(field for field in _fields(url) if not _OF_VISIT.match(field))):
        return f"{host}{folders}/?{' '.join(sorted(set(numbers)))}"
    parts = [part for part in _NAME_PART.findall(f"{folders} {name}".lower()) if part not in _VIEW_NAMES | _ENDINGS]
    return f"{host} {' '.join(parts)}"


def names_view(url: str) -> bool:
    """Return True if an address says that it is a view of a page: for print, or for small screens.

    >>> names_view("https://www.amt.example/druck/meldung"), names_view("https://www.amt.example/druckerei")
    (True, False)
    """
    path = f"{urls.path_of(url)} {urls.query_of(url)}".lower()
    return bool(_VIEW_HOST.match(urls.host(url)) or _VIEW_NAMES & set(_NAME_PART.findall(path)))


def differ_by_visit(one: str, other: str) -> bool:
    """Return True if two addresses differ only by parameters of a visit, a view or a revision.

    >>> differ_by_visit("https://a.example/x?id=5", "https://a.example/x?id=5&preview=true")
    True
    """
    if not are_of_one_path(one, other):
        return False
    return all(map(_OF_VISIT.match, _fields(one) ^ _fields(other)))


def _fields(url: str) -> set[str]:
    return set(urls.query_of(url).split("&")) - {""}


def are_of_one_path(one: str, other: str) -> bool:
    """Return True if two addresses have one host and path, with or without a slash at the end."""
    paths = [urls.decoded_path(url).rstrip("/") for url in (one, other)]
    return paths[0] == paths[1] and urls.host(one) == urls.host(other)


def years_differ(one: str, other: str) -> bool:
    """Return True if two addresses name years, and none in common: repeats of each year."""
    years, others = set(_YEAR.findall(one)), set(_YEAR.findall(other))
    return bool(years and others and not years & others)


def have_one_number(one: str, other: str) -> bool:
    """Return True if two addresses have a number of three digits or more in common that is no year.

    >>> have_one_number("https://a.example/pm/2018/4410", "https://a.example/presse/lastwagen-4410")
    True
    """
    numbers = [set(TELLING_NUMBER.findall(urls.path_of(url) + urls.query_of(url))) for url in (one, other)]
    return any(not _YEAR.fullmatch(number) for number in numbers[0] & numbers[1])


def names_number_of(title: str, url: str) -> bool:
    """Return True if a title is a word and a number of three digits or more that an address has, too.

    >>> names_number_of("Drucksache 7/1183", "https://a.example/vorgang?nr=1183&wp=7")
    True
    """
    if len(_NAME_PART.findall(title)) > _MOST_PARTS_OF_REFERENCE:
        return False
    return have_one_number(f"https://title/{title}", url)
