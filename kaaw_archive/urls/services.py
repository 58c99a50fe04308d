"""Addresses of services that a page offers beside its content: print, mail, share, sign in, read aloud, subscribe."""

from __future__ import annotations

import re
from urllib.parse import unquote

from kaaw_archive.urls.keys import plain
from kaaw_archive.urls.kinds import query_of

PRINT_OR_SHARE = re.compile(
    "|".join(
        (
            # print and mail
            r"[?&](?:print|drucken|druckansicht|printview|printpdf|druck)(?:=|&|$)",
            r"/(?:print|drucken|druckansicht|druckversion|recommend|weiterempfehlen|seite-empfehlen|sendto)(?:[/.?]|$)",
            r"[?&](?:sendto|recommend|mailto|empfehlen)=",
            r"/cdn-cgi/l/email-protection\b",  # a mail address that Cloudflare hides
            # listening: ReadSpeaker and its kin, which read a page aloud that they are given
            r"^https?://(?:\w+[.-])*(?:readspeaker\.com|rsent\w*)/|[?&](?:readid|rsreadid|readspeaker)=",
            # what shares a page elsewhere
            r"^https?://(?:www\.)?(?:facebook\.com/shar|twitter\.com/(?:share|intent)|x\.com/intent|linkedin\.com/shar)",
            r"^https?://(?:www\.)?(?:xing\.com/(?:spi|social)|api\.whatsapp\.com|wa\.me|t\.me/share)",
        )
    ),
    re.IGNORECASE,
)
SIGN_IN = re.compile(
    r"/(?:login|logout|anmelden|abmelden|signin|register|registrierung|warenkorb|merkliste|merkzettel)(?:[/.?]|$)"
    r"|[?&](?:redirect_url|return_url|returnurl|came_from|backurl)=",  # where to go after signing in
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"/(?:sharer?|intent/(?:tweet|post)|shareArticle|share-offsite)\b[^?#]*\?|[?&]page=login\b", re.IGNORECASE
)
_FEED = re.compile(
    r"/(?:rss|feeds?|atom)(?:[/.?#]|\Z)|\.(?:rss|atom)(?:[?#]|\Z)|[?&](?:page=backend|format=(?:feed|rss))",
    re.IGNORECASE,
)


def is_print_or_share(url: str, *, of: str) -> bool:
    """Return True for an address that prints, mails, reads aloud or shares the page ``of``.

    >>> is_print_or_share("https://example.org/a.html?print=1", of="https://example.org/a.html")
    True
    >>> is_print_or_share("https://net.example/add?u=https%3A%2F%2Fexample.org%2Fa.html", of="https://example.org/a.html")
    True
    """
    return PRINT_OR_SHARE.search(url) is not None or _SHARE.search(url) is not None or _is_given(url, of)


def is_service(url: str, *, of: str) -> bool:
    """Return True for an address without content of its own: print, mail, share the page ``of``, sign in, a feed.

    >>> is_service("https://example.org/login", of="https://example.org/a.html")
    True
    >>> is_service("https://example.org/b.html", of="https://example.org/a.html")
    False
    """
    return is_print_or_share(url, of=of) or SIGN_IN.search(url) is not None or _FEED.search(url) is not None


def _is_given(url: str, page: str) -> bool:
    """Return True for an address whose query holds the address of the page, as buttons that share a page have it."""
    address = plain(page).partition("://")[2].rstrip("/")
    return "/" in address and address in unquote(query_of(url))
