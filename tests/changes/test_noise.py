"""Lines of templates, marks of change and notes on corrections; and sentences of articles that look like them."""

from __future__ import annotations

import pytest

from kaaw_archive.changes import noise

LINES = {
    "reading time": ["Lesezeit: 4 Minuten", "3 min read", "Temps de lecture : 5 min"],
    "counter": ["1.204 Aufrufe", "Dieser Beitrag wurde 23-mal gelesen", "Viewed 312 times", "1 204 vues"],
    "relative time": ["vor 3 Tagen", "Published 2 hours ago", "il y a 5 jours"],
    "cookies": [
        "Diese Website verwendet Cookies.",
        "We use cookies to improve this site. Accept all",
        "En poursuivant votre navigation, vous acceptez les cookies.",
    ],
    "follow and subscribe": ["Folgen Sie uns auf Mastodon!", "Subscribe to our newsletter", "Abonnez-vous à la lettre"],
    "way back": ["Zurück zur Übersicht", "Back to all news", "Retour à la liste"],
    "contact box": ["Pressekontakt: Amt, Tel. 0000 123", "Media contact: press@a.example", "Service presse : 00 12 34"],
    "feedback": ["Was this page helpful?", "War diese Seite hilfreich?"],
    "legal notice": ["Alle Rechte vorbehalten.", "All rights reserved", "Alle Angaben ohne Gewähr."],
    "help to find or read": ["So finden Sie uns: Rathaus, Hof", "This page is available in large print."],
    "bar of actions": ["Drucken | Teilen | Vorlesen", "Share this page: Facebook, X, email", "Imprimer la page"],
}  # fmt: skip
ARTICLE = [
    "Die Lesezeit der Kinder ist gestiegen, wie die Umfrage unter vier Schulen zeigt.",
    "Vor drei Tagen wurde der Zugang zum Hafen gesperrt, weil das Wasser zu hoch stand.",
    "Das Landesamt warnt vor falschen Mails, die angeblich von der Pressestelle kommen.",
    "Im Kurs backen Kinder Cookies und Brot.",
    "Drei Teilnehmende kopierten die Karte.",
    "Kontakt mit dem Wasser ist zu vermeiden.",
    "Der Rat hat die Satzung zurück an den Ausschuss gegeben.",
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
]
NOTES = [
    "Korrigiert am 24. September 2016: In der ersten Fassung war die Zahl der Seiten nicht genannt.",
    "Korrektur: Die Drehleiter kam aus Grenzau.",
    "Hinweis: In einer früheren Fassung war von vier Verletzten die Rede.",
    "Correction: this release originally described the coin as the second.",
    "Rectificatif : la température est de 39 degrés.",
]
SUPPLEMENTS = ["Nachtrag: Der Vermisste ist gefunden.", "Aktualisiert am 26. September 2016: Der Hinweis ist neu."]


def test_each_rule_has_its_lines() -> None:
    assert set(LINES) == {rule.name for rule in noise.RULES} | {"bar of actions"}
    assert all(rule.reason for rule in noise.RULES)


@pytest.mark.parametrize(("rule", "line"), [(rule, line) for rule, lines in LINES.items() for line in lines])
def test_a_line_of_the_template_is_known_by_its_rule(rule: str, line: str) -> None:
    assert noise.rule_of(line) == rule


@pytest.mark.parametrize("line", [*ARTICLE, *MARKS, *NOTES])
def test_other_lines_are_no_template(line: str) -> None:
    assert noise.rule_of(line) is None


@pytest.mark.parametrize("line", MARKS)
def test_marks_of_change(line: str) -> None:
    assert noise.is_mark(line)
    assert not noise.is_note(line)


@pytest.mark.parametrize("line", NOTES)
def test_notes_on_corrections(line: str) -> None:
    assert noise.is_note(line)
    assert not noise.is_mark(line)


@pytest.mark.parametrize("line", SUPPLEMENTS)
def test_supplements_are_content_and_marked(line: str) -> None:
    assert noise.is_supplement(line)
    assert not noise.is_mark(line)
    assert not noise.is_note(line)


@pytest.mark.parametrize(
    "line", [*ARTICLE, "Der Stand der Technik sind Wärmepumpen.", "Updated rules apply to all boats."]
)
def test_sentences_of_articles_are_no_marks(line: str) -> None:
    assert not noise.is_mark(line)
    assert not noise.is_note(line)
