"""From an address as a person types it to the URLs under which the archive may know it."""

from __future__ import annotations

import re
from urllib.parse import quote, urldefrag

_WEB = re.compile(r"https?://", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:/", re.IGNORECASE)
_NOT_ESCAPED = "/:@!$&'()*+,;=~-._?#[]%"  # what an address may contain as it stands; the rest is escaped


def spellings(typed: str) -> tuple[str, ...]:
    """The URLs to look for, the likeliest first: as typed, escaped, without fragment, with the other scheme.

    An address without a scheme is taken for a web address. Pages are found by their url key besides; these are for
    captures that are not folded into a page yet, and for articles on pages of another address.

    >>> spellings("kaaw.de/förderung")
    ('https://kaaw.de/förderung', 'https://kaaw.de/f%C3%B6rderung', 'http://kaaw.de/förderung', 'http://kaaw.de/f%C3%B6rderung')
    """
    address = typed.strip().encode("utf-8", "replace").decode()  # no database takes half a surrogate pair
    rest = _WEB.sub("", address, count=1)
    schemes = ["http", "https"] if address.lower().startswith("http://") else ["https", "http"]
    if _OTHER_SCHEME.match(rest):
        return (address,)
    forms = [f"{scheme}://{rest}" for scheme in schemes]
    forms = [spelling for form in forms for spelling in (form, quote(form, safe=_NOT_ESCAPED))]
    forms += [urldefrag(form).url for form in forms]
    return tuple(dict.fromkeys(forms))
