"""Fifty sites behind one local proxy: small ones of invented towns, six of which make trouble, and whole real ones."""

from __future__ import annotations

import importlib.util
import json
import re
from argparse import Namespace
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from bench.data import SHARED
from bench.finding import STARTS, unpacked
from bench.towns import Town
from tests.local_site import POLICIES, Answer, LocalSite, redirect

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Collection
    from datetime import datetime
    from pathlib import Path

    from tests.local_site import Seen

# The towns that make trouble, by their place among all, and the first day of it
BLOCKED, HANGS, FEEDLESS, DOWN, MOVED, FORBIDS = range(3, 9)
TROUBLE_FROM = {BLOCKED: 0, HANGS: 2, DOWN: 3, FEEDLESS: 4, MOVED: 5, FORBIDS: 3}
DOWN_DAYS = range(3, 6)
_FOR_EVER_S = 3600.0
_ADDRESS = re.compile(rb"""(?<=href=["'])https?://([\w.-]{1,253})[^"'\s]*""")


class OutwardLinks:
    """The links of a whole site to hosts that are not served here: the first ``most`` stay, the others lead nowhere."""

    def __init__(self, hosts: Collection[str], most: int) -> None:
        self._hosts = {host.encode() for host in hosts}
        self._most = most
        self._kept: set[bytes] = set()

    def bounded(self, page: bytes) -> bytes:
        """Return the page without the links that are too many; a page is the same each time."""
        return _ADDRESS.sub(self._kept_or_nowhere, page)

    def _kept_or_nowhere(self, link: re.Match[bytes]) -> bytes:
        if link[1] in self._hosts or link[0] in self._kept:
            return link[0]
        if len(self._kept) >= self._most:
            return b"#"
        self._kept.add(link[0])
        return link[0]


class World:
    """All sites. ``day`` is the simulated day on which they answer; ``log`` has a row for each request to a town."""

    def __init__(
        self, folder: Path, start: datetime, towns: int, days: int, sites: str, data: Path | None = None,
        cited: int | None = None,
    ) -> None:  # fmt: skip
        self.start, self.day = start, 0
        self.towns = [Town(number, start, days) for number in range(1, towns + 1)]
        self.log: list[tuple[int, str, str, int]] = []  # day, host, path, status
        self.sites: dict[str, str] = {}  # name -> where it begins
        self._most_cited = cited
        self._certificates = folder / "ca"
        self._site = LocalSite()
        self._answers: Callable[[str, str, Any], tuple[int, dict[str, str], bytes]] | None = None
        if sites != "none" and (SHARED / "real-sites").is_dir():
            self._add_sites(data or folder / "sites", None if sites == "all" else sites.split(","))
        for at, town in enumerate(self.towns):
            self._add_town(at, town)

    def __enter__(self) -> Self:
        self._site.__enter__()
        return self

    def __exit__(self, *gone: object) -> None:
        self._site.__exit__(*gone)

    @property
    def proxy(self) -> str:
        return self._site.proxy

    @property
    def environment(self) -> dict[str, str]:
        """Return what a person behind a proxy that decrypts TLS puts into the crontab."""
        return {"SSL_CERT_FILE": str(self._certificates / "ca.pem")} if self.sites else {}

    @property
    def followed(self) -> list[str]:
        return [town.url for town in self.towns] + list(self.sites.values())

    def new_host(self, town: Town) -> str:
        """Return the host to which the moved town moves."""
        return f"www.neu-{town.number:02}.example"

    def troubled(self) -> dict[str, int]:
        """Return the sources that make trouble, each with its first day."""
        return {self.towns[at].source: day for at, day in TROUBLE_FROM.items() if at < len(self.towns)}

    def _add_town(self, at: int, town: Town) -> None:
        def answer(seen: Seen) -> Answer:
            is_troubled = at in TROUBLE_FROM and self.day >= TROUBLE_FROM[at]
            given = self._trouble(at, town, seen.path) if is_troubled else town.answer(seen.path, self.day)
            self.log.append((self.day, seen.host, seen.path, given.status))
            return given

        for path in ("*", *POLICIES):
            self._site.add(town.host, path, answer)
        if at == MOVED:
            self._site.add(self.new_host(town), "*", lambda seen: town.answer(seen.path, self.day))

    def _trouble(self, at: int, town: Town, path: str) -> Answer:
        match at:
            case _ if at == BLOCKED:
                return Answer(b"<html><body><h1>403 Forbidden</h1></body></html>", status=403)
            case _ if at == HANGS:
                return Answer(b"", delay_s=_FOR_EVER_S)
            case _ if at == DOWN and self.day in DOWN_DAYS:
                return Answer(b"<html><body><h1>503 Service Unavailable</h1></body></html>", status=503)
            case _ if at == FEEDLESS:
                return town.answer(path, self.day, has_feed=False)
            case _ if at == MOVED:
                return redirect(f"http://{self.new_host(town)}{path}", 301)
            case _ if at == FORBIDS and path == "/robots.txt":
                return Answer(b"User-agent: *\nDisallow: /\n", headers={"Content-Type": "text/plain"})
        return town.answer(path, self.day)

    def _add_sites(self, data: Path, names: list[str] | None) -> None:
        real_sites = SHARED / "real-sites"
        hosts = {name: site["hosts"] for name, site in json.loads((real_sites / "sites.json").read_text()).items()}
        for name in names or sorted(hosts):
            unpacked(real_sites / f"{name}.tar.xz", data / "www" / name)
            self.sites[name] = f"https://{hosts[name][0]}{STARTS.get(name, '/')}"
        proxy = _module(real_sites / "sites_proxy.py")
        used = data / "sites.json"
        whole = json.loads((real_sites / "sites.json").read_text())
        used.write_text(json.dumps({name: whole[name] for name in self.sites}))
        served = proxy.World(Namespace(sites=used, root=data / "www", overlay=None, log=None))
        for name in self.sites:
            links = None if self._most_cited is None else OutwardLinks(served.by_host, self._most_cited)
            for host in hosts[name]:
                for path in ("*", *POLICIES):
                    self._site.add(host, path, partial(_answer, served, links))
        certificates = proxy.Certs(self._certificates)
        self._site = _with_tls(self._site, certificates, hosts[next(iter(self.sites))][0])


def _answer(served: Any, links: OutwardLinks | None, seen: Seen) -> Answer:
    status, headers, body = served.answer(seen.method, f"https://{seen.host}{seen.path}", seen.headers)
    if links is not None and headers.get("Content-Type", "").startswith("text/html"):
        body = links.bounded(body)
    return Answer(body, status=status, headers=headers)


def _with_tls(site: LocalSite, certificates: Any, host: str) -> LocalSite:
    """Let the site answer https, with a certificate for each host that is asked for."""
    context: ssl.SSLContext = certificates.context(host)

    def choose(connection: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
        if name and re.fullmatch(r"[\w.-]+", name):
            connection.context = certificates.context(name)

    context.sni_callback = choose
    site._tls = context
    return site


def _module(file: Path) -> Any:
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
