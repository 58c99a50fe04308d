"""New site: its front page is captured once, and the text of a spider is made of it."""

from __future__ import annotations

import contextlib
import keyword
import re
import textwrap
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.utils.project import get_project_settings

from kaaw_archive import seeds, urls
from kaaw_archive.archive import payloads
from kaaw_archive.archive.connect import named_errors
from kaaw_archive.archive.queries.captures import newest_robots
from kaaw_archive.derive.workers import LimitHit
from kaaw_archive.errors import ArchiveError, DamagedPayload, WrongArguments
from kaaw_archive.seeds import is_feed_address
from kaaw_archive.seeds.usual_places import places
from kaaw_archive.sites import evidence, front_pages
from kaaw_archive.sites.recording import stored_after_redirects

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from kaaw_archive.derive.workers import ReadingPool
    from kaaw_archive.project import Project
    from kaaw_archive.seeds import SeedRules
    from kaaw_archive.sites.evidence import SeedEvidence
    from kaaw_archive.sites.front_pages import FrontPage
    from kaaw_archive.sites.recording import StoredPage

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_MOST_TRIED = 12  # addresses
_LINE = 116  # characters of a line of the story, at most


@dataclass(frozen=True, slots=True)
class SpiderFiles:
    """File of a new spider, and folder of its cases."""

    file: Path
    cases: Path


def check_name(name: str) -> None:
    """Raise WrongArguments for a name that cannot be one of a file, a spider and a folder."""
    if not _NAME.match(name) or keyword.iskeyword(name):
        raise WrongArguments(f"{name!r} cannot name a spider: small letters, digits and _, as in stadt_beispiel")


def files_for(project: Project, name: str) -> SpiderFiles:
    """Return the file and folder of a new spider in the project of the scrapy.cfg here or above.

    Raises WrongArguments if there is no such project, no folder for spiders in it, or a spider of this name.
    """
    check_name(name)
    if any(spider.name == name for spider in project.spiders):
        raise WrongArguments(f"there is a spider {name} already: choose another name, or edit its file")
    if project.folder is None:
        raise WrongArguments(
            "no project to write into: go to a checkout or to a folder with a scrapy.cfg (docs/developers/new-site.md)"
        )
    file = spiders_folder(project) / f"{name}.py"
    if file.exists():
        raise WrongArguments(f"{file} is there already: it is never overwritten")
    return SpiderFiles(file, cases_folder(project) / name)


def spiders_folder(project: Project) -> Path:
    """Return the first folder inside the project that NEWSPIDER_MODULE or SPIDER_MODULES name."""
    assert project.folder is not None
    settings = get_project_settings()
    for module in (settings.get("NEWSPIDER_MODULE"), *settings.getlist("SPIDER_MODULES")):
        folder = project.folder.joinpath(*str(module or "").split("."))
        if module and folder.is_dir():
            return folder
    raise WrongArguments(f"SPIDER_MODULES of {project.settings_module} names no folder in {project.folder}")


def cases_folder(project: Project) -> Path:
    """Return the folder with the test cases of all sites of the project."""
    return (project.folder or Path.cwd()) / "tests" / "sites"


def front_page(connection: sqlite3.Connection, given: str, stored: StoredPage, pool: ReadingPool) -> FrontPage:
    """Return what a worker reads in the page to which the given address led. Raises ArchiveError if it hits a limit."""
    try:
        return pool.run(
            front_pages.read, given, stored, rules_of(stored.url, "plain"), _robots(connection, urls.origin(stored.url))
        )
    except LimitHit as hit:
        raise ArchiveError(f"{stored.url} cannot be read: {hit.problem}") from None


def likely_seeds(front: FrontPage) -> list[str]:
    """Return where feeds, sitemaps and listings of a site may be: what it names, then usual places that are open.

    Usual places of feeds are tried only if the site names no feed; the same for sitemaps.
    """
    usual = [url for url in places(front.url, front.system) if url not in front.closed_places]
    named = front.seeds[1:]
    sitemaps = () if front.sitemaps else (url for url in usual if "sitemap" in url)
    feeds = () if any(map(is_feed_address, named)) else (url for url in usual if "sitemap" not in url)
    return list(dict.fromkeys((*named, *feeds, *sitemaps)))[:_MOST_TRIED]


