"""Pages of the link set: honest ones from word lists, and the wordings by which pages say that they are none."""

from __future__ import annotations

import random
from html import escape

TITLES = (
    "Neue Satzung zur Abfallentsorgung", "Kreistag berät über den Haushalt", "Digitale Verwaltung nimmt Fahrt auf",
    "Radweg an der Landesstraße wird ausgebaut", "Bürgerbüro verlängert die Öffnungszeiten",
    "Feuerwehr sucht ehrenamtliche Helfer", "Ministerium fördert kommunale Rechenzentren",
    "Wasserwerk erneuert zwei Hauptleitungen", "Bibliothek öffnet am Sonntag", "Schulen erhalten schnelles Internet",
    "Council approves new housing plan", "Ministry publishes digital strategy", "Local museum reopens after renovation",
    "Modellkommune stellt Abschlussbericht vor", "Gemeinden arbeiten beim Datenschutz zusammen",
)  # fmt: skip
_OPENERS = ("Nach Angaben der Verwaltung", "Wie der Ausschuss mitteilte,", "Im zweiten Halbjahr", "Mit Blick auf den Winter",
            "Auf Anregung der Anwohner", "Gemeinsam mit den Nachbargemeinden", "Trotz gestiegener Kosten",
            "Anders als im Vorjahr", "Für Familien", "In öffentlicher Sitzung")  # fmt: skip
_VERBS = ("wird", "soll", "kann", "muss", "bleibt", "darf", "beginnt", "endet", "gilt", "ruht")
_THINGS = ("der Antrag", "die Frist", "der Bescheid", "das Verfahren", "die Gebühr", "der Zuschuss", "die Brücke",
           "das Gelände", "die Turnhalle", "der Radweg", "das Archiv", "die Satzung", "der Vertrag", "die Planung")  # fmt: skip
_ENDS = ("bis zum Frühjahr geprüft", "im Rathaus ausgelegt", "vom Land gefördert", "neu ausgeschrieben", "öffentlich beraten",
         "im Amtsblatt bekannt gemacht", "gemeinsam finanziert", "von Fachleuten begleitet", "zügig umgesetzt", "vertagt")  # fmt: skip


def sentences(seed: object, count: int) -> str:
    chosen = random.Random(str(seed))
    return " ".join(
        f"{chosen.choice(_OPENERS)} {chosen.choice(_VERBS)} {chosen.choice(_THINGS)} {chosen.choice(_ENDS)},"
        f" {chosen.choice(_THINGS)} {chosen.choice(_VERBS)} davon getrennt {chosen.choice(_ENDS)}."
        for _ in range(count)
    )


def page(title: str, body: str, *, head: str = "", menu: bool = True, language: str = "de") -> bytes:
    nav = "".join(f"<li><a href='/thema/{n}.html'>Thema {n}</a></li>" for n in range(8)) if menu else ""
    return (
        f"<!DOCTYPE html><html lang='{language}'><head><meta charset='utf-8'><title>{escape(title)} - Stadt Musterau</title>"
        f"{head}</head><body><header>Stadt Musterau</header><nav><ul>{nav}</ul></nav><main>{body}</main>"
        "<footer>Impressum Datenschutz Kontakt</footer></body></html>"
    ).encode()


def article(seed: object, title: str | None = None, *, paragraphs: int = 5, extra: str = "") -> bytes:
    called = title or TITLES[random.Random(f"t{seed}").randrange(len(TITLES))]
    body = "".join(f"<p>{sentences(f'{seed}-{n}', 3)}</p>" for n in range(paragraphs))
    return page(called, f"<article><h1>{escape(called)}</h1>{body}{extra}</article>")


HOME = page(
    "Startseite",
    "<h1>Willkommen in Musterau</h1>"
    + "".join(f"<section><h2>{title}</h2><p>{sentences(title, 1)}</p></section>" for title in TITLES[:6]),
)

