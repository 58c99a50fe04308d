"""The wider set: the same kinds in wordings and markup that were written down before anybody looked at our phrases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.linkcheck.linkset import frames, texts
from tests.linkcheck.linkset import wider_texts as wider
from tests.linkcheck.linkset.kinds import GOOD, PDF_TYPE, html
from tests.local_site import HTML, Answer, redirect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.linkcheck.linkset.kinds import Set

# a wall of consent or a page that only a script fills: nobody knows what is behind it, and nobody may call it broken
UNSEEN = ("unknown", "blocked", "login")
_FRAMES = (frames.government, frames.austria, frames.canton)


def absent_and_failing(links: Set) -> None:
    for n, (frame, title, body) in enumerate(wider.ABSENT):
        path = (f"/aktuelles/{n}-bericht.html", f"/news/2019/03/story-{n}/", f"/index.php?id={400 + n}")[n % 3]
        links.add("200 with an error page", path, html(frames.FRAMES[frame](title, body)), ("soft_404",))
    for n, (frame, title, body) in enumerate(wider.MAINTENANCE):
        links.add(
            "maintenance with 200", f"/pflege/{n}.html", html(frames.FRAMES[frame](title, body)), ("server_error",)
        )
    for n, (frame, title, body) in enumerate(wider.SERVER_ERRORS):
        links.add(
            "server error with 200", f"/defekt/{n}.php", html(frames.FRAMES[frame](title, body)), ("server_error",)
        )


def walls_and_parking(links: Set) -> None:
    for n, page in enumerate(wider.PARKED):
        links.add("parked", f"/verein/{n}/satzung.html", html(page), ("parked",))
    for n, (frame, title, body) in enumerate(wider.LOGIN_PAGES):
        links.add("login page with 200", f"/bereich/{n}.html", html(frames.FRAMES[frame](title, body)), ("login",))
    for n, target in enumerate(wider.LOGIN_TARGETS):
        frame, title, body = wider.LOGIN_PAGES[n % 4]
        links.answer(target, html(frames.FRAMES[frame](title, body)))
        links.add("redirect to a login", f"/dokumente/intern/{n}.html", redirect(target), ("login",))
    for n, (page, status, headers) in enumerate(wider.WALLS):
        kind = "bot wall" if status != 200 else "bot wall with 200"
        links.add(kind, f"/schutz/{n}.html", Answer(page, status=status, headers=HTML | headers), ("blocked",))
    for n, (frame, title, body) in enumerate(wider.COOKIE_WALLS):
        links.add("cookie wall", f"/kekse/{n}.html", html(frames.FRAMES[frame](title, body)), UNSEEN, is_broken=False)
    for n, page in enumerate(wider.SHELLS):
        links.add("filled by a script", f"/app/{n}", html(page), UNSEEN, is_broken=False)


def led_elsewhere(links: Set) -> None:
    for n, target in enumerate(wider.HOME_TARGETS):
        frame = _FRAMES[n % 3]
        news = "".join(
            f"<h2>{title}</h2><p>{texts.sentences(f'{title}{n}', 1)}</p>" for title in texts.TITLES[n : n + 4]
        )
        links.answer(target, html(frame("Willkommen", f"<h1>Willkommen</h1>{news}")))
        links.add(
            "redirect to the home page",
            f"/archiv/2014/{n}/bericht.html",
            redirect(target, (302, 301)[n % 2]),
            ("soft_404",),
        )
    for n, target in enumerate(wider.SEARCH_TARGETS):
        found = "<h1>Suchergebnisse</h1><p>12 Treffer</p>" + f"<p>{texts.sentences(f's{n}', 4)}</p>"
        links.answer(target, html(_FRAMES[n % 3]("Suchergebnisse", found)))
        links.add("redirect to the search", f"/texte/{n}/meldung.html", redirect(target), ("soft_404",))
    for n, (section, below) in enumerate(
        (("/DE/Presse/presse_node.html", "/DE/Presse/2015/reform.html"), ("/news", "/news/2012/05/budget-day.html"),
         ("/amt/aktuelles/index.php", "/amt/aktuelles/2016/fest.php"))
    ):  # fmt: skip
        listed = "".join(f"<li><a href='{n}{i}.html'>{title}</a></li>" for i, title in enumerate(texts.TITLES))
        links.answer(section, html(_FRAMES[n]("Aktuelles", f"<h1>Aktuelles</h1><ul>{listed}</ul>")))
        links.add("redirect to the section", below, redirect(section, 301), ("soft_404",))
    for n, gone in enumerate(("/error/404.html", "/de/fehler", "/page-not-found")):
        links.answer(gone, html(_FRAMES[n]("Hinweis", f"<h1>Hinweis</h1><p>{texts.sentences(gone, 2)}</p>")))
        links.add("redirect to an error page", f"/berichte/{n}/lage.html", redirect(gone), ("soft_404",))


def documents_and_places(links: Set) -> None:
    body = wider.german_body("Publikationen", "Hier finden Sie unsere Broschüren.", "pub", 4)
    page = html(frames.government("Publikationen", body))
    links.answer("/publikationen/uebersicht.html", page)
    links.add("PDF became HTML", "/SharedDocs/Downloads/DE/kochbuch.pdf?__blob=publicationFile", page, ("wrong_type",))
    links.add("PDF became HTML", "/fileadmin/user_upload/Bericht_2016.PDF", page, ("wrong_type",))
    links.answer("/publikationen/uebersicht.html", page)
    links.add(
        "PDF became HTML",
        "/downloads/haushalt.pdf",
        redirect("/publikationen/uebersicht.html", 301),
        ("wrong_type", "soft_404"),
    )
    links.add("PDF became HTML", "/getmedia/4711", page, ("wrong_type",), before=Answer(texts.PDF, headers=PDF_TYPE))
    for n, header in enumerate(("application/octet-stream", "application/force-download", "text/html")):
        links.add("document", f"/files/plan{n}.pdf", Answer(texts.PDF, headers={"Content-Type": header}), GOOD)
    places = {
        "c123": "<div id='c123' class='frame'><h2>Teil</h2><p>Hier.</p></div>", "abschnitt-2": "<a name='abschnitt-2'></a><h2>Zwei</h2>",
        "%C3%BCbersicht": "<h2 id='übersicht'>Übersicht</h2>", "Gebühren": "<section id='Gebühren'><p>Frei.</p></section>",
        "doc-4711bodyText3": "<h3><a id='doc-4711bodyText3'>Frist</a></h3>",
    }  # fmt: skip
    for n, (place, markup) in enumerate(places.items()):
        frame = _FRAMES[n % 3]
        title = texts.TITLES[n]
        there = frame(title, wider.german_body(title, "Siehe unten.", f"da{n}", 3) + markup)
        links.add("fragment there", f"/ort/{n}.html", html(there), GOOD, fragment=f"#{place}")
        gone = frame(title, wider.german_body(title, "Siehe unten.", f"fort{n}", 3) + "<h2 id='kontakt'>Kontakt</h2>")
        links.add("fragment gone", f"/ort/ohne{n}.html", html(gone), ("fragment_lost",), fragment=f"#{place}")


def drift(links: Set) -> None:
    for n, title in enumerate(("Kreditvergleich online", "Garten im Herbst", "Neue Smartphones im Test")):
        then = frames.government(
            texts.TITLES[n], wider.german_body(texts.TITLES[n], "Der Beschluss gilt.", f"then{n}", 5)
        )
        now = frames.canton(title, wider.german_body(title, "Jetzt vergleichen.", f"now{n}", 5))
        links.add("drift", f"/einst/{n}.html", html(now), ("drifted",), before=html(then))
    for n, title in enumerate(texts.TITLES[4:8]):
        text = wider.german_body(title, "Der Beschluss gilt.", f"same{n}", 5)
        links.add("new template, same text", f"/gleich/{n}.html", html(frames.austria(title, text)), GOOD,
                  before=html(frames.government(title, text)))  # fmt: skip
        longer = text + f"<p>{texts.sentences(f'added{n}', 2)}</p>"
        links.add("grown since", f"/gewachsen/{n}.html", html(frames.canton(title, longer)), GOOD,
                  before=html(frames.canton(title, text)))  # fmt: skip


def honest(links: Set) -> None:
    for n, (title, more) in enumerate(wider.HONEST):
        page = _FRAMES[n % 3](title, wider.german_body(title, more, n, 1 + n % 4))
        links.add("mentions such words", f"/lokales/{n}.html", html(page), GOOD)
    for n, (title, more) in enumerate(wider.HONEST_ENGLISH):
        page = frames.press(title, wider.english_body(title, more, n, 1 + n % 4))
        links.add("mentions such words", f"/stories/{n}/", html(page), GOOD)
    login = "<form><input name='user'><input type='password' name='pass'><input type='submit' value='Anmelden'></form>"
    for n, title in enumerate(texts.TITLES[8:10]):
        page = frames.austria(
            title,
            wider.german_body(title, "Weiter im Text.", f"side{n}", 2) + f"<aside><h3>Anmelden</h3>{login}</aside>",
        )
        links.add("login at the side", f"/buecherei/{n}.html", html(page), GOOD)
    empty_list = "<h3>Termine</h3><p>Zurzeit keine Termine gefunden.</p>"
    title = "Wochenmarkt zieht um"
    page = frames.government(title, wider.german_body(title, "Ab Mai.", "markt", 2) + empty_list)
    links.add("empty list at the side", "/markt/umzug.html", html(page), GOOD)
    frameset = b"<html><head><title>Stadtplan</title></head><frameset cols='20%,80%'><frame src='menu.html'><frame src='plan.html'></frameset></html>"
    links.add("frames", "/plan/", html(frameset), GOOD)
    contact = frames.bare("Kontakt", "<h1>Kontakt</h1><p>Rathaus, Markt 1, Musterau</p>")
    links.add("good short", "/kontakt/", html(contact), GOOD)
    links.add("charset of old", "/alt/latin.html", Answer(frames.bare("Gebühren", "<h1>Gebührenordnung</h1><p>"
              + texts.sentences("latin", 6) + "</p>").decode().encode("latin-1"), headers={"Content-Type": "text/html; charset=iso-8859-1"}), GOOD)  # fmt: skip


WIDER: tuple[Callable[[Set], None], ...] = (
    absent_and_failing, walls_and_parking, led_elsewhere, documents_and_places, drift, honest,
)  # fmt: skip
