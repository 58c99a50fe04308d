"""The declarations of a page for machines, parsed once: meta elements, JSON-LD, ``<title>``, language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kaaw_archive.extract.html import trees
from kaaw_archive.extract.metadata import json_ld

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.html import HtmlElement

_NAME_CHARACTERS = 60
ITEMPROP = "itemprop:"


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
                if isinstance(text := entity.get(name), str | int) and not isinstance(text, bool):
                    yield name, str(text)


def metadata_of(tree: HtmlElement) -> Metadata:
    """Parse the declarations of a page. The tree stays as it is."""
    title = next(tree.iter("title"), None)
    return Metadata(
        meta=tuple(_meta(tree)),
        linked=tuple(json_ld.objects(tree)),
        title=title.text if title is not None else None,
        language=tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang"),
        microdata=tuple(trees.with_itemprop(tree)),
    )


def _meta(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    for element in tree.iter("meta"):
        get = element.get
        name = get("property") or get("name") or f"{ITEMPROP}{get('itemprop') or ''}".removesuffix(ITEMPROP)
        name = name or get("http-equiv") or ""
        yield name.strip().lower()[:_NAME_CHARACTERS], get("content") or get("value") or ""
        if data := get("data-content"):  # Sitepark describes a page so, in JSON
            yield "data-content", data
