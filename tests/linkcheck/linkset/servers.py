"""The servers of the link set on loopback: plain ones by several names, six with certificates, one that refuses."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import json
import socket
import ssl
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.linkcheck.linkset import texts
from tests.linkcheck.linkset.browsers import BROWSERS
from tests.linkcheck.linkset.certificate_askers import CertificateAsker
from tests.linkcheck.linkset.kinds import KINDS, Set
from tests.linkcheck.linkset.odd_answers import ODD_ANSWERS
from tests.linkcheck.linkset.wider import WIDER
from tests.local_site import Answer, LocalSite, Seen

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HOSTS = tuple(f"127.0.1.{n}" for n in range(11, 21))
TLS_HOST = "127.0.1.31"
CITING = "127.0.1.41"  # where the articles are that cite the links
CERTIFICATES = ("tls_good", "tls_self", "tls_expired", "tls_other")
ASKERS = ("tls_client", "tls_client12")

Turns = Mapping[tuple[str, str], int]
NO_TURNS: Turns = {}


class TlsSite(LocalSite):
    """Speaks TLS from the first byte on, as https without a proxy does."""

    def __init__(self, addresses: Sequence[str], context: ssl.SSLContext) -> None:
        super().__init__(addresses)
        self._context = context

    async def run(self) -> None:
        self._loop = asyncio.get_running_loop()
        server = await asyncio.start_server(
            self._connect, self.addresses[0], self.port, backlog=1024, ssl=self._context
        )
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        for task in list(self._connections):
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)


class LinkSet:
    """The whole set, served between ``__enter__`` and ``__exit__``; ``ca_file`` is what vouches for the good server."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.ca_file = folder / "ca.pem"
        contexts = _certificates(folder, self.ca_file)
        self.plain = LocalSite((*HOSTS, CITING))
        self.secure = {name: TlsSite((TLS_HOST,), contexts[name]) for name in CERTIFICATES}
        self.askers = {name: CertificateAsker(TLS_HOST, contexts[name]) for name in ASKERS}
        self._stack = contextlib.ExitStack()
        self.links = Set([], {})
        self.is_now = False
        self._turns: dict[tuple[str, str], int] = {}

    def __enter__(self) -> Self:
        self._stack.enter_context(self.plain)
        for site in self.secure.values():
            self._stack.enter_context(site)
        for asker in self.askers.values():
            self._stack.enter_context(asker)
        origins = {name: f"https://{TLS_HOST}:{site.port}" for name, site in (self.secure | self.askers).items()}
        origins |= {"http": f"http://HOST:{self.plain.port}", "refused": f"http://HOST:{_closed_port()}"}
        self.links = Set(list(HOSTS), origins)
        for add_kind in (*KINDS, *WIDER, *BROWSERS, *ODD_ANSWERS):
            add_kind(self.links)
        self.plain.add("*", "*", self._answer)
        for site in self.secure.values():
            site.add("*", "*", self._answer)
            site.add("", "*", self._answer)
        rules = b"User-agent: *\nDisallow: /verboten/\n"
        self.plain.add("*", "/robots.txt", Answer(rules, headers={"Content-Type": "text/plain"}))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def articles(self) -> list[str]:
        """The addresses of articles that cite all links, thirty each."""
        return [
            self.plain.url(f"/artikel/{n}.html", f"{CITING}:{self.plain.port}")
            for n in range(0, len(self.links.links), 30)
        ]

    def all_in_one(self) -> str:
        """The address of a page with every link of the set, for programs that take a page."""
        return self.plain.url("/alle.html", f"{CITING}:{self.plain.port}")

    def captured(self) -> list[str]:
        """The links that were captured when they were cited."""
        return [link.url for link in self.links.links if link.is_captured]

    def requests(self) -> list[Seen]:
        """What was asked for, but articles and what a crawler asks for on its own account."""
        asked = self.plain.requests() + [seen for site in self.secure.values() for seen in site.requests()]
        return [seen for seen in asked if seen.headers.get("host", "").partition(":")[0] != CITING]

    def turns(self) -> Turns:
        """Return how often each address was asked that answers in turn."""
        return dict(self._turns)

    def forget(self, turns: Turns = NO_TURNS) -> None:
        """Empty the logs, and go on with these turns."""
        self._turns = dict(turns)
        for site in (self.plain, *self.secure.values()):
            site.forget()

    def write_truth(self, path: Path) -> None:
        path.write_text(
            json.dumps([asdict(link) for link in self.links.links], ensure_ascii=False, indent=1), encoding="utf-8"
        )

    def _answer(self, seen: Seen) -> Answer:
        host = seen.headers.get("host", "").partition(":")[0]
        if host == CITING and seen.path == "/alle.html":
            items = "".join(f"<li><a href='{link.url}'>{n}</a></li>" for n, link in enumerate(self.links.links))
            return Answer(texts.page("Alle", f"<ul>{items}</ul>", menu=False))
        if host == CITING:
            return self._article(int(seen.path.rpartition("/")[2].partition(".")[0] or 0))
        routes = self.links.routes if self.is_now else self.links.before
        names = [name for name in (host, *HOSTS) if (name, seen.path) in routes] if host == TLS_HOST else [host]
        for name in names:
            for key in ((name, seen.path), (name, seen.path.rpartition("/")[0] + "/*")):
                route = routes.get(key)
                if isinstance(route, Answer):
                    return route
                if callable(route):
                    return route(seen)
                if route is not None:
                    turn = self._turns.get(key, 0)
                    self._turns[key] = turn + 1
                    return route[min(turn, len(route) - 1)]
        return Answer(texts.error_page("Fehler 404", "Nicht gefunden", "Hier ist nichts."), status=404)

    def _article(self, first: int) -> Answer:
        cited = self.links.links[first : first + 30]
        said = "".join(
            f"<p>{texts.sentences(link.url, 1)} Mehr dazu steht in der <a href='{link.url}'>Quelle {n}</a> vom Montag.</p>"
            for n, link in enumerate(cited, first)
        )
        return Answer(
            texts.page("Quellen der Stadt", f"<article><h1>Quellen der Stadt, Teil {first}</h1>{said}</article>")
        )


