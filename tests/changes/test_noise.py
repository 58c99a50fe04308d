"""Lines of templates, marks of change and notes on corrections; and sentences of articles that look like them."""

from __future__ import annotations

import pytest

from kaaw_archive.changes import marks, noise
from kaaw_archive.changes.noise_rules import RULES

LINES = {
    "reading time": ["Lesezeit: 4 Minuten", "3 min read", "Temps de lecture : 5 min"],
    "counter": [
        "1.204 Aufrufe",
        "Dieser Beitrag wurde 23-mal gelesen",
        "Dieser Beitrag wurde 1.203 Mal aufgerufen.",
        "Viewed 312 times",
        "1 204 vues",
        "Klicks: 1.284",
        "523 Leser",
        "9.530 Follower",
        "Derzeit 87 Besucher online",
    ],
    "reactions": ["12 Kommentare", "Comments (4)", "2 commentaires", "17 people found this helpful", "Leave a comment"],
    "rating": ["Bewertung: 4,2 von 5", "Rated 4.5 out of 5", "Note : 4,1/5 (23 avis)", "Rate this page"],
    "relative time": ["vor 3 Tagen", "Published 2 hours ago", "il y a 5 jours", "Gestern, 14:05 Uhr"],
    "weather": ["Heute: 2 °C, Schneeregen", "Today: 12 °C, cloudy", "Mardi 4 novembre, 9 °C", "Météo : 18 degrés"],
    "ticker": [
        "+++ B7 gesperrt +++ Freibad öffnet +++",
        "Closed now. Opens 9am Monday",
        "Störungsticker: keine Meldungen",
        "Service status: good",
        "Öffnungszeiten heute: 8 bis 16 Uhr",
    ],
    "cookies": [
        "Diese Website verwendet Cookies.",
        "We use cookies to improve this site. Accept all",
        "En poursuivant votre navigation, vous acceptez les cookies.",
    ],
    "consent": [
        "Mit Klick auf „Video laden“ stimmen Sie zu, dass Daten an YouTube übertragen werden.",
        "By clicking play you accept that a third party gets your data.",
        "Pour lire ce contenu externe, acceptez le dépôt de données.",
    ],
    "help with the page": [
        "Bitte aktivieren Sie JavaScript, um diesen Inhalt zu sehen.",
        "Fragen? Unser Chatbot hilft Ihnen gerne weiter.",
        "Neu: Die Stadt im App Store",
    ],
    "form": ["Kommentar schreiben: Name, E-Mail, Ihr Kommentar", "Your name, e-mail address", "* Pflichtfelder"],
    "follow and subscribe": [
        "Folgen Sie uns auf Mastodon!",
        "Subscribe to our newsletter",
        "Abonnez-vous à la lettre",
        "Jetzt zum Newsletter anmelden!",
        "Recevez nos actualités par courriel.",
        "Besuchen Sie uns auf Instagram",
    ],
    "way back": ["Zurück zur Übersicht", "Back to all news", "Retour à la liste"],
    "way to the page": [
        "Startseite › Rathaus › Meldungen",
        "You are here: Home > News",
        "Vous êtes ici : Accueil / Presse",
        "Skip to main content",
        "Zum Inhalt springen",
        "Aller au contenu",
        "On this page",
    ],
    "other articles": [
        "Lesen Sie auch: Hitzeschutz in Schulen",
        "Related stories: Flu clinics open; Car park closed",
        "À lire aussi : Gel tardif : que faire ?",
        "Zuletzt gelesen: Sperrmüll, Feinstaub",
        "Vorherige Meldung: Hochwasser",
    ],
    "tags and archive": [
        "Schlagworte: Kita, Bildung",
        "Tags: transport, buses",
        "Mots-clés : eau, travaux",
        "Archiv: November 2025 (14) Oktober 2025 (22)",
    ],
    "archive note": [
        "Dieser Beitrag stammt aus dem Archiv und wird nicht mehr aktualisiert.",
        "Sie befinden sich im Nachrichtenarchiv der Stadt.",
        "This page has been archived.",
    ],
    "contact box": [
        "Pressekontakt: Amt, Tel. 0000 123",
        "Media contact: press@a.example",
        "Service presse : 00 12 34",
        "Standard : 0555 20 00 00",
        "Herausgeber: Stadt, Presseamt",
        "- ENDS -",
        "Kreis Mittenau · Am Park 12 · 04711 Mittenau · Telefon 04711 88 00",
        "Hinweis an die Redaktionen: Bilder gibt es auf Anfrage.",
    ],
    "feedback": ["Was this page helpful?", "War diese Seite hilfreich?", "Report a problem with this page"],
    "legal notice": [
        "Alle Rechte vorbehalten.",
        "All rights reserved",
        "Alle Angaben ohne Gewähr.",
        "© Stadt Neustadt 2025",
        "Crown copyright 2026",
        "This page was translated automatically.",
    ],
    "help to find or read": ["So finden Sie uns: Rathaus, Hof", "This page is available in large print."],
    "copy of the page": [
        "Kurzlink: a.example/k12",
        "https://a.example/n/12",
        "Cite this page: A (2025).",
        "Gedruckt am 3. März 2025",
        "Seite 1 von 3",
        "Page suivante",
    ],
    "number of the page": [
        "Document ID: 48213-A",
        "Page generated in 0.142 seconds",
        "Version 1.2",
        "Meldung 14 von 212",
        "Épisode 2 sur 7 du dossier Mobilités",
        "Loading comments…",
        "Heute ist Freitag, der 21. März 2025",
        "Seite zuletzt abgerufen um 09:12:55",
    ],
    "head of a release": ["Pressemitteilung Nr. 41/2025", "FOR IMMEDIATE RELEASE", "Communiqué de presse n° 12"],
    "placeholder": ["{{ page.lead }}", "[object Object]", "undefined", "###DATE###"],
    "credit of a picture": ["Foto: Stadt/Archiv", "Picture credit: Town Council / J. Peel"],
    "advert": ["Anzeige - Jetzt Ökostrom bestellen!", "Advertisement: 40% off this weekend"],
    "player": ["Video abspielen", "Audio: 03:12", "Écouter l'article (2 min)", "0:00 / 3:24"],
    "words of the page": [
        "Drucken | Teilen | Vorlesen",
        "Share this page: Facebook, X, email",
        "Imprimer la page",
        "Seite teilen: Mastodon, Bluesky, E-Mail",
        "Share (61) Post (9)",
        "Menü Suche Gebärdensprache",
        "Home About Licences News Contact",
        "Impressum | Datenschutz | Barrierefreiheit",
        "Inhalt in Leichter Sprache",
        "Aktuelles » Pressemitteilungen",
        "Neueste zuerst",
        "Nach oben",
        "FR | EN | DE | ES",
        "#Radweg #Verkehr",
        "Facebook 12 Twitter 4",
        "Alle zuklappen",
        "Plan du site – Mentions légales",
    ],
    "dateline": ["Posted yesterday", "Veröffentlicht am 3. März 2025", "Publié le 3 mars 2025", "Von Redaktion"],
}  # fmt: skip
ARTICLE = [
    "Die Lesezeit der Kinder ist gestiegen, wie die Umfrage unter vier Schulen zeigt.",
    "Vor drei Tagen wurde der Zugang zum Hafen gesperrt, weil das Wasser zu hoch stand.",
    "Das Landesamt warnt vor falschen Mails, die angeblich von der Pressestelle kommen.",
    "Im Kurs backen Kinder Cookies und Brot.",
    "Daten werden nur an Dritte weitergegeben, wenn der Kunde zustimmt.",
    "Der Browser eines Dienstrechners war nicht aktuell, daher kam der Angriff durch.",
    "Die Stadt führt einen Chatbot ein, der Fragen zum Ausweis beantwortet.",
    "Name und Adresse des Fahrers sind bekannt.",
    "Drei Teilnehmende kopierten die Karte.",
    "Kontakt mit dem Wasser ist zu vermeiden.",
    "Der Rat hat die Satzung zurück an den Ausschuss gegeben.",
    "Anmeldung bis 5. Mai",
    "Anmeldung unter Telefon 0555 123",
    "Samstag, 5. Juli, 19 Uhr, Stadthalle",
    "Öffnungszeiten: Montag bis Freitag 8 bis 16 Uhr",
    "Bürgertelefon: 115",
    "Beginn: 19.30 Uhr",
    "Karten: 12 Euro | ermäßigt 8 Euro",
    "Rat | Verwaltung | Bürger",
    "Themen des Abends: Haushalt, Kita, Radwege",
    "Der Newsletter der Stadt erscheint ab Mai nur noch digital.",
    "Die Suche nach dem Vermissten dauert an.",
    "Heute werden 38 Grad erwartet, das Amt warnt vor Hitze.",
    "12 Reaktionen auf den Entwurf gingen ein.",
    "Live: Konzert auf dem Marktplatz",
    "Video: Rede der Ministerin im Landtag",
    "Search for missing boy ends",
    "Share your views by 5 May",
    "Home visits resume on Monday.",
    "Inscription jusqu'au 5 mai",
    "Entrée libre",
    "Anzeige gegen zwei Männer erstattet",
    "Teil 2 von 5 Abschnitten ist fertig.",
    "Das Bild hängt im Foyer.",
    "Die Seite der Fassade wird saniert.",
    "Geändert hat sich auch die Anfahrt",
    "Korrekturen an der Fassade",
    "Amended plans on show from 3 May",
    "Der Text wurde um ein Kapitel erweitert und liegt aus.",
    "In einer früheren Fassung des Entwurfs war die Brücke breiter.",
]
MARKS = [
    "Stand: 11. September 2025",
    "Stand der Angaben: 27. September 2016.",
    "Zuletzt aktualisiert am 3.5.2025",
    "Korrigierte Fassung vom 18. Februar 2025",
    "Last updated: 20 October 2025",
    "Page updated 15 June 2025",
    "Mis à jour le 21 février 2025",
    "Corrigé le 12 novembre 2025",
    "Ergänzt",
    "Erledigt",
    "Recall closed",
    "Vorabfassung",
    "Version définitive",
    "Bild berichtigt",
    "Veröffentlicht am 3. Mai 2025, zuletzt geändert am 4. Mai 2025",
    "Clarification added 4 September 2025",
]
NOTES = [
    "Korrigiert am 24. September 2016: In der ersten Fassung war die Zahl der Seiten nicht genannt.",
    "Korrektur: Die Drehleiter kam aus Grenzau.",
    "Hinweis: In einer früheren Fassung war von vier Verletzten die Rede.",
    "Correction: this release originally described the coin as the second.",
    "Rectificatif : la température est de 39 degrés.",
    "Geändert: Beginn der Anmeldung verschoben",
    "Text revised on 22 January after a call by the maker",
    "Aktualisiert am 6. Mai 2025: Termin geändert",
    "Stand: 11. Juli, 9 Uhr – Gebiet der Warnung erweitert",
    "Diese Meldung wurde am 3. Mai 2025 berichtigt.",
    "The article was amended on 3 May 2025 to give the right name.",
    "Une version antérieure de cet article donnait un autre nom.",
]
SUPPLEMENTS = ["Nachtrag: Der Vermisste ist gefunden.", "Aktualisiert am 26. September 2016: Der Hinweis ist neu."]


