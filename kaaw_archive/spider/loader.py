"""Finds spiders, and lets one file that does not import hide no other."""

from __future__ import annotations

import importlib
import logging
import pkgutil
from typing import TYPE_CHECKING, Any

from scrapy.spiderloader import SpiderLoader

from kaaw_archive.errors import message_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)


class EachSpiderLoader(SpiderLoader):
    """``broken``: the modules of SPIDER_MODULES that cannot be imported, by name, with the error in one line.

    Scrapy's own stops at the first, and no spider at all is found.
    """

    def __init__(self, settings: BaseSettings) -> None:
        self.broken: dict[str, str] = {}
        super().__init__(settings)

    def _load_all_spiders(self) -> None:
        for name in self.spider_modules:
            for module in self._modules(name):
                self._load_spiders(module)
        for module_name, error in self.broken.items():
            logger.warning("spiders in %s are left out: %s", module_name, error)
        self._check_name_duplicates()

    def _modules(self, name: str) -> Iterator[ModuleType]:
        module = self._imported(name)
        if module is None:
            return
        yield module
        path: Any = getattr(module, "__path__", None)
        for found in pkgutil.iter_modules(path) if path is not None else ():
            yield from self._modules(f"{name}.{found.name}")

    def _imported(self, name: str) -> ModuleType | None:
        try:
            return importlib.import_module(name)
        except Exception as error:  # whatever a file does when it is imported
            self.broken[name] = f"{type(error).__name__}: {message_of(error)}"
            return None
