"""Registered domains of pages: which fold of the cross-validation they are in, and which pages are aside."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import tldextract

from bench import thirds

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDS = 5
_suffixes = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)  # its own list, and no network


def fold_of(name: str, record: Mapping[str, Any]) -> int:
    """Return the fold of a page: all pages of one registered domain are in the same."""
    return int(hashlib.md5(domain_of(name, record).encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def domain_of(name: str, record: Mapping[str, Any]) -> str:
    """Return the registered domain of a page; its name if the address is invented or not known."""
    if record["set"] == "moz":
        return name
    return _suffixes(record.get("url", "")).top_domain_under_public_suffix or record["host"] or name


def is_aside(name: str, record: Mapping[str, Any]) -> bool:
    """Return True for a page of the third of the suites that no rule and no model has seen."""
    return thirds.is_aside(domain_of(name, record))