def evidence_of(
    connection: sqlite3.Connection, front: FrontPage, addresses: Iterable[str], pool: ReadingPool
) -> list[SeedEvidence]:
    """Return what these addresses name, under the address that was asked for, as far as they answered with a seed."""
    found = []
    for url in addresses:
        with contextlib.suppress(LimitHit, DamagedPayload):
            stored = stored_after_redirects(connection, url)
            if stored is not None and stored.status == 200:
                read = pool.run(evidence.read, stored, rules_of(front.url, front.system))
                found.append(replace(read, url=url))
    return [one for one in found if one.is_seed]


def with_evidence(front: FrontPage, found: Sequence[SeedEvidence]) -> FrontPage:
    """Return the front page with those seeds alone that answered, without children of an index of sitemaps."""
    children = {url for one in found for url in one.children}
    names = [one.url for one in found if one.url not in children]
    return replace(
        front,
        linked=tuple(url for url in names if url != front.given and url not in front.sitemaps),
        sitemaps=tuple(url for url in front.sitemaps if url in names),
    )


def _robots(connection: sqlite3.Connection, origin: str) -> bytes:
    """Return the robots.txt of the site as it was captured with the page; empty if there is none."""
    robots = newest_robots(connection, f"{origin}/robots.txt", "")
    if robots is not None and robots.payload_digest and robots.status == 200:
        with contextlib.suppress(KeyError, DamagedPayload):
            return payloads.read(connection, robots.payload_digest)
    return b""


def rules_of(url: str, system: str) -> SeedRules:
    """Return the rules of the new spider."""
    return seeds.SeedRules(hosts=(urls.host(url),), system=None if system == "plain" else system)


def spider_text(name: str, front: FrontPage, recall: str) -> str:
    """Return the text of the spider's file: data, with the history of the site and the recall of its seeds on top."""
    title = "".join(part.title() for part in name.split("_"))
    addresses = [_literal(url) for url in front.seeds]
    listed = "\n" + "".join(f"        {address},\n" for address in addresses) + "    "
    if len(addresses) == 1 and len(addresses[0]) <= 120 - len("    seeds = (,)"):
        listed = f"{addresses[0]},"
    system = "" if front.system == "plain" else f"    system = {_literal(front.system)}\n"
    return f'''"""{_fitting(front.title)}

{_story(front, recall)}
"""

from __future__ import annotations

from kaaw_archive.spider import SearchingSpider


class {title}Spider(SearchingSpider):
    name = {_literal(name)}
    source = {_literal(urls.site(front.url))}
    hosts = ({_literal(urls.host(front.url))},)
{system}    home = {_literal(front.given)}
    seeds = ({listed})
'''


def _story(front: FrontPage, recall: str) -> str:
    made_by = "no content system that we know" if front.system == "plain" else f"{front.system} ({front.evidence})"
    listed = f"listed articles: {front.articles}" if front.is_listing else "no list of articles"
    sentences = (
        f"Front page seen on {front.seen_on}: {made_by}; {listed}; feeds and listings linked: {len(front.linked)},"
        f" closed by robots.txt: {front.closed}; sitemaps in robots.txt: {len(front.sitemaps)}. Its seeds: {recall}."
        " Add a dated line whenever the site changes."
    )
    lines = [""]
    for word in _literal(sentences)[1:-1].split():
        if len(lines[-1]) + len(word) >= _LINE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


def _fitting(text: str) -> str:
    """Return a title as the first line of a module."""
    text = textwrap.shorten(_literal(text)[1:-1], _LINE - 3, placeholder="...") or "A site without a title"
    return text if text[-1] in ".!?" else f"{text}."


def _literal(text: str) -> str:
    """Return the text as a string of Python: in ASCII alone, so that nothing in it hides or turns around."""
    escaped = text.encode("unicode_escape").decode("ascii").replace('"', '\\"')
    return f'"{escaped}"'


def write_spider(file: Path, text: str) -> None:
    """Write a new file. Raises WrongArguments if it exists, ArchiveReadOnly or DiskFull if it cannot be written."""
    with named_errors(file):
        try:
            target = file.open("x", encoding="utf-8")
        except FileExistsError:
            raise WrongArguments(f"{file} is there already: it is never overwritten") from None
        try:
            with target:
                target.write(text)
        except OSError:
            file.unlink(missing_ok=True)  # half a spider would keep the whole one out
            raise