def _closed_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOSTS[0], 0))
        return int(probe.getsockname()[1])


def _certificates(folder: Path, ca_file: Path) -> dict[str, ssl.SSLContext]:
    now, day = datetime.now(UTC), timedelta(days=1)
    ca_key = ec.generate_private_key(ec.SECP256R1())
    ca_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Link set CA")])
    ca = _signed(ca_name, ca_name, ca_key, ca_key, now - day, now + day, None)
    ca_file.write_bytes(ca.public_bytes(serialization.Encoding.PEM))
    other = ipaddress.ip_address("127.0.9.9")
    here = ipaddress.ip_address(TLS_HOST)
    made = {
        "tls_good": (here, True, now + day), "tls_self": (here, False, now + day),
        "tls_expired": (here, True, now - day / 2), "tls_other": (other, True, now + day),
        "tls_client": (here, True, now + day), "tls_client12": (here, True, now + day),
    }  # fmt: skip
    contexts = {}
    for name, (address, is_vouched_for, ends) in made.items():
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        issuer, signer = (ca_name, ca_key) if is_vouched_for else (subject, key)
        certificate = _signed(subject, issuer, key, signer, now - day, ends, address)
        form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        path = folder / f"{name}.pem"
        path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(*form))
        contexts[name] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        contexts[name].load_cert_chain(path)
    for name, version in (("tls_client", ssl.TLSVersion.TLSv1_3), ("tls_client12", ssl.TLSVersion.TLSv1_2)):
        contexts[name].load_verify_locations(ca_file)
        contexts[name].verify_mode = ssl.CERT_REQUIRED
        contexts[name].minimum_version = contexts[name].maximum_version = version
    return contexts


def _signed(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, signer: ec.EllipticCurvePrivateKey,
    starts: datetime, ends: datetime, address: ipaddress.IPv4Address | ipaddress.IPv6Address | None,
) -> x509.Certificate:  # fmt: skip
    builder = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(starts).not_valid_after(ends)
    )  # fmt: skip
    if address is None:
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    else:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.IPAddress(address)]), critical=False)
    return builder.sign(signer, hashes.SHA256())
