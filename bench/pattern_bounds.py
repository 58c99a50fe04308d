"""Patterns whose time grows faster than their text, and the bound of the text that each of them is given."""

from __future__ import annotations

from typing import NamedTuple

from kaaw_archive import bounds

LONGEST_S = 0.5  # of CPU, at the bound; on a machine that does other things too


class Bound(NamedTuple):
    """Most characters of the text that a pattern is given, and the place where it is cut."""

    characters: int
    reason: str


_ADDRESS = Bound(bounds.ADDRESS_CHARACTERS, "bounds.ADDRESS_CHARACTERS")
_OWN = Bound(1_000, "selectors and names of this package")
# By module, or by module and name.
BOUNDS: dict[str, Bound] = {
    "kaaw_archive.cms.contao": _ADDRESS,
    "kaaw_archive.cms.drupal": _ADDRESS,
    "kaaw_archive.cms.gsb": _ADDRESS,
    "kaaw_archive.cms.ikiss": _ADDRESS,
    "kaaw_archive.cms.joomla": _ADDRESS,
    "kaaw_archive.cms.nolis": _ADDRESS,
    "kaaw_archive.cms.plain": _ADDRESS,
    "kaaw_archive.cms.plone": _ADDRESS,
    "kaaw_archive.cms.sitepark": _ADDRESS,
    "kaaw_archive.cms.traps": _ADDRESS,
    "kaaw_archive.cms.typo3": _ADDRESS,
    "kaaw_archive.cms.wordpress": _ADDRESS,
    "kaaw_archive.seeds.addresses": _ADDRESS,
    "kaaw_archive.seeds.links:_FEED_ADDRESS": _ADDRESS,
    "kaaw_archive.urls.keys": _ADDRESS,
    "kaaw_archive.urls.services": _ADDRESS,
    "kaaw_archive.extract.article.links_beside:_WAYS": Bound(80, "extract/article/links_beside._LABEL_CHARACTERS"),
    "kaaw_archive.extract.front_signs:_MARK": Bound(4_000, "extract/front_parts.SHOWN_CHARACTERS"),
    "kaaw_archive.wordings.access": Bound(8_000, "twice extract/front_parts.SHOWN_CHARACTERS, for title and labels"),
    "kaaw_archive.wordings.conditions": Bound(400, "wordings/conditions.SENTENCE_CHARACTERS; labels are shorter"),
    "kaaw_archive.extract.html.trees:_CLOSED_HTML": Bound(4_096, "extract/html/trees._BEGINNING"),
    "kaaw_archive.extract.html.trees:_IN_BRACKETS": _OWN,
    "kaaw_archive.extract.html.groups:_by_start": _OWN,
    # titles and headings are shorter than what a page opens with
    "kaaw_archive.wordings.phrases": Bound(bounds.OPENING_CHARACTERS, "bounds.OPENING_CHARACTERS"),
    "kaaw_archive.extract.notices:_BARRIERS": Bound(bounds.OPENING_CHARACTERS, "bounds.OPENING_CHARACTERS"),
    "kaaw_archive.wordings.signs": Bound(bounds.OPENING_CHARACTERS, "bounds.OPENING_CHARACTERS"),
}


def of(module: str, name: str) -> Bound | None:
    """Return the bound of a pattern by its name, or by its module; None if it has none."""
    return BOUNDS.get(f"{module}:{name}") or BOUNDS.get(module)
