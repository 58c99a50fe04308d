"""Targets of requests: hosts and ports that are refused before a request waits for its turn."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.utils.defer import maybe_deferred_to_future

from kaaw_archive import urls
from kaaw_archive.download.failures import HostNotResolved
from kaaw_archive.download.guard import allowed_networks, denied_networks, is_private_host
from kaaw_archive.download.name_lookups import LookupsBusy
from kaaw_archive.download.refusals import BadAddressError, PrivateNetworkError
from kaaw_archive.errors import Problem
from kaaw_archive.setting_table import default
from kaaw_archive.urls.written_hosts import is_private_name

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.settings import BaseSettings

    from kaaw_archive.download.resolver import GuardedResolver

# Ports of mail, file sharing, telephony and the like, which browsers refuse as well: a request could be read as a
# command there (Fetch standard, 2.10, "port blocking").
BAD_PORTS = frozenset(
    {
        *(0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104),
        *(109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515),
        *(526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049),
        *(3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080),
    }
)


class Targets:
    """Judge of hosts and ports, by the settings of a crawler and what its resolver answers beside a proxy."""

    def __init__(self, settings: BaseSettings, resolver: GuardedResolver) -> None:
        self._resolver = resolver
        self._allowed = allowed_networks(settings.get("ARCHIVE_ALLOW_NETWORKS"))
        self._denied = denied_networks(settings.get("ARCHIVE_DENY_NETWORKS"))
        self._looks_beside_proxy = settings.getbool("ARCHIVE_LOOK_BESIDE_PROXY", default("ARCHIVE_LOOK_BESIDE_PROXY"))

    async def host(self, request: Request) -> str:
        """Return the host that a request asks. Raises BadAddressError, PrivateNetworkError and HostNotResolved."""
        host = urls.host(request.url)
        if not host or not urls.is_web(request.url):
            raise BadAddressError(f"no address of the web: {request.url}")
        has_proxy = proxy_of(request) is not None
        is_unknown = has_proxy and is_private_name(host)  # where it leads only the proxy knows
        if is_private_host(host, self._allowed, self._denied) or is_unknown:
            raise PrivateNetworkError.of(host)
        port = urlsplit(request.url).port
        if port in BAD_PORTS:
            raise BadAddressError(f"port {port} is one of another service than the web: {request.url}")
        if self._looks_beside_proxy and has_proxy:
            try:
                private = await maybe_deferred_to_future(self._resolver.private_address(host))
            except LookupsBusy as error:
                raise HostNotResolved(f"{host}: {error}", Problem.DNS_FAILURE) from error
            if private is not None:
                raise PrivateNetworkError.of(host, private)
        return host


def proxy_of(request: Request) -> tuple[str, int] | None:
    """Return host and port of the proxy of a request, read as Scrapy's handler reads them; None without one."""
    proxy = request.meta.get("proxy")
    if not proxy:
        return None
    parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