# title, headline, rest: as content systems and offices word it
ERROR_PAGES = (
    ("Seite nicht gefunden", "Seite nicht gefunden", "Die gewünschte Seite konnte leider nicht gefunden werden. Bitte nutzen Sie die Suche."),
    ("404", "404", "Hoppla. Hier ist nichts. Zurück zur Startseite."),
    ("Fehler 404", "Die von Ihnen aufgerufene Seite existiert nicht.", "Möglicherweise haben Sie sich vertippt."),
    ("Stadt Musterau", "Dieser Inhalt ist leider nicht mehr verfügbar", "Der Artikel wurde archiviert oder gelöscht. Zur Startseite."),
    ("Hinweis", "Das angeforderte Dokument wurde verschoben oder gelöscht", "Bitte überprüfen Sie die Adresse oder nutzen Sie die Sitemap."),
    ("Page not found", "Page not found", "The page you requested could not be found. Go back to the home page."),
    ("Not Found", "Sorry, we can't find that page", "It may have been moved or deleted. Try our search."),
    ("Error", "The page you are looking for no longer exists", "Check the URL or return to the homepage."),
    ("Oops", "This content is no longer available.", "Please use the search to find what you need."),
    ("Meldung", "Diese Meldung ist nicht mehr online", "Ältere Meldungen finden Sie im Archiv. Nutzen Sie die Suchfunktion."),
)  # fmt: skip
# pages of which no list of phrases knows the wording: only the made-up address beside them tells
UNKNOWN_ERRORS = (
    ("Musterau", "Hier geht es leider nicht weiter", "Unser Auftritt wurde neu gestaltet, viele Wege sind andere geworden. Wählen Sie ein Thema."),
    ("Musterau", "Neuer Auftritt der Stadt", "Herzlich willkommen auf unserem neuen Auftritt. Leider führen alte Wege ins Leere."),
)  # fmt: skip
MENTIONS = (
    ("Seite nicht gefunden: Was Kommunen gegen tote Links tun", "Wer eine Seite nicht gefunden hat, ärgert sich."),
    ("404 Bäume für die Stadt", "Genau 404 Bäume werden gepflanzt."),
    ("Archiv: Dokument nicht mehr verfügbar, was nun?", "Viele Dokumente sind nicht mehr verfügbar, das Archiv hilft."),
    ("Domain steht zum Verkauf: Gemeinde wehrt sich", "Die Domain steht zum Verkauf, so der Händler. Die Stadt klagt."),
    ("Anmeldung zum Kita-Jahr beginnt", "Die Anmeldung ist ab Montag im Rathaus möglich."),
    ("Login für alle: Ministerium stellt Nutzerkonto vor", "Mit einem Login zu allen Diensten der Verwaltung."),
    ("Wartungsarbeiten an der Brücke", "Wegen Wartungsarbeiten ist die Brücke gesperrt."),
    ("Access denied: hackers locked out of council network", "The council said access was denied to all intruders."),
    ("Page not found? How archives keep the web alive", "Page not found is what one in four readers sees."),
    ("Fehler in der Abrechnung behoben", "Ein Fehler ist aufgetreten, die Bescheide sind korrigiert."),
)  # fmt: skip
PARKED = (
    ("musterau-alt.example", "Diese Domain steht zum Verkauf", "Kaufen Sie diese Domain. Ähnliche Suchanfragen: Reisen, Kredit, Hotel.", "www.sedoparking.com"),
    ("stadt-alt.example - Domain for sale", "stadt-alt.example is for sale", "Make an offer. Related searches: insurance, loans, travel.", "parkingcrew.net"),
    ("Domain geparkt", "Diese Domain wurde geparkt", "Gesponserte Links: Versicherung Hotel Flug. Verwandte Themen: Kredit.", "d1lxhc4jvstzrp.cloudfront.net"),
    ("Buy this domain", "This domain is parked free, courtesy of Registrar", "Sponsored listings. Related links.", "www.bodis.com"),
)  # fmt: skip
DRIFTS = (
    "Angebote für Ferienwohnungen am See",
    "Online-Wetten mit Bonus",
    "Rezepte für den Sommer",
    "Autoankauf in Ihrer Nähe",
)


def error_page(title: str, headline: str, rest: str) -> bytes:
    return page(title, f"<h1>{escape(headline)}</h1><p>{escape(rest)}</p>")


def parked_page(title: str, headline: str, rest: str, host: str) -> bytes:
    adverts = "".join(
        f"<li><a href='https://{host}/?kw={word}'>{word}</a></li>" for word in ("Hotel", "Kredit", "Flug")
    )
    return (
        f"<html><head><title>{title}</title><meta name='robots' content='noindex'><script src='https://{host}/park.js'>"
        f"</script></head><body><h1>{headline}</h1><p>{rest}</p><ul>{adverts}</ul></body></html>"
    ).encode()


LOGIN = page(
    "Anmelden",
    "<h1>Anmelden</h1><form method='post'><input name='user'><input type='password' name='pw'><button>Login</button></form>",
)
WALL = b"<html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1></body></html>"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
