"""Addresses as browsers send them: escaped by the sets of the WHATWG URL standard (1.3), and nothing else."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from w3lib.url import safe_url_string

from kaaw_archive.urls.parts import BLANKS, IGNORED

_PRINTABLE = "".join(map(chr, range(33, 127)))
_FRAGMENT = _PRINTABLE.translate(dict.fromkeys(map(ord, '"<>`')))
_QUERY = _PRINTABLE.translate(dict.fromkeys(map(ord, "\"#<>'")))  # of http and https
_PATH = _PRINTABLE.translate(dict.fromkeys(map(ord, '"#<>?^`{}')))
# what w3lib escapes and browsers do not, somewhere in an address
_ONLY_HERE = re.compile(r"[\[\]|\\^`{}]")
_PARTS = re.compile(r"([a-z][a-z0-9+.-]*://)([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?", re.IGNORECASE | re.DOTALL)


def as_browsers_ask(url: str) -> str:
    """Return an absolute address of the web as a browser asks for it. Raises ValueError for one that has no such form.

    >>> as_browsers_ask("http://amt.example/a|b?filter[year]=für")
    'http://amt.example/a|b?filter[year]=f%C3%BCr'
    """
    place = _PARTS.fullmatch(url.strip(BLANKS).translate(IGNORED)) if _ONLY_HERE.search(url) else None
    if place is None:
        return safe_url_string(url)
    scheme, authority, path, query, fragment = place.groups(default="")
    host = urlsplit(safe_url_string(f"{scheme}{authority}/")).netloc
    sent = (quote(path, _PATH), quote(query, _QUERY), quote(fragment, _FRAGMENT))
    return f"{scheme.lower()}{host}{sent[0] or '/'}{sent[1]}{sent[2]}"
