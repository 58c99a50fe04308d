"""Contao: associations and small agencies."""

from __future__ import annotations

from kaaw_archive.cms.system import System

SYSTEM = System(
    name="contao",
    generator=b"contao",
    marks=(b"mod_newsreader", b"assets/contao/"),
    article_selectors=(".mod_newsreader",),  # two associations
    drop_selectors=("p.back",),
)
