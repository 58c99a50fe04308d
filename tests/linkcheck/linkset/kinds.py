"""The kinds of link in the set: each says what its addresses answer and which verdicts are right for it.

A kind adds its links to a Set; ``before`` is what an address answered when it was cited.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.linkcheck.linkset import texts
from tests.local_site import HTML, Answer, Route, Seen, redirect

if TYPE_CHECKING:
    from collections.abc import Callable

Verdicts = tuple[str, ...]
GOOD: Verdicts = ("ok", "moved")
PDF_TYPE = {"Content-Type": "application/pdf"}


@dataclass(frozen=True)
class Link:
    """One link of the set with the verdicts that are right, and whether it was captured when it was cited."""

    url: str
    kind: str
    verdicts: Verdicts
    is_captured: bool = False
    is_broken: bool = False  # as a reader sees it: what a plain link checker should complain of


@dataclass
class Set:
    """What the servers answer, and the links. ``hosts`` and ``ports`` are where they listen, filled in by the servers."""

    hosts: list[str]
    origins: dict[str, str]  # http, tls_good, tls_self, tls_expired, tls_other, refused, silent, reset
    links: list[Link] = field(default_factory=list)
    routes: dict[tuple[str, str], Route] = field(default_factory=dict)
    before: dict[tuple[str, str], Route] = field(default_factory=dict)

    def add(
        self, kind: str, path: str, route: Route | None, verdicts: Verdicts, *, origin: str = "http", url: str | None = None,
        before: Route | None = None, fragment: str = "", is_broken: bool | None = None,
    ) -> None:  # fmt: skip
        host = self.host(len(self.links))
        base = self.origins[origin].replace("HOST", host)
        if route is not None:
            self.routes[host, path.split("#", maxsplit=1)[0]] = route
        if before is not None:
            self.before[host, path] = before
        broken = is_broken if is_broken is not None else verdicts != GOOD
        self.links.append(
            Link(url or f"{base}{path}{fragment}", kind, verdicts, is_captured=before is not None, is_broken=broken)
        )

    def host(self, number: int) -> str:
        return self.hosts[number % len(self.hosts)]

    def next_host(self) -> str:
        return self.host(len(self.links))

    def answer(self, path: str, route: Route) -> None:
        """What an address answers on the host of the next link, without being a link itself."""
        self.routes[self.next_host(), path] = route


def html(body: bytes, **more: object) -> Answer:
    return Answer(body, **more)  # type: ignore[arg-type]


def good(links: Set) -> None:
    for n in range(14):
        links.add("good", f"/presse/2016/{n}-meldung.html", html(texts.article(f"good{n}")), GOOD)
    for n in range(3):
        links.add("good short", f"/kurz/{n}.html", html(texts.article(f"kurz{n}", paragraphs=1)), GOOD)
    for n, path in enumerate(
        ("/straßen/übersicht.html", "/größe/ä-ö-ü.html", "/stra%C3%9Fe/plan.html", "/öffentlich/x.html")
    ):
        quoted = path.encode().decode()
        from urllib.parse import quote

        links.add("umlauts", quote(quoted, safe="/%"), html(texts.article(f"uml{n}")), GOOD,
                  url=f"{links.origins['http'].replace('HOST', links.next_host())}{path}")  # fmt: skip
    for n in range(4):
        links.add("good over TLS", f"/sicher/{n}.html", html(texts.article(f"tls{n}")), GOOD, origin="tls_good")
    for n, (title, said) in enumerate(texts.MENTIONS):
        body = texts.article(f"mention{n}", title, paragraphs=2 + n % 3, extra=f"<p>{said}</p>")
        links.add("mentions such words", f"/themen/{n}.html", html(body), GOOD)
    for n in range(4):
        links.answer(f"/kette/{n}/b.html", redirect(f"/kette/{n}/c.html", 302))
        links.answer(f"/kette/{n}/c.html", redirect(f"/kette/{n}/d.html", 301))
        links.answer(f"/kette/{n}/d.html", html(texts.article(f"kette{n}")))
        links.add("chain of redirects", f"/kette/{n}/a.html", redirect(f"/kette/{n}/b.html", 302), GOOD)
    for n in range(4):
        links.answer(f"/pressemitteilungen/{n}.html", html(texts.article(f"moved{n}")))
        links.add("moved for good", f"/Pressemitteilungen/{n}.html", redirect(f"/pressemitteilungen/{n}.html", 301), ("moved",),
                  is_broken=False)  # fmt: skip
    for n in range(3):
        links.add("document", f"/dokumente/{n}.pdf", Answer(texts.PDF + b" " * (200_000 * n), headers=PDF_TYPE), GOOD)


def good_with_whims(links: Set) -> None:
    for status in (405, 403, 404):
        for n in range(4):
            links.add(
                f"HEAD answered {status}",
                f"/head{status}/{n}.html",
                _no_head(status, texts.article(f"h{status}{n}")),
                GOOD,
            )
    for n in range(4):
        again = html(texts.article(f"503-{n}"))
        links.add("503 once", f"/kurz503/{n}.html", [Answer(status=503, headers={"Retry-After": "1"}), again], GOOD)
        links.add("429 once", f"/kurz429/{n}.html", [Answer(status=429, headers={"Retry-After": "1"}), again], GOOD)
    for n in range(4):
        links.add("slow head", f"/langsam/{n}.html", html(texts.article(f"slow{n}"), delay_s=1.5), GOOD)
        links.add(
            "slow body", f"/traege/{n}.html", html(texts.article(f"drip{n}"), manner="chunked", delay_s=1.0), GOOD
        )
    for n in range(4):
        body = texts.article(f"frag{n}", extra=f"<h2 id='teil-{n}'>Teil</h2><p>Hier.</p><a name='alt{n}'></a>")
        links.add(
            "fragment there", f"/stelle/{n}.html", html(body), GOOD, fragment=f"#{'teil-' if n % 2 else 'alt'}{n}"
        )
        links.add("text fragment", f"/zitat/{n}.html", html(body), GOOD, fragment="#:~:text=im%20Rathaus")


def dead_by_status(links: Set) -> None:
    page = texts.error_page("Fehler", "Nicht gefunden", "Hier ist nichts.")
    for n in range(5):
        links.add("404", f"/weg/{n}.html", html(page, status=404), ("not_found",))
    for n in range(4):
        links.add("410", f"/fort/{n}.html", html(page, status=410), ("gone",))
        links.add("500", f"/fehler500/{n}.html", html(b"<h1>Internal Server Error</h1>", status=500), ("server_error",))
    for n in range(3):
        links.add(
            "503 always", f"/immer503/{n}.html", Answer(status=503, headers={"Retry-After": "1"}), ("server_error",)
        )
    for n in range(4):
        links.add("refused", f"/{n}.html", None, ("unreachable",), origin="refused")
    for n in range(4):
        links.add("reset", f"/abbruch/{n}.html", Answer(manner="reset"), ("unreachable",))
    for n in range(2):
        links.add("never answers", f"/stumm/{n}.html", html(b"", delay_s=3600), ("timeout",))
    for n in range(4):
        links.answer(f"/kreis/{n}/b.html", redirect(f"/kreis/{n}/a.html"))
        links.add(
            "redirect loop",
            f"/kreis/{n}/a.html",
            redirect(f"/kreis/{n}/{'a' if n == 3 else 'b'}.html"),
            ("redirect_loop",),
        )
        links.add("redirect to a 404", f"/umweg/{n}.html", redirect(f"/nirgends/{n}.html", 301), ("not_found",))
    for n in range(2):
        links.add("name lost", "/", None, ("domain_lost",), url=f"http://gemeinde-{n}.invalid/aktuell/{n}.html")
    for n in range(4):
        links.add(
            "truncated",
            f"/halb/{n}.html",
            html(texts.article(f"halb{n}"), manner="cut"),
            ("unreachable", "server_error"),
        )
    links.add("451", "/recht/1.html", html(b"<h1>Withheld</h1>", status=451), ("legal",))
    links.add("401", "/intern/1.html", Answer(status=401, headers={"WWW-Authenticate": "Basic"}), ("login",))
    links.add("robots", "/verboten/1.html", html(texts.article("robots")), ("robots_denied",), is_broken=False)


def certificates(links: Set) -> None:
    for n in range(4):
        for origin in ("tls_self", "tls_expired", "tls_other"):
            links.add(
                f"certificate {origin[4:]}",
                f"/zert/{n}.html",
                html(texts.article(f"z{n}")),
                ("tls_invalid",),
                origin=origin,
            )


def soft(links: Set) -> None:
    for n in range(4):
        body = texts.article(f"ohne{n}", extra="<h2 id='anders'>Teil</h2>")
        links.add("fragment gone", f"/stelle/x{n}.html", html(body), ("fragment_lost",), fragment=f"#kapitel-{n}")
    for n, home in enumerate(("/", "/index.html", "/", "/startseite.html", "/de/")):
        links.answer(home, html(texts.HOME))
        links.add("redirect to the home page", f"/alt/{n}/tief.html", redirect(home, (301, 302)[n % 2]), ("soft_404",))
    for n, words in enumerate(texts.ERROR_PAGES):
        links.add("200 with an error page", f"/artikel/{n}.html", html(texts.error_page(*words)), ("soft_404",))
    for n in range(4):
        links.answer("/", html(texts.HOME))
        links.add("200 with the home page", f"/service/{n}/auskunft.html", html(texts.HOME), ("soft_404",))
    for n, words in enumerate(texts.UNKNOWN_ERRORS):
        links.routes[links.next_host(), f"/neu{n}/*"] = html(texts.error_page(*words))
        links.add(
            "error page of unknown wording", f"/neu{n}/meldung.html", html(texts.error_page(*words)), ("soft_404",)
        )
    for n in range(2):
        links.answer("/suche.html?q=x", html(texts.article("suche", "Suche")))
        links.add("redirect to the search", f"/fund/{n}.html", redirect("/suche.html?q=x"), ("soft_404",))
        links.answer(f"/rubrik{n}/", html(texts.article(f"rubrik{n}", "Alle Meldungen")))
        links.add("redirect to the section", f"/rubrik{n}/2016/x.html", redirect(f"/rubrik{n}/", 301), ("soft_404",))


def others(links: Set) -> None:
    for n, words in enumerate(texts.PARKED):
        links.add("parked", f"/parkplatz{n}/seite.html", html(texts.parked_page(*words)), ("parked",))
    for n, body in enumerate(
        (b"", b"<html><body></body></html>", b"<html><head><title></title></head><body>  </body></html>", b"\n")
    ):
        links.add("empty", f"/leer/{n}.html", html(body), ("empty",))
    for n in range(4):
        was = Answer(texts.PDF, headers=PDF_TYPE) if n % 2 else None
        links.add(
            "PDF became HTML",
            f"/download/{n}.pdf",
            html(texts.article(f"pdf{n}", "Downloads")),
            ("wrong_type",),
            before=was,
        )
    for n, login in enumerate(("/login.html", "/anmelden/?ziel=x", "/sso/start", "/konto/login")):
        links.answer(login, html(texts.LOGIN))
        links.add("redirect to a login", f"/mitglieder/{n}.html", redirect(login), ("login",))
    for n, title in enumerate(texts.DRIFTS):
        links.add("drift", f"/damals/{n}.html", html(texts.article(f"neu{n}", title)), ("drifted",),
                  before=html(texts.article(f"damals{n}", texts.TITLES[n])))  # fmt: skip
    for n in range(3):
        then = texts.article(f"treu{n}", texts.TITLES[n])
        now = texts.article(f"treu{n}", texts.TITLES[n], extra="<p>Aktualisiert am Montag.</p>").replace(
            b"Thema ", b"Rubrik "
        )
        links.add("new template, same text", f"/treu/{n}.html", html(now), GOOD, before=html(then))
    links.add("bot wall", "/wand/1.html", html(texts.WALL, status=403), ("blocked",))
    links.add("bot wall with 200", "/wand/2.html", html(texts.WALL), ("blocked",))
    links.add("429 always", "/genug/1.html", Answer(status=429, headers={"Retry-After": "1"}), ("blocked",))
    links.add("maintenance with 200", "/wartung/1.html",
              html(texts.error_page("Wartungsarbeiten", "Wegen Wartungsarbeiten nicht erreichbar", "Bis morgen.")), ("server_error",))  # fmt: skip


KINDS: tuple[Callable[[Set], None], ...] = (good, good_with_whims, dead_by_status, certificates, soft, others)


def _no_head(status: int, body: bytes) -> Callable[[Seen], Answer]:
    def answer(seen: Seen) -> Answer:
        return Answer(status=status) if seen.method == "HEAD" else Answer(body, headers=HTML)

    return answer