def test_each_rule_has_its_lines() -> None:
    assert set(LINES) == {rule.name for rule in RULES} | {"words of the page", "dateline"}
    assert all(rule.reason for rule in RULES)


@pytest.mark.parametrize(("rule", "line"), [(rule, line) for rule, lines in LINES.items() for line in lines])
def test_a_line_of_the_template_is_known_by_its_rule(rule: str, line: str) -> None:
    assert noise.rule_of(line) == rule


@pytest.mark.parametrize("line", [*ARTICLE, *MARKS[:8], *NOTES])
def test_other_lines_are_no_template(line: str) -> None:
    assert noise.rule_of(line) is None


@pytest.mark.parametrize("line", MARKS)
def test_marks_of_change(line: str) -> None:
    assert marks.is_mark(line)
    assert not marks.is_note(line)


@pytest.mark.parametrize("line", NOTES)
def test_notes_on_corrections(line: str) -> None:
    assert marks.is_note(line)
    assert not marks.is_mark(line)


@pytest.mark.parametrize("line", SUPPLEMENTS)
def test_supplements_are_content_and_marked(line: str) -> None:
    assert marks.is_supplement(line)
    assert not marks.is_mark(line)
    assert not marks.is_note(line)


@pytest.mark.parametrize(
    "line", [*ARTICLE, "Der Stand der Technik sind Wärmepumpen.", "Updated rules apply to all boats."]
)
def test_sentences_of_articles_are_no_marks(line: str) -> None:
    assert not marks.is_mark(line)
    assert not marks.is_note(line)
