"""Names that a page declares: the issuing body, its description and language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kaaw_archive import urls
from kaaw_archive.extract.html.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaaw_archive.extract.metadata.record import Metadata

_ISSUER_META = ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "application-name", "copyright")
_DESCRIPTION_META = ("description", "og:description", "dc.description", "twitter:description")
_LANGUAGE_META = ("content-language", "dc.language", "og:locale")
_LANGUAGE = re.compile(r"\A([a-z]{2,3})(?:[-_][A-Za-z0-9]+)*\Z", re.IGNORECASE)


def issuer(metadata: Metadata, url: str) -> str | None:
    """Return the name of the publishing body; None if the page states none but its host."""
    publishers = (name for one in metadata.linked for name in _names(one.get("publisher")))
    name = _first(metadata, _ISSUER_META) or next(publishers, None)
    return None if name and name.lower() in (urls.host(url), urls.site(url)) else name


def description(metadata: Metadata) -> str | None:
    """Return the description that the page gives of itself; None if it gives none."""
    return _first(metadata, _DESCRIPTION_META)


def language(metadata: Metadata) -> str | None:
    """Return the primary language subtag (ISO 639) that the page declares; None if it declares none."""
    found = _LANGUAGE.match((metadata.language or _first(metadata, _LANGUAGE_META) or "").strip())
    return found[1].lower() if found else None


def _first(metadata: Metadata, names: tuple[str, ...]) -> str | None:
    texts = (text for name in names for content in metadata.contents(name) if (text := one_line(content)))
    return next(texts, None)


def _names(value: Any) -> Iterator[str]:
    """Yield the names in a property of JSON-LD: a text, an object with a name, or a list of such."""
    if isinstance(value, list):
        for one in value[:20]:
            yield from _names(one)
    elif isinstance(value, dict):
        yield from _names(value.get("name"))
    elif isinstance(value, str) and (line := one_line(value)):
        yield line
