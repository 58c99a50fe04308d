"""The declarations of a page for machines, parsed once: meta elements, JSON-LD, ``<title>``, language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kaaw_archive.extract.html import trees
from kaaw_archive.extract.metadata import json_ld

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lxml.html import HtmlElement

_NAME_CHARACTERS = 60
ITEMPROP = "itemprop:"


@dataclass(frozen=True, slots=True)
class Metadata:
    """Declarations of one page.

    ``meta``: name (lower case) and content of each meta element, in the order of the page; the name is its
    ``property`` or ``name``, ``ITEMPROP`` and its ``itemprop``, or its ``http-equiv``. ``linked``: the objects of
    JSON-LD, outer ones first. ``title``: text of the first ``<title>``. ``language``: ``<html lang>``. ``microdata``:
    the elements with an ``itemprop``. ``bases``: what addresses are resolved against (``<base href>``).
    """

    meta: tuple[tuple[str, str], ...] = ()
    linked: tuple[Mapping[str, Any], ...] = ()
    title: str | None = None
    language: str | None = None
    microdata: tuple[HtmlElement, ...] = ()
    bases: tuple[str, ...] = ()

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
    found = list(tree.iter("title", "meta", "script", "base"))  # one walk
    title = next((element for element in found if element.tag == "title"), None)
    return Metadata(
        meta=tuple(_meta(element for element in found if element.tag == "meta")),
        linked=tuple(json_ld.objects(element for element in found if element.tag in ("script", "meta"))),
        title=title.text if title is not None else None,
        language=tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or tree.get("xml:lang"),
        microdata=tuple(trees.with_itemprop(tree)),
        bases=tuple(element.get("href") or "" for element in found if element.tag == "base"),
    )


def _meta(elements: Iterable[HtmlElement]) -> Iterator[tuple[str, str]]:
    for element in elements:
        get = element.get
        name = get("property") or get("name") or f"{ITEMPROP}{get('itemprop') or ''}".removesuffix(ITEMPROP)
        name = name or get("http-equiv") or ""
        yield name.strip().lower()[:_NAME_CHARACTERS], get("content") or get("value") or ""
        if data := get("data-content"):  # Sitepark describes a page so, in JSON
            yield "data-content", data
