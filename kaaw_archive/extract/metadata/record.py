"""The declarations of a page for machines, parsed once: meta elements, JSON-LD, ``<title>``, language."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kaaw_archive.extract.html import trees

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.html import HtmlElement

_LONGEST_SCRIPT = 500_000  # characters
_MOST_DEPTH = 4
_MOST_IN_LIST = 50
_NAME_CHARACTERS = 60
ITEMPROP = "itemprop:"
_INNER = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart")  # properties whose values describe the page, too
# the properties that are read from JSON-LD that cannot be parsed
_PROPERTY = re.compile(r'"(headline|datePublished|dateCreated|dateModified)"\s*:\s*"((?:[^"\\]|\\.){3,400})"')


@dataclass(frozen=True, slots=True)
class Metadata:
    """Declarations of one page.

    ``meta``: name (lower case) and content of each meta element, in the order of the page; the name is its
    ``property`` or ``name``, ``ITEMPROP`` and its ``itemprop``, or its ``http-equiv``. ``linked``: the objects of
    JSON-LD, outer ones first. ``title``: text of the first ``<title>``. ``language``: ``<html lang>``. ``microdata``:
    the elements with an ``itemprop``.
    """

    meta: tuple[tuple[str, str], ...] = ()
    linked: tuple[Mapping[str, Any], ...] = ()
    title: str | None = None
    language: str | None = None
    microdata: tuple[HtmlElement, ...] = ()

    def contents(self, name: str) -> Iterator[str]:
        """Yield the contents of the meta elements of this name."""
        return (content for known, content in self.meta if known == name)

    def items(self, *properties: str) -> list[HtmlElement]:
        """Return the elements that microdata mark as one of these properties."""
        return [element for element in self.microdata if element.get("itemprop") in properties]

    def texts(self, *properties: str) -> Iterator[tuple[str, str]]:
        """Yield name and text of these properties of JSON-LD, object by object."""
        for entity in self.linked:
            for name in properties:
                if isinstance(text := entity.get(name), str):
                    yield name, text


def metadata_of(tree: HtmlElement) -> Metadata:
    """Parse the declarations of a page. The tree stays as it is."""
    title = next(tree.iter("title"), None)
    return Metadata(
        meta=tuple(_meta(tree)),
        linked=tuple(_linked(tree)),
        title=title.text if title is not None else None,
        language=tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang"),
        microdata=tuple(trees.with_itemprop(tree)),
    )


def _meta(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    for element in tree.iter("meta"):
        get = element.get
        name = get("property") or get("name") or f"{ITEMPROP}{get('itemprop') or ''}".removesuffix(ITEMPROP)
        name = name or get("http-equiv") or ""
        yield name.strip().lower()[:_NAME_CHARACTERS], get("content") or ""
        if data := get("data-content"):  # Sitepark describes a page so, in JSON
            yield "data-content", data


def _linked(tree: HtmlElement) -> Iterator[Mapping[str, Any]]:
    for script in tree.iter("script"):
        text = script.text
        if "ld+json" not in (script.get("type") or "") or not text or len(text) > _LONGEST_SCRIPT:
            continue
        try:
            value = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            value = {name: _unescaped(raw) for name, raw in reversed(_PROPERTY.findall(text))}  # the first counts
            value["@type"] = "Article"
        yield from _objects(value, 0)


def _objects(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > _MOST_DEPTH:
        return
    if isinstance(value, list):
        for one in value[:_MOST_IN_LIST]:
            yield from _objects(one, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in _INNER:
            yield from _objects(value.get(name), depth + 1)


def _unescaped(raw: str) -> str | None:
    try:
        text = json.loads(f'"{raw}"', strict=False)
    except ValueError:
        return None
    return text if isinstance(text, str) else None
