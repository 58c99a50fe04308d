"""A Scrapy add-on for projects that are not ours: what they fetch is archived, and nothing else changes.

    ADDONS = {"kaaw_archive.addon.ArchiveAddon": 100}
    ARCHIVE = "/srv/news.db"  # or KAAW_ARCHIVE in the environment; archive.db without either

Articles are read from the archive on another occasion: by `kaaw derive`, or by the next crawl or `kaaw run` of ours.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kaaw_archive.addon.recorder import Recorder

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

_COMPONENTS = "DOWNLOADER_MIDDLEWARES"
_OURS = "kaaw_archive.middlewares."
_NEAREST_THE_NETWORK = sys.maxsize  # any middleware of theirs is further away, whatever its number


class ArchiveAddon:
    """Adds one downloader middleware, which only looks. In our own project, which keeps everything, it adds none."""

    def update_settings(self, settings: BaseSettings) -> None:
        components = settings.getdict(_COMPONENTS)
        if any(_path(component).startswith(_OURS) and place is not None for component, place in components.items()):
            return
        settings.setdefault_in_component_priority_dict(_COMPONENTS, Recorder, _NEAREST_THE_NETWORK)


def _path(component: object) -> str:
    return component if isinstance(component, str) else str(getattr(component, "__module__", "")) + "."


__all__ = ["ArchiveAddon"]
