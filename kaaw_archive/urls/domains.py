"""Registrable domain of a host: the part of its name that somebody registered, by the Public Suffix List."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tldextract import TLDExtract


@lru_cache(maxsize=65_536)
def registrable_domain(host: str) -> str:
    """Return the domain below which the owner of a host can make names; the host itself if it is an address.

    Below an unknown suffix it is the last two labels. Names below the suffix of a company (``github.io``) belong to
    that company: its servers fail together.

    >>> registrable_domain("www.bmi.bund.de"), registrable_domain("www.stadt.example"), registrable_domain("127.0.0.1")
    ('bund.de', 'stadt.example', '127.0.0.1')
    """
    if ":" in host or host.replace(".", "").isdigit():
        return host
    return _suffixes().extract_str(host).top_domain_under_public_suffix or ".".join(host.split(".")[-2:])


@lru_cache(maxsize=1_024)
def is_public_suffix(host: str) -> bool:
    """Return True if strangers have names below this one, suffixes of companies (``github.io``) included.

    >>> is_public_suffix("co.uk"), is_public_suffix("github.io"), is_public_suffix("stadt.example")
    (True, True, False)
    """
    found = _suffixes().extract_str(host, include_psl_private_domains=True)
    return "." not in host or not found.domain


@cache
def _suffixes() -> TLDExtract:
    """Return the list that the library ships: no request to the network, and no file in the user's cache."""
    from tldextract import TLDExtract  # takes 50 ms and half of Scrapy's commands need no domain

    return TLDExtract(suffix_list_urls=(), cache_dir=None)
