"""Text for machines among that of readers: settings of widgets as JSON, scripts, unfilled templates and shortcodes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kaaw_archive.extract.article.page import ArticlePage
    from kaaw_archive.extract.html.segments import Segment

_LONGEST = 20_000  # characters that are looked at
_JSON = re.compile(r"\A[\[{]\s*[\[{\"].*[\]}];?\Z", re.DOTALL)
_FIELD = re.compile(r'"[\w$. -]{1,60}"\s?:')
_SCRIPT = re.compile(
    r"\A(?:(?:var|let|const)\s+[\w$]{1,60}\s?=|window\.[\w$.]{1,60}\s?=|\(?function\s?\(|(?:jQuery|\$)\()"
)
_PLACES = re.compile(  # {{#each items}}, ${name}, [vc_row css="…"]
    r"\{\{[^{}]{1,120}\}\}|\$\{[\w.]{1,60}\}|\[/?[a-z][a-z0-9]{0,30}(?:_[a-z0-9]{1,30})+(?:\s[^\[\]]{0,300})?\]"
)
_LETTER = re.compile(r"\w")


def without_machine_text(page: ArticlePage, numbers: list[int]) -> list[int]:
    """Remove segments that are data or code and do not stand in ``pre`` or ``code``, where readers are meant."""
    return [number for number in numbers if not _is_for_machines(page.segments.all[number])] or numbers


def _is_for_machines(segment: Segment) -> bool:
    text = segment.text[:_LONGEST]
    if not any(sign in text for sign in ("{", "[", "(")) or segment.tag in ("pre", "code"):
        return False
    if _JSON.match(text) and _FIELD.search(text):
        return True
    if _SCRIPT.match(text):
        return True
    return _PLACES.search(text) is not None and not _LETTER.search(_PLACES.sub(" ", text))
