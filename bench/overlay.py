"""An overlay of a whole site: files that shadow those of the site, as on a later day."""

from __future__ import annotations

import importlib.util
import re
from argparse import Namespace
from copy import deepcopy
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from lxml import etree, html

from kaaw_archive import urls
from kaaw_archive.seeds.xml import root_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_NEW = "-zweite-fassung"
_CHANGED_TAGS = ("lastmod", "updated")
_FEW_WORDS = 6


class Overlay:
    """Overlay of one site; nothing is on the disk before :meth:`write`."""

    def __init__(self, name: str, real_sites: Path, root: Path, folder: Path) -> None:
        spec = importlib.util.spec_from_file_location("sites_proxy", real_sites / "sites_proxy.py")
        assert spec is not None
        assert spec.loader is not None
        proxy = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(proxy)
        self._world = proxy.World(Namespace(sites=real_sites / "sites.json", root=root, overlay=None, log=None))
        self._site = self._world.sites[name]
        self._root, self._folder, self._name = root / name, folder, name
        self._seeds: dict[Path, tuple[str, Any]] = {}  # file -> address and tree
        self._bases: dict[Any, str] = {}  # root -> address
        self._keys: set[str] = set()
        self._files: dict[str, bytes] = {}  # below the site's folder
        self._gone: list[str] = []
        self._touched: set[str] = set()
        self.stated: set[str] = set()  # addresses of edited articles whose change a feed or sitemap states

    def read_seeds(self, seeds: Iterable[str], articles: Sequence[str]) -> None:
        """Read the lists, feeds and sitemaps of a site; ``articles`` are addresses of its articles."""
        self._keys = {urls.key(url) for url in articles}
        for url in seeds:
            file, body = self._served(url)
            if file is not None and file not in self._seeds:
                tree = _tree(body)
                self._seeds[file] = url, tree
                self._bases[tree] = url

    def edit(self, url: str, text: str, at: str) -> bool:
        """Replace words in the page of an article, and the times of its change that seeds state; False: not found."""
        file, body = self._served(url)
        if file is None or url in self._touched:
            return False
        for words in re.findall(r"[\w ,]{30,80}", text):
            if body.count(words.strip().encode()) == 1:
                changed = " ".join(["Neu ist seit heute, dass", *words.split()[_FEW_WORDS:]])
                self._put(file, body.replace(words.strip().encode(), changed.encode()))
                self._touched.add(url)
                self._state(url, at)
                return True
        return False

    def add_beside(self, url: str, at: str) -> str | None:
        """Add a copy of an article with other words, named first wherever it is named; None if no list names it."""
        file, body = self._served(url)
        rows = self._rows(url)
        if file is None or not rows or url in self._touched:
            return None
        stem = re.compile(rf"{re.escape(_slug(url))}(?=/|\.\w+$|$)")
        new = stem.sub(_slug(url) + _NEW, url)
        relative = stem.sub(_slug(url) + _NEW, str(file.relative_to(self._root)))
        if new == url or relative == str(file.relative_to(self._root)):
            return None
        tree = html.document_fromstring(body)
        for paragraph in tree.iter("p"):
            for node in paragraph.iter():
                node.text = " ".join(reversed((node.text or "").split()))
        self._files[relative] = html.tostring(tree)
        for row in rows:
            twin = deepcopy(row)
            for node in twin.iter():
                for name, value in node.attrib.items():
                    node.attrib[name] = value.replace(_slug(url), _slug(url) + _NEW)
                if node.text and _slug(url) in node.text:
                    node.text = node.text.replace(_slug(url), _slug(url) + _NEW)
            row.addprevious(twin)
            _set_changed(twin, at)
        self._touched.add(url)
        return new

    def take_away(self, url: str) -> bool:
        """Take an article away, and its rows; False if no list names it, or it is the last of one."""
        file, _ = self._served(url)
        rows = self._rows(url)
        if file is None or not rows or url in self._touched or any(row.getnext() is None for row in rows):
            return False
        for row in rows:
            row.getparent().remove(row)
        self._gone.append(str(file.relative_to(self._root)))
        self._touched.add(url)
        return True

    def roll_over(self) -> None:
        """Take the last row from the first list of articles: others have pushed it to the next page."""
        for _, tree in self._seeds.values():
            links = [link for link in self._links(tree) if link.getroottree().getroot().tag == "html"]
            if len({self._key_of(link) for link in links}) > _FEW_WORDS:
                row = self._row(links[-1])
                row.getparent().remove(row)
                return

    def write(self) -> None:
        """Write the files of the overlay."""
        for file, (_, tree) in self._seeds.items():
            method = etree.tostring if _local(tree) != "html" else html.tostring
            body = method(tree)
            if body != method(self._parsed(file)):
                self._put(file, body)
        for relative, body in self._files.items():
            target = self._folder / self._name / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(body)
        self._folder.mkdir(exist_ok=True)
        (self._folder / f"{self._name}.deleted").write_text("\n".join(self._gone), encoding="utf-8")

    def _parsed(self, file: Path) -> Any:
        return _tree(self._world.body(self._site, file))

    def _put(self, file: Path, body: bytes) -> None:
        self._files[str(file.relative_to(self._root))] = body

    def _served(self, url: str) -> tuple[Path | None, bytes]:
        parts = urlsplit(url)
        status, file = self._world.find(self._site, parts.path or "/", parts.query)
        return (file, self._world.body(self._site, file)) if status == 200 else (None, b"")

    def _key_of(self, node: Any) -> str | None:
        """Return the url key of the article to which a node links, None for other nodes."""
        if not isinstance(node.tag, str):
            return None
        target = node.get("href") if _local(node) in ("a", "link") else None
        if target is None and _local(node) in ("loc", "link"):
            target = (node.text or "").strip()
        base = self._bases.get(node.getroottree().getroot())
        joined = urls.join(base, target) if target and base else None
        key = urls.key(joined) if joined else None
        return key if key in self._keys else None

    def _links(self, tree: Any) -> list[Any]:
        return [node for node in tree.iter() if self._key_of(node) is not None]

    def _row(self, link: Any) -> Any:
        """Return the largest element around a link to an article that links to no other article."""
        key, row = self._key_of(link), link
        while (above := row.getparent()) is not None:
            keys = {self._key_of(node) for node in above.iter()} - {None}
            if keys != {key} or above.tag in ("body", "html") or above.getparent() is None:
                break
            row = above
        return row

    def _rows(self, url: str) -> list[Any]:
        key = urls.key(url)
        rows: list[Any] = []
        for _, tree in self._seeds.values():
            for link in self._links(tree):
                if self._key_of(link) == key and (row := self._row(link)) not in rows:
                    rows.append(row)
        return rows

    def _state(self, url: str, at: str) -> None:
        changed = [_set_changed(row, at) for row in self._rows(url)]
        if any(changed):
            self.stated.add(url)


def _tree(body: bytes) -> Any:
    """Return the root of a feed or sitemap, with or without a declaration, or of a page."""
    is_xml = root_name(body) not in ("html", None) or body.lstrip()[:5] == b"<?xml"
    return etree.fromstring(body.strip()) if is_xml else html.document_fromstring(body)


def _set_changed(row: Any, at: str) -> bool:
    """Set the time of change that an entry of a feed or sitemap states; return False if it states none."""
    nodes = [node for node in row.iter() if _local(node) in _CHANGED_TAGS and node.text]
    for node in nodes:
        node.text = at
    return bool(nodes)


def _local(node: Any) -> str:
    """Return the name of an element without its namespace."""
    return str(node.tag).rpartition("}")[2]


def _slug(url: str) -> str:
    name = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    return re.sub(r"\.\w+$", "", name)
