"""The Scrapy project that a command works in: its settings module, its folder and its spiders."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.spiderloader import get_spider_loader
from scrapy.utils.conf import closest_scrapy_cfg, init_env
from scrapy.utils.project import get_project_settings

from kaaw_archive import shipped, urls
from kaaw_archive.errors import WrongArguments
from kaaw_archive.spider import NewsSpider, rules_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy.settings import Settings

OURS = "kaaw_archive.settings"
_NAMED_BY = "SCRAPY_SETTINGS_MODULE"


class ArchivesNothing(WrongArguments):
    """Settings of a Scrapy project that does not keep what it fetches."""


@dataclass(frozen=True, slots=True)
class SpiderFacts:
    """Facts about a spider that the schedule needs; ``seeds`` and ``hosts`` are those that its class names.

    ``arguments`` go to each of its crawls. ``label`` stands for it in reports: the name of a followed site, else its
    own. ``every_s``: seconds between two of its crawls at least, None: whenever something is due.
    """

    name: str
    source: str
    module: str
    seeds: tuple[str, ...]
    hosts: frozenset[str]
    rules: str  # fingerprint of the rules by which its seeds are read
    is_scheduled: bool
    label: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    every_s: float | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """A Scrapy project. ``folder`` holds its scrapy.cfg (None: no such file); ``broken`` modules do not import."""

    settings_module: str
    folder: Path | None
    spiders: tuple[SpiderFacts, ...]
    broken: tuple[str, ...]
    notify: str = ""  # ARCHIVE_NOTIFY

    def spider(self, name: str) -> SpiderFacts:
        """Return the spider of this name. Raises WrongArguments if there is none."""
        for spider in self.spiders:
            if spider.name == name:
                return spider
        names = ", ".join(spider.name for spider in self.spiders)
        raise WrongArguments(f"there is no spider {name!r}: there are {names}")

    def environment(self) -> dict[str, str]:
        """Return the environment for a process that runs one of its spiders, in any folder."""
        paths = [str(self.folder)] if self.folder is not None else []
        paths += filter(None, [os.environ.get("PYTHONPATH")])
        python_path = {"PYTHONPATH": os.pathsep.join(paths)} if paths else {}
        return {**os.environ, **python_path, _NAMED_BY: self.settings_module}


def settings_in_force() -> tuple[Settings, str, Path | None]:
    """Return the settings, the name of their module, and the folder of the scrapy.cfg that names it.

    The module is that of SCRAPY_SETTINGS_MODULE, else of the scrapy.cfg in this folder or above it if it is made from
    ours, else our own; its name is put into the environment, where Scrapy expects it. Raises WrongArguments if the
    module that is named cannot be imported, or if the one in the environment archives nothing.
    """
    if os.environ.get(_NAMED_BY):
        return _imported(), os.environ[_NAMED_BY], None
    os.environ.pop(_NAMED_BY, None)  # empty is as good as not there, which Scrapy does not know
    init_env()
    cfg = closest_scrapy_cfg()
    folder = Path(cfg).resolve().parent if cfg else None
    if folder is not None:
        sys.path.insert(0, str(folder))  # Scrapy puts it last; here and in each crawl it comes first
    if os.environ.setdefault(_NAMED_BY, OURS) != OURS:
        try:
            return _imported(), os.environ[_NAMED_BY], folder
        except ArchivesNothing:
            os.environ[_NAMED_BY], folder = OURS, None  # somebody else's project, in whose folder we happen to be
    return _imported(), OURS, folder


def in_force() -> Project:
    """Return the project in force. Raises as :func:`settings_in_force` does."""
    settings, module, folder = settings_in_force()
    loader = get_spider_loader(settings)
    classes = [loader.load(name) for name in sorted(loader.list())]
    return Project(
        settings_module=module,
        folder=folder,
        spiders=tuple(_not_by_itself(facts(spider)) for spider in classes if issubclass(spider, NewsSpider)),
        broken=tuple(sorted(getattr(loader, "broken", {}))),
        notify=str(settings.get("ARCHIVE_NOTIFY") or ""),
    )


def _not_by_itself(spider: SpiderFacts) -> SpiderFacts:
    """Return the spider; one that comes with this package runs only if it is followed, in its checkout, too."""
    file = python_file(spider)
    return replace(spider, is_scheduled=False) if file is not None and file.parent in shipped.FOLDERS else spider


def spider_class(spider: SpiderFacts) -> type[NewsSpider]:
    """Return the class of a spider of the project."""
    return next(
        value
        for value in vars(sys.modules[spider.module]).values()
        if isinstance(value, type) and issubclass(value, NewsSpider) and getattr(value, "name", None) == spider.name
    )


def python_file(spider: SpiderFacts) -> Path | None:
    """Return the file in which a spider is written; None if its module has none."""
    file = getattr(sys.modules.get(spider.module), "__file__", None)
    return Path(file) if file else None


def facts(spider: type[NewsSpider] | NewsSpider) -> SpiderFacts:
    """Return the facts about a spider's class, or about a spider with its arguments."""
    hosts = {urls.host(address) for address in spider.seeds} | set(spider.hosts)
    return SpiderFacts(
        name=str(spider.name),
        source=_source(spider),
        module=spider.__module__,
        label=str(spider.name),
        seeds=tuple(spider.seeds),
        rules=rules_of(spider).fingerprint,
        hosts=frozenset(host.removeprefix("www.") for host in hosts),
        is_scheduled=spider.is_scheduled and spider.source != "*",
    )


def _source(spider: type[NewsSpider] | NewsSpider) -> str:
    """Return the source in the rows of its crawls: '*' if it visits pages of many sites."""
    return urls.site(spider.seeds[0]) if spider.source == "*" and spider.seeds else spider.source


def _imported() -> Settings:
    module = os.environ[_NAMED_BY]
    try:
        settings = get_project_settings()
    except ImportError as error:
        raise WrongArguments(
            f"the settings module {module} cannot be imported ({error}): mend the scrapy.cfg or SCRAPY_SETTINGS_MODULE"
            " that names it"
        ) from error
    if not _keeps_captures(settings):
        raise ArchivesNothing(f"the settings {module} archive nothing: begin them with `from {OURS} import *`")
    return settings


def _keeps_captures(settings: Settings) -> bool:
    components = settings.get_component_priority_dict_with_base("DOWNLOADER_MIDDLEWARES")
    return any(
        getattr(component, "__name__", str(component)).endswith("KeepCapture") and place is not None
        for component, place in components.items()
    )
