"""JSON-LD of a page as objects, also where it is not quite JSON: comments around it, commas too many, entities."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lxml.html import HtmlElement

_LONGEST_SCRIPT = 500_000  # characters
_MOST_DEPTH = 4
_MOST_IN_LIST = 50
_INNER = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart")  # properties whose values describe the page, too
# <!-- -->, // <![CDATA[ // ]]>, /* <![CDATA[ */
_WRAPPED = re.compile(
    r"\A(?:<!--|(?://|/\*)?\s{0,4}<!\[CDATA\[\s{0,4}(?:\*/)?)|(?:-->|(?://|/\*)?\s{0,4}\]\]>\s{0,4}(?:\*/)?)\Z"
)
_MOST_WRAPPERS = 4
_COMMA_TOO_MANY = re.compile(r",(?=\s*[}\]])")
# the properties that are read from JSON-LD that cannot be parsed
_PROPERTY = re.compile(r'"(headline|datePublished|dateCreated|dateModified)"\s*:\s*"((?:[^"\\]|\\.){3,400})"')


def objects(elements: Iterable[HtmlElement]) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of all JSON-LD in the scripts of a page and in its meta elements named so, outer ones first."""
    for element in elements:
        kind, text = element.get("type") or element.get("name") or "", element.text or element.get("content")
        if "ld+json" in kind and text and len(text) <= _LONGEST_SCRIPT:
            yield from _inner(_parsed(text), 0)


def _parsed(text: str) -> Any:
    """Return the value of a script; of one that cannot be parsed, its first properties as those of an article."""
    for repair in (lambda raw: raw, _unwrapped, _unescaped, lambda raw: _COMMA_TOO_MANY.sub("", _unwrapped(raw))):
        try:
            return json.loads(repair(text), strict=False)
        except (ValueError, RecursionError):
            continue
    value = {name: _text_of(raw) for name, raw in reversed(_PROPERTY.findall(text))}  # the first counts
    return value | {"@type": "Article"}


def _unwrapped(text: str) -> str:
    for _ in range(_MOST_WRAPPERS):
        text = _WRAPPED.sub("", text.strip(" \t\r\n;"))
    return text


def _unescaped(text: str) -> str:
    return html.unescape(text) if "&quot;" in text and '"' not in text else text


def _inner(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > _MOST_DEPTH:
        return
    if isinstance(value, list):
        for one in value[:_MOST_IN_LIST]:
            yield from _inner(one, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in _INNER:
            yield from _inner(value.get(name), depth + 1)


def _text_of(raw: str) -> str | None:
    try:
        text = json.loads(f'"{raw}"', strict=False)
    except ValueError:
        return None
    return text if isinstance(text, str) else None
