"""Links that browsers follow in a way of their own, and addresses with words that say nothing of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.linkcheck.linkset import texts
from tests.linkcheck.linkset.kinds import GOOD, html
from tests.local_site import HTML, Answer, redirect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.linkcheck.linkset.kinds import Set
    from tests.local_site import Seen

# addresses of pages about these things
_HONEST = (
    "/presse/404-baeume-gepflanzt", "/rat/suche-nach-einem-standort", "/recht/sso-verordnung",
    "/service/registrierung-von-hunden", "/bauen/fehler-beim-bauen", "/kultur/konto-der-geschichte.html",
    "/presse/2019/gone-with-the-wind", "/umwelt/find-your-park/", "/amt/anmeldung-zur-eheschliessung",
)  # fmt: skip


def words_in_addresses(links: Set) -> None:
    for n, path in enumerate(_HONEST):
        links.add("word in an address", path, html(texts.article(f"wort{n}")), GOOD)
    for n, path in enumerate(_HONEST):
        target = path.replace("/", f"/neu{n}-", 1)
        links.answer(target, html(texts.article(f"ziel{n}")))
        links.add("redirect to a word in an address", f"/alt/{n}-meldung", redirect(target, (301, 302)[n % 2]), GOOD)


def cookies(links: Set) -> None:
    for n, cookie in enumerate(("besuch=1; Path=/", "besuch=1", "besuch=1; Path=/keks; HttpOnly; SameSite=Lax")):
        path = f"/keks/{n}.html"
        page = html(texts.article(f"keks{n}"))
        links.add("redirect to itself with a cookie", path, _unless("besuch=1", _sets(cookie, path), page), GOOD)
    for n, way in enumerate(("pruefung", "zustimmung?zu=1")):
        path, page = f"/keks/seite{n}.html", html(texts.article(f"seite{n}"))
        links.answer(f"/keks/{way}{n}", _unless("besuch=1", html(texts.LOGIN), redirect(path)))
        first = _sets("besuch=1; Path=/", f"/keks/{way}{n}")
        links.add("redirects in a circle with a cookie", path, _unless("besuch=1", first, page), GOOD)
    for n, cookie in enumerate(("besuch=1; Domain=example", "besuch=1; Secure")):
        path = f"/keks/fremd{n}.html"
        links.add("redirect to itself with a cookie that nobody takes", path, _sets(cookie, path), ("blocked",),
                  is_broken=False)  # fmt: skip
    path = "/keks/immer.html"
    links.add("redirect to itself whatever cookie comes", path, _sets("besuch=1", path), ("redirect_loop",))


def _sets(cookie: str, target: str) -> Answer:
    return Answer(status=302, headers={**HTML, "Set-Cookie": cookie, "Location": target})


def _unless(cookie: str, without: Answer, with_it: Answer) -> Callable[[Seen], Answer]:
    """Answer by the cookie that comes along."""
    return lambda seen: with_it if cookie in seen.headers.get("cookie", "") else without


def odd_locations(links: Set) -> None:
    for n, (start, target) in enumerate(
        (("/weg/0", "/ort\\unten/a.html"), ("/weg/1", "../ort/unten/b.html"), ("/weg/2", "/ort/./unten/c.html"))
    ):
        path = ("/ort/unten/a.html", "/ort/unten/b.html", "/ort/unten/c.html")[n]
        links.answer(path, html(texts.article(f"odd{n}")))
        links.add("redirect as only browsers read it", start, redirect(target), GOOD)
    path = "/liste?jahr[]=2024|2025^`{x}"
    links.add("query as browsers send it", path, html(texts.article("jahr")), GOOD)
    links.answer("/liste?amt[nr]=7|8", html(texts.article("amt")))
    links.add("query as browsers send it", "/weg/liste", redirect("/liste?amt[nr]=7|8"), GOOD)


def client_side(links: Set) -> None:
    for n, content in enumerate(("0; url=/neu.html", "1;URL='../neu.html'", "0,/neu.html", "0;url=/um.html")):
        links.answer("/neu.html", html(texts.article(f"neu{n}")))
        links.answer("/um.html", redirect("/neu.html"))
        links.add("meta refresh", f"/weiter/{n}.html", html(_refresh(content)), GOOD)
    based = _refresh("0; url=neu.html").replace(b"<head>", b"<head><base href='/ort/'>")
    links.answer("/ort/neu.html", html(texts.article("base")))
    links.add("meta refresh from a base", "/weiter/base.html", html(based), GOOD)
    unseen = (
        b"<noscript><meta http-equiv='refresh' content='0; url=/fort.html'></noscript><script src='/a.js'></script>"
    )
    shell = html(b"<html><head><title>Amt</title>" + unseen + b"</head><body><div id='app'></div></body></html>")
    links.add("meta refresh for those without scripts", "/weiter/ohne.html", shell, ("unknown",), is_broken=False)
    for n, target in enumerate(("/fort.html", "/um.html")):
        links.answer("/um.html", redirect("/fort.html"))
        links.add("meta refresh to nothing", f"/weiter/fort{n}.html", html(_refresh(f"0; url={target}")), ("soft_404",))
    for n, target in enumerate(("/zwei.html", "unklar1.html", "mailto:amt@stadt.example")):  # the second is itself
        links.answer("/zwei.html", html(_refresh("0; url=/neu.html")))
        page = html(_refresh(f"0; url={target}"))
        links.add("meta refresh to no page", f"/weiter/unklar{n}.html", page, ("unknown",), is_broken=False)
    for n, value in enumerate(("0; url=/neu.html", '0;url="/neu.html"', "3;/neu.html")):
        links.answer("/neu.html", html(texts.article(f"kopf{n}")))
        answer = Answer(b"<p>Weiter</p>", headers={**HTML, "Refresh": value})
        links.add("refresh header", f"/weiter/kopf{n}.html", answer, GOOD)


def _refresh(content: str) -> bytes:
    meta = f"<meta http-equiv='Refresh' content=\"{content}\">"
    return f"<html><head><title>Weiter</title>{meta}</head><body></body></html>".encode()


BROWSERS = (client_side, words_in_addresses, cookies, odd_locations)
