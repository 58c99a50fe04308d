"""Robots and rights signals: what one response, or a site's tdmrep.json, says about the use of its blocks.

Sources: Robots meta tag and X-Robots-Tag (Google Search Central, robots meta tag specifications), the TDM Reservation
Protocol (W3C community group report), AIPREF attachment draft (draft-ietf-aipref-attach-04, ``Content-Usage``).
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from kaaw_archive.http import media_type
from kaaw_archive.urls import without_credentials

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# This runs between two responses. The head of a page is 17 KB long in the median, but 100 KB where styles are inline;
# where nothing ends it, only so much is looked at as takes 0.1 ms.
_RULES_BYTES = 500 * 1024  # as of robots.txt: it is read in the process of the crawl
_LONGEST_HEAD_BYTES = 131_072
_ENDLESS_HEAD_BYTES = 32_768
_VALUES = 20  # of one name, and
_RULES = 1_000  # of one tdmrep.json: each is looked at for each page
_CHARACTERS = 500  # of one value: a hostile page must not fill the archive
_NAME = re.compile(rb"\bname\s*=\s*(?:[\"']\s*)?(robots|tdm-reservation|tdm-policy)\s*[\"'\s/>]")
_CONTENT = re.compile(rb"\bcontent\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
TdmRules = tuple[dict[str, Any], ...]  # as they stand in the file
_MARKUP = ("text/html", "application/xhtml+xml")


def signals(
    headers: Mapping[str, Sequence[str]], payload: bytes | None, content_type: str | None
) -> dict[str, Any] | None:
    """Return the signals of one response as JSON-able values; None if there are none.

    Keys, each only where there is such a signal:

    - ``x_robots_tag``: list of header values as sent, a user agent's name in front included
    - ``robots``: list of the contents of ``meta[name=robots]``
    - ``tdm``: 0 or 1, ``tdm-reservation``; ``tdm_policy``: an address, as written. The markup overrides the header,
      its absence resets nothing, any value but 0 and 1 is as if not there
    - ``tdm_from``: ``header`` or ``meta``, where ``tdm`` stood
    - ``content_usage``: list of ``Content-Usage`` header values, as sent
    """
    found: dict[str, Any] = {}
    _keep(found, "x_robots_tag", headers.get("x-robots-tag", ()))
    _keep(found, "content_usage", headers.get("content-usage", ()))
    _take_tdm(found, headers.get("tdm-reservation", ()), headers.get("tdm-policy", ()), "header")
    if payload and _is_markup(payload, content_type):
        meta = _meta_values(payload)
        _keep(found, "robots", meta.get("robots", ()))
        _take_tdm(found, meta.get("tdm-reservation", ()), meta.get("tdm-policy", ()), "meta")
    return found or None


def tdmrep_rules(body: bytes) -> TdmRules:
    """Return the rules in a site's ``/.well-known/tdmrep.json``, in its order, for :func:`tdmrep_for`.

    The file is a list of objects with ``location`` (as in robots.txt: ``*`` and a closing ``$``),
    ``tdm-reservation`` and ``tdm-policy``. A file that is no such list, or has over half a megabyte, holds no rules;
    the first 1,000 count.
    """
    if len(body) > _RULES_BYTES:
        return ()
    try:
        rules = json.loads(body)
    except (ValueError, RecursionError):
        return ()
    return tuple(rule for rule in rules if isinstance(rule, dict))[:_RULES] if isinstance(rules, list) else ()


def tdmrep_for(rules: TdmRules, path: str) -> dict[str, Any] | None:
    """Return the rule for one path (with its query), by the first location that matches; None if none does.

    Returns ``tdm`` (0 or 1) and ``tdm_policy`` (an address, where there is one), as in :func:`signals`.
    """
    for rule in rules:
        if _covers(rule.get("location"), path):
            found: dict[str, Any] = {}
            _take_tdm(found, [str(rule.get("tdm-reservation"))], [rule.get("tdm-policy")], "tdmrep.json")
            return found or None
    return None


def _is_markup(payload: bytes, content_type: str | None) -> bool:
    if content_type:
        return media_type(content_type) in _MARKUP
    return b"<meta" in payload[:2048].lower()


def _meta_values(payload: bytes) -> dict[str, list[str]]:
    end = payload.find(b"</head", 0, _LONGEST_HEAD_BYTES)
    if end < 0:
        end = payload.find(b"</HEAD", 0, _LONGEST_HEAD_BYTES)
    head = payload[: end if end >= 0 else _ENDLESS_HEAD_BYTES]
    lower = head.lower()  # as long as the head itself: a place in one is the same in the other
    values: dict[str, list[str]] = {}
    for word in (b"robots", b"tdm-"):
        at = lower.find(word)
        while at >= 0:
            begin, end = lower.rfind(b"<", max(0, at - 1000), at), lower.find(b">", at)
            end = end if end >= 0 else len(lower)
            name = _NAME.search(lower, begin, end + 1) if lower[begin : begin + 5] == b"<meta" else None
            if name and (content := _CONTENT.search(head, begin, end)):
                text = (content[1] or content[2] or content[3] or b"").decode("utf-8", "replace")
                values.setdefault(name[1].decode("ascii"), []).append(text)
            at = lower.find(word, end)
    return values


def _keep(found: dict[str, Any], key: str, values: Sequence[str]) -> None:
    kept = [_clean(value) for value in values[:_VALUES] if value.strip()]
    if kept:
        found[key] = kept


def _take_tdm(found: dict[str, Any], reservations: Sequence[str], policies: Sequence[object], where: str) -> None:
    flags = [value.strip() for value in reservations if value.strip() in ("0", "1")]
    if flags:
        found["tdm"] = int(flags[0])
        found["tdm_from"] = where
    named = [_clean(value) for value in policies if isinstance(value, str) and value.strip()]
    if named:
        found["tdm_policy"] = named[0]


def _clean(value: str) -> str:
    """Return a value cut to length, without passwords, and without the lone surrogates that no database takes."""
    return without_credentials(value.strip()[:_CHARACTERS]).encode("utf-8", "replace").decode()


def _covers(location: object, path: str) -> bool:
    if not isinstance(location, str) or not location:
        return False
    ends = location.endswith("$")
    pieces = location.removesuffix("$").split("*")
    if len(pieces) == 1:
        return path == pieces[0] if ends else path.startswith(pieces[0])
    if not path.startswith(pieces[0]):
        return False
    # no regular expression: many stars in a hostile file would take exponential time
    at = len(pieces[0])
    for piece in pieces[1:-1]:
        at = path.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    last = pieces[-1]
    return path.endswith(last) and len(path) - len(last) >= at if ends else path.find(last, at) >= 0
