"""A new site: its front page is looked at once, and a spider and a test case are written from what it says."""

from __future__ import annotations

import contextlib
import html
import json
import keyword
import re
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from protego import Protego
from scrapy.utils.project import get_project_settings

from kaaw_archive import cms, seeds, urls
from kaaw_archive.archive import payloads
from kaaw_archive.archive.queries.captures import newest_robots
from kaaw_archive.errors import ArchiveError, DamagedPayload, WrongArguments
from kaaw_archive.extract.html.decoding import decode

if TYPE_CHECKING:
    import sqlite3

    from kaaw_archive.project import Project
    from kaaw_archive.seeds import SeedRules
    from kaaw_archive.sites.recording import Stored

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_AGENT = "kaaw_archive"  # ROBOTSTXT_USER_AGENT
_MOST_SEEDS = 8  # more than that is a site's whole menu: a person chooses
_LINE = 116  # characters of a line of the story


@dataclass(frozen=True, slots=True)
class Front:
    """What a front page, and the robots.txt beside it, say of the news of a site."""

    url: str
    seen_on: str
    title: str
    system: str
    evidence: str
    articles: int
    is_listing: bool
    linked: tuple[str, ...]  # feeds and listings, in the order of the page
    closed: int  # feeds and listings that robots.txt closes to us
    sitemaps: tuple[str, ...]  # that robots.txt names

    @property
    def seeds(self) -> tuple[str, ...]:
        """Where a spider of this site starts; its front page where nothing else is found."""
        own = (self.url,) if self.is_listing else ()
        distinct = {urls.key(url): url for url in reversed((*own, *self.linked[:_MOST_SEEDS], *self.sitemaps))}
        return tuple(reversed(distinct.values())) or (self.url,)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a new spider and its cases are written."""

    file: Path
    cases: Path


def check_name(name: str) -> None:
    """Raises WrongArguments for what cannot name a file, a spider and a folder."""
    if not _NAME.match(name) or keyword.iskeyword(name):
        raise WrongArguments(f"{name!r} cannot name a spider: small letters, digits and _, as in stadt_beispiel")


def place_for(project: Project, name: str) -> Place:
    """Where NAME belongs in the project of the scrapy.cfg here or above.

    Raises WrongArguments where there is no such project, no folder for spiders in it, or a spider of this name.
    """
    check_name(name)
    if any(spider.name == name for spider in project.spiders):
        raise WrongArguments(f"there is a spider {name} already: choose another name, or edit its file")
    if project.folder is None:
        raise WrongArguments(
            "there is no project to write into: go to a checkout, or to a folder with a scrapy.cfg (README, A new site)"
        )
    file = spiders_folder(project) / f"{name}.py"
    if file.exists():
        raise WrongArguments(f"{file} is there already: it is never overwritten")
    return Place(file, cases_folder(project) / name)


def spiders_folder(project: Project) -> Path:
    """The first folder inside the project that SPIDER_MODULES (NEWSPIDER_MODULE before it) names."""
    assert project.folder is not None
    settings = get_project_settings()
    for module in (settings.get("NEWSPIDER_MODULE"), *settings.getlist("SPIDER_MODULES")):
        folder = project.folder.joinpath(*str(module or "").split("."))
        if module and folder.is_dir():
            return folder
    raise WrongArguments(f"SPIDER_MODULES of {project.settings_module} names no folder in {project.folder}")


def cases_folder(project: Project) -> Path:
    """Where the test cases of all sites of the project lie."""
    return (project.folder or Path.cwd()) / "tests" / "sites"


def front_of(connection: sqlite3.Connection, found: Stored) -> Front:
    """Reads a stored front page; what it links and robots.txt names is not visited."""
    system = cms.detect(found.payload, found.url)
    page = seeds.read(found.payload, found.url, found.content_type, rules_of(found.url, system.name))
    rules = _robots(connection, urls.origin(found.url))
    open_to_us = [one.url for one in page.seeds if rules.can_fetch(one.url, _AGENT)]
    title = _TITLE.search(decode(found.payload, found.content_type))
    return Front(
        url=found.url,
        seen_on=found.captured_at[:10],
        title=_one_line(title[1]) if title else urls.site(found.url),
        system=system.name,
        evidence=_one_line(system.evidence),
        articles=len(page.articles),
        is_listing=page.kind in ("listing", "feed", "sitemap") and bool(page.articles or page.seeds),
        linked=tuple(open_to_us),
        closed=len(page.seeds) - len(open_to_us),
        sitemaps=tuple(url for url in rules.sitemaps if urls.site(url) == urls.site(found.url)),
    )


def _robots(connection: sqlite3.Connection, origin: str) -> Protego:
    """The rules of the site as they were captured with the page; none where it has none."""
    robots = newest_robots(connection, f"{origin}/robots.txt", "")
    body = b""
    if robots is not None and robots.payload_digest and robots.status == 200:
        with contextlib.suppress(KeyError, DamagedPayload):
            body = payloads.read(connection, robots.payload_digest)
    return Protego.parse(body.decode("utf-8-sig", "replace"))


def rules_of(url: str, system: str) -> SeedRules:
    """The rules that the new spider will have."""
    return seeds.SeedRules(hosts=(urls.host(url),), system=None if system == "plain" else system)


def spider_text(name: str, front: Front) -> str:
    """The file of the spider: short, as data, and the site's story on top."""
    title = "".join(part.title() for part in name.split("_"))
    addresses = [json.dumps(url, ensure_ascii=False) for url in front.seeds]
    listed = "\n" + "".join(f"        {address},\n" for address in addresses) + "    "
    if len(addresses) == 1 and len(addresses[0]) <= 120 - len("    seeds = (,)"):
        listed = f"{addresses[0]},"
    system = "" if front.system == "plain" else f'    system = "{front.system}"\n'
    return f'''"""{_fitting(front.title)}

{_story(front)}
"""

from __future__ import annotations

from kaaw_archive.spider import NewsSpider


class {title}Spider(NewsSpider):
    name = "{name}"
    source = "{urls.site(front.url)}"
    hosts = ("{urls.host(front.url)}",)
{system}    seeds = ({listed})
'''


