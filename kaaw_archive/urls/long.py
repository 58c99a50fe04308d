"""Addresses that are longer than can be asked for: kept by their digest and their beginning."""

from __future__ import annotations

import hashlib

from kaaw_archive.bounds import ADDRESS_CHARACTERS

_BEGINNING = 100  # characters


def cut_if_long(url: str) -> str:
    """Return an address as it is, or a text in its place if it has more than 2,000 characters.

    It is no web address, so that nothing asks for it: ``cut:sha256:``, the digest of the address, and how it begins.

    >>> cut_if_long("https://kaaw.de/"), cut_if_long("https://kaaw.de/" + "a" * 2_000)[75:100]
    ('https://kaaw.de/', ':https://kaaw.de/aaaaaaaa')
    """
    if len(url) <= ADDRESS_CHARACTERS:
        return url
    digest = hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()
    return f"cut:sha256:{digest}:{url[:_BEGINNING]}"
