"""Answers that servers give against the letter of HTTP, rare statuses and redirects, and scripts that lead on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.linkcheck.linkset import texts
from tests.linkcheck.linkset.kinds import GOOD, html
from tests.local_site import HTML, Answer, redirect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.linkcheck.linkset.kinds import Set

UNKNOWN = ("unknown",)
_START = b"HTTP/1.1 200 OK\r\n"
_TYPE = b"Content-Type: text/html\r\n"
# Header fields, whole, before Content-Length: browsers read such answers.
_ODD_HEADS = {
    "blank before the colon": _START + b"Content-Type : text/html\r\n",
    "header line without a colon": _START + _TYPE + b"Broken Header Line\r\n",
    "header without a name": _START + _TYPE + b": x\r\n",
    "header name with umlauts": _START + _TYPE + "Größe: x\r\n".encode(),
    "header name with brackets": _START + _TYPE + b"X(a)@b: x\r\n",
    "folded header": _START + _TYPE + b"X-A: x\r\n y\r\n",
    "first header folded": _START + b" X-A: x\r\n" + _TYPE,
    "lines that end with LF alone": b"HTTP/1.1 200 OK\nContent-Type: text/html\n",
    "status without a phrase": b"HTTP/1.1 200\r\n" + _TYPE,
    "HTTP/1.0": b"HTTP/1.0 200 OK\r\n" + _TYPE,
    "length with a sign": _START + _TYPE + b"Content-Length: +7\r\n",
    "length without a value": _START + _TYPE + b"Content-Length:\r\n",
    "length in words": _START + _TYPE + b"Content-Length: unknown\r\n",
    "identity as transfer coding": _START + _TYPE + b"Transfer-Encoding: identity\r\n",
    "header of 40 KB": _START + _TYPE + b"Content-Security-Policy: " + b"img-src a.example; " * 2_200 + b"\r\n",
}
# What stands for the length of a chunk and for its end: browsers read such answers.
_ODD_CHUNKS = {
    "blanks behind the length of a chunk": (b"%x   \r\n%b\r\n", b"0   \r\n\r\n"),
    "no empty line behind the last chunk": (b"%x\r\n%b\r\n", b"0\r\n"),
    "field behind the last chunk": (b"%x\r\n%b\r\n", b"0\r\nX-A: b\r\n\r\n"),
    "note on a chunk": (b"%x;a=b\r\n%b\r\n", b"0\r\n\r\n"),
}


def _raw(head: bytes, body: bytes) -> Answer:
    end = b"\n" if b"\r\n" not in head else b"\r\n"
    return Answer(
        head + b"Content-Length: %d" % len(body) + end + b"Connection: close" + end + end + body, manner="raw"
    )


def odd_heads(links: Set) -> None:
    for n, (kind, head) in enumerate(_ODD_HEADS.items()):
        links.add(kind, f"/kopf/{n}.html", _raw(head, texts.article(f"kopf{n}")), GOOD)
    body = texts.article("doppelt")
    twice = _START + _TYPE + b"Content-Length: %d\r\n" % len(body)
    links.add("length given twice", "/kopf/zweimal.html", _raw(twice, body), GOOD)
    head = _START + _TYPE + b"Connection: close\r\n\r\n"
    links.add("no length at all", "/kopf/ohne.html", Answer(head + texts.article("ohne"), manner="raw"), GOOD)
    chunked = _START + _TYPE + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n%x\r\n%b\r\n"
    for n, (kind, (chunk, end)) in enumerate(_ODD_CHUNKS.items()):
        body = texts.article(f"stueck{n}")
        whole = chunked.replace(b"%x\r\n%b\r\n", chunk) % (len(body), body) + end
        links.add(kind, f"/kopf/stueck{n}.html", Answer(whole, manner="raw"), GOOD)
    body = texts.article("kette")
    links.add(
        "no last chunk", "/kopf/stueck.html", Answer(chunked % (len(body), body), manner="raw"), UNKNOWN,
        is_broken=False,
    )  # fmt: skip


def rare_statuses(links: Set) -> None:
    page = texts.article("status")
    for status in (300, 400, 423, 426, 444):
        links.add("status that says nothing of the page", f"/status/{status}.html", html(page, status=status), UNKNOWN)
    for status in (406, 418):
        links.add("status that turns robots away", f"/status/{status}.html", html(page, status=status), ("blocked",))
    links.add("203", "/status/203.html", html(texts.article("203"), status=203), GOOD)
    links.add("402", "/status/402.html", html(page, status=402), ("login",))
    for status in (508, 520, 530):
        links.add("5xx of proxies", f"/status/{status}.html", html(b"<h1>Error</h1>", status=status), ("server_error",))
    links.add("204", "/status/204.html", Answer(status=204, headers={}), ("empty",))
    links.add("404 with an article", "/status/404.html", html(texts.article("404"), status=404), ("not_found",))


def rare_redirects(links: Set) -> None:
    for status in (303, 307, 308):
        links.answer(f"/ziel/{status}.html", html(texts.article(f"ziel{status}")))
        verdicts = ("moved",) if status == 308 else GOOD
        links.add(f"redirect by {status}", f"/von/{status}.html", redirect(f"/ziel/{status}.html", status), verdicts,
                  is_broken=False)  # fmt: skip
    for n in range(2):
        headers = {**HTML, **({"Location": ""} if n else {})}
        links.add("redirect without a target", f"/von/nirgends{n}", Answer(status=302, headers=headers), UNKNOWN)
    for n, target in enumerate(("mailto:rathaus@stadt.example", "javascript:history.back()", "ftp://stadt.example/x")):
        links.add("redirect out of the web", f"/von/fort{n}", redirect(target), ("bad_url",))
    raw = "/größe/übersicht.html"
    links.answer("/gr%C3%B6%C3%9Fe/%C3%BCbersicht.html", html(texts.article("utf8")))
    links.add("target in UTF-8", "/von/utf8", redirect(raw.encode().decode("latin-1")), GOOD)
    links.answer("/ort/doppelt.html", html(texts.article("schraeg")))
    links.add("target with a blank before it", "/von/leer", redirect("  /ort/doppelt.html "), GOOD)
    links.answer("/ort/teil.html", html(texts.article("teil", extra="<h2 id='stelle'>Hier</h2>")))
    links.add("target with a fragment", "/von/teil", redirect("/ort/teil.html#stelle"), GOOD)
    for n in range(22):
        links.answer(f"/lang/{n}.html", redirect(f"/lang/{n + 1}.html"))
    links.add("redirects on and on", "/lang/start.html", redirect("/lang/0.html"), ("redirect_loop",))
    for n in range(15):
        links.answer(f"/weit/{n}.html", redirect(f"/weit/{n + 1}.html"))
    links.answer("/weit/15.html", html(texts.article("weit")))
    links.add("fifteen redirects to the page", "/weit/start.html", redirect("/weit/0.html"), GOOD)


def scripts_and_refreshes(links: Set) -> None:
    for n, script in enumerate((
        "location = '/neu.html'", "window.location.replace(\"/neu.html\")", "window.location.href='/neu.html';",
        "top.location.assign('/neu.html')", "document.location = '/neu.html'",
    )):  # fmt: skip
        page = f"<html><head><title>Weiter</title><script>{script}</script></head><body>Sie werden weitergeleitet.</body></html>"
        links.answer("/neu.html", html(texts.article(f"skript{n}")))
        links.add("script that leads on", f"/skript/{n}.html", html(page.encode()), GOOD)
    bare = b"<html><head><script>location.replace('/neu.html')</script></head><body></body></html>"
    links.answer("/neu.html", html(texts.article("skript leer")))
    links.add("script that leads on, no text", "/skript/leer.html", html(bare), GOOD)
    at_load = b"<html><head></head><body onload=\"location.href='/neu.html'\"></body></html>"
    links.add("body that leads on when it is loaded", "/skript/laden.html", html(at_load), UNKNOWN, is_broken=False)
    bare = b"<html><head><base href='/ort/'><script>location.replace('neu.html')</script></head><body></body></html>"
    links.answer("/ort/neu.html", html(texts.article("skript mit base")))
    links.add("script that leads on from a base", "/skript/base.html", html(bare), GOOD)
    doubtful = (
        b"<html><head><script>if(navigator.language){location='/neu.html'}</script></head><body>Weiter</body></html>"
    )
    links.add("script that may lead on", "/skript/wenn.html", html(doubtful), UNKNOWN, is_broken=False)
    lost = b"<html><head><script>location.href='/fehlt-ganz.html'</script></head><body></body></html>"
    links.answer("/fehlt-ganz.html", html(texts.error_page("404", "404", "Nicht da."), status=404))
    links.add("script that leads to a 404", "/skript/weg.html", html(lost), ("soft_404",))
    again = texts.article("neu geladen").replace(b"<head>", b"<head><meta http-equiv='refresh' content='300'>")
    links.add("page that loads itself again", "/skript/wieder.html", html(again), GOOD)
    in_page = texts.article("mit Skript", extra="<script>function zu(){location='/anders.html'}</script>")
    links.add("script in an article", "/skript/artikel.html", html(in_page), GOOD)
    lost = texts.error_page("Seite nicht gefunden", "Seite nicht gefunden", "Sie werden zur Startseite geleitet.")
    lost = lost.replace(b"<head>", b"<head><meta http-equiv='refresh' content='5; url=/'>")
    links.add("error page that leads home", "/skript/fort.html", html(lost), ("soft_404",))


def client_certificates(links: Set) -> None:
    for origin in ("tls_client", "tls_client12"):
        links.add("certificate of the visitor", "/nur/amt.html", html(texts.article("amt")), ("login",), origin=origin)


ODD_ANSWERS: tuple[Callable[[Set], None], ...] = (
    odd_heads, rare_statuses, rare_redirects, scripts_and_refreshes, client_certificates,
)  # fmt: skip