def _story(front: Front) -> str:
    made_by = "no content system that we know" if front.system == "plain" else f"{front.system} ({front.evidence})"
    found = [f"{front.articles} articles" if front.is_listing else "no list of articles",
             f"{len(front.linked)} feeds and listings linked",
             f"{front.closed} more closed by robots.txt", f"{len(front.sitemaps)} sitemaps named by it"]  # fmt: skip
    sentences = (f"Front page seen on {front.seen_on}: {made_by}; {', '.join(found)}. Nothing of it was visited yet."
                 " Add a dated line whenever the site changes.")  # fmt: skip
    lines = [""]
    for word in sentences.split():
        if len(lines[-1]) + len(word) >= _LINE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


def _fitting(text: str) -> str:
    """A title as the first line of a module."""
    text = textwrap.shorten(text, _LINE - 3, placeholder="…") or "A site without a title"
    return text if text[-1] in ".!?…" else f"{text}."


def _one_line(text: str) -> str:
    """What a page says, in a form that ends no string of Python."""
    plain = " ".join(html.unescape(text).split())
    return "".join(sign for sign in plain if sign.isprintable()).replace("\\", "/").replace('"', "'")


def write_spider(file: Path, text: str) -> None:
    """Raises WrongArguments where the file is there, ArchiveError where it cannot be written."""
    try:
        with file.open("x", encoding="utf-8") as target:
            target.write(text)
    except FileExistsError:
        raise WrongArguments(f"{file} is there already: it is never overwritten") from None
    except OSError as error:
        raise ArchiveError(f"cannot write {file}: {error.strerror}") from error
