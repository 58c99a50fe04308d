"""Noise of templates: lines that are around an article on every page, and marks that say when it was changed.

Each rule has the reason why a line of its form says nothing of the article. Lines are matched as ``as_matched`` gives them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from kaaw_archive.changes.plain import single_blanks, words
from kaaw_archive.wordings.month_names import number_of

MOST_CHARACTERS = 400  # of a line of a template
_NUMBER = r"\d[\d.,' ]{0,12}"


class NoiseRule(NamedTuple):
    """Form of a line of a template, with the most words that such a line has."""

    name: str
    reason: str
    pattern: re.Pattern[str]
    most_words: int


RULES = tuple(
    NoiseRule(name, reason, re.compile(pattern), most_words)
    for name, reason, most_words, pattern in (
        (
            "reading time",
            "computed from the length of the text",
            8,
            rf"(?:lese|read|lecture|lettura|lectura).{{0,40}}\b{_NUMBER}(?:min|sek|sec)|\b{_NUMBER}.?(?:min\w{{0,8}}|mn)\.? ?(?:lese|read|de lect)",
        ),
        (
            "counter",
            "counts readers, changes with each of them",
            9,
            rf"\b{_NUMBER}.?(?:mal )?(?:gelesen|(?:seiten)?(?:auf|ab)rufe?|views?|vues?|klicks?|clicks|hits|besuche|zugriffe|visits|lectures?\b|fois)"
            rf"|(?:gelesen|aufrufe|abrufe|zugriffe|viewed|views|read|vue?|lue?|consulte\w?)\b.{{0,12}}\b{_NUMBER}(?:times|mal|fois|\Z)",
        ),
        (
            "relative time",
            "grows by itself",
            8,
            rf"\bvor (?:{_NUMBER}|einem|einer) ?(?:sek|min|stunde|tag|woche|monat|jahr)|\b(?:{_NUMBER}|an? )(?:sec|min|hour|day|week|month|year)\w{{0,6}} ago\b"
            rf"|\bil y a (?:{_NUMBER}|une? )(?:sec|min|heure|jour|semaine|mois|an)",
        ),
        (
            "cookies",
            "asks for consent, not about the article",
            60,
            r"\bcookies\b.{0,200}(?:web|site|navig|brows|seite|akzept|accept|ablehn|reject|refus|einstell|settings|param|consent|zustimm|datenschutz|privacy)"
            r"|(?:website|webseite|seite|site|essential|accept\w{0,4}|akzeptieren|navigation)\b.{0,120}\bcookies\b",
        ),
        (
            "follow and subscribe",
            "advertises channels of the publisher",
            16,
            r"\b(?:folgen sie uns|follow us|suivez-nous|abonnieren sie|abonnez-vous|subscribe to|sign up (?:for|to) (?:our|the)|newsletter abonnieren|jetzt abonnieren)",
        ),
        (
            "way back",
            "leads to a list",
            10,
            r"\A[<\"' -]{0,4}(?:zuruck|back|retour|alle meldungen|zur ubersicht|all news|toutes les actualites)\b(?: (?:zu[rm]?|to|a la|au|aux|ubersicht|all)\b|\Z)",
        ),
        (
            "contact box",
            "names an office for the press, at the end of each release",
            45,
            r"\A(?:presse ?kontakt|presse(?:stelle|referat|buro)|kontakt(?! mit)|medienkontakt|ihr\w{0,2} ansprech\w{2,12}|ansprechpartner\w{0,6}|ruckfragen"
            r"|(?:media|press|news) (?:contact|office|enquir)\w{0,6}|contacts?\b|for (?:media|press|interviews)|notes to editors|service (?:de )?presse)\b"
            r"(?=.{0,300}(?:@|email protected|\d{3}|\d\d \d\d|press|\btel|\bfon|referat|stelle|office|bureau))",
        ),
        ("feedback", "asks readers about the page", 14, r"\b(?:was this (?:page|article|information)|war diese (?:seite|information)|hat ihnen (?:diese|der)|cette page vous)\b.{0,40}(?:useful|help|hilfreich|geholfen|gefallen|utile|aide)"),
        (
            "legal notice",
            "the same under each page of the publisher",
            24,
            r"\b(?:ohne gewahr|nachdruck|belegexemplar|alle rechte vorbehalten|all rights reserved|tous droits reserves|open (?:government )?licen[cs]e|reproduction (?:autorisee|interdite))\b",
        ),
        (
            "help to find or read",
            "says how the publisher is found, or its pages read",
            20,
            r"\A(?:hier finden sie uns|so finden sie uns|so erreichen sie uns|how to find us|find us|ou nous trouver|nous trouver|plan d'acces)\b"
            r"|\b(?:this page|diese seite|cette page)\b.{0,30}(?:large print|audio|leichter sprache|gebardensprache|langue des signes|gros caracteres)",
        ),
    )
)  # fmt: skip

# words of the bar with which a page is shared, printed and read aloud; one of the first list makes such a bar
_ACTIONS = frozenset(
    "teilen drucken vorlesen weiterempfehlen merken kopieren share print email tweet copy listen partager imprimer"
    " ecouter envoyer copier telecharger condividi stampa compartir imprimir versenden ausdrucken anhoren".split()
)
_BESIDE_ACTIONS = frozenset(
    "facebook x twitter linkedin xing whatsapp mastodon telegram bluesky instagram threads pinterest signal reddit mail"
    " e-mail email courriel sms link links lien beitrag artikel seite meldung pressemitteilung diese diesen dieser auf"
    " oder und per via mit in als pdf this page article link on by or and la le les cette cet l par sur ou et un der die"
    " das den facebook messenger linkedin nachricht the to vorlesen kopieren copy kontakt url adresse address".split()
)

# phrases with which pages say that they were changed; a day follows, or nothing does
_MARK = re.compile(
    r"\A(?:\w+ ){0,2}?(?:stand(?: der \w{2,20})?|(?:letzte|zuletzt)\b.{0,20}(?:aktualisier|ander|geander|bearbeit)\w*|aktualisiert|aktualisierung|geandert|korrigiert\w*"
    r"|berichtigt\w*|update|updated|(?:last|page)\b.{0,10}(?:updated|modified|reviewed|changed)|corrected|correction|amended|revised|clarified"
    r"|(?:derniere )?mise? a jour|corrige|rectifie|version (?:rectifiee|corrigee)|modifie|rectificatif|erratum|korrektur|berichtigung)"
    r"(?: fassung| version)?(?: (?:am|vom|on|le|du|of|at))?\b[: ]*"
)
_NOTE = re.compile(
    r"\A(?:korrektur|berichtigung|klarstellung|richtigstellung|korrigiert|berichtigt|correction|corrected|clarification|corrigendum|erratum"
    r"|rectificatif|corrige|precision)\b[^:]{0,40}:"
    r"|\A(?:hinweis|anmerkung|note|editor'?s? note|remarque|nota)\b[^:]{0,30}:.{0,200}"
    r"(?:fruher\w* fassung|erst\w* fassung|zunachst|ursprunglich|berichtigt|korrigiert|irrtumlich|earlier version|previous version|original\w*|amended|corrected"
    r"|premiere version|version (?:anterieure|precedente)|corrige|rectifie)"
)
_SUPPLEMENT = re.compile(
    r"\A(?:nachtrag|update|updated|aktualisierung|aktualisiert|erganzung|erganzt|mise? a jour|addendum|postscript)\b[^:]{0,40}:"
)
_MARK_WORDS = 9
_OF_DAYS = frozenset(
    "um uhr am vom der den on le du at of the h st nd rd th er et a de und mon tue wed thu fri sat sun".split()
)
_LETTERS = str.maketrans("äöüàâáéèêëîïíôóûùúçñß", "aouaaaeeeeiiioouuucns")
_CONTACT_LINE = re.compile(r"(?:tel|fon|fax|mail|e-mail|mobil|phone)\b|.{0,80}@|\+?\d[\d /()-]{5,30}\Z")


def as_matched(text: str) -> str:
    """Return a line in small letters without accents and typography, as rules match it."""
    return single_blanks(text).lower().translate(_LETTERS)


@lru_cache(maxsize=10_000)  # most lines of two versions are the same
def rule_of(line: str) -> str | None:
    """Return the name of the rule by which a line is of the template; None for a line of the article."""
    if len(line) > MOST_CHARACTERS:
        return None
    text = as_matched(line)
    found = [word for word in words(text) if word[0].isalnum()]
    if not found:
        return None
    if all(word in _ACTIONS or word in _BESIDE_ACTIONS for word in found) and not _ACTIONS.isdisjoint(found):
        return "bar of actions"
    return next((rule.name for rule in RULES if len(found) <= rule.most_words and rule.pattern.search(text)), None)


def is_contact_line(line: str) -> bool:
    """Return True for a number or an address alone, as they stand below the heading of a contact box."""
    return len(line) <= MOST_CHARACTERS and _CONTACT_LINE.match(as_matched(line)) is not None


@lru_cache(maxsize=10_000)
def is_mark(line: str) -> bool:
    """Return True for a line that says nothing but that, or when, the page was changed.

    >>> is_mark("Stand: 11. September 2025"), is_mark("Stand der Technik sind heute Wärmepumpen")
    (True, False)
    """
    if len(line) > MOST_CHARACTERS:
        return False
    text = as_matched(line)
    mark = _MARK.match(text)
    if mark is None:
        return False
    rest = [word for word in words(text[mark.end() :]) if word[0].isalnum()]
    is_short = len(rest) + len(text[: mark.end()].split()) <= _MARK_WORDS
    return is_short and all(word[0].isdigit() or word in _OF_DAYS or number_of(word) is not None for word in rest)


@lru_cache(maxsize=10_000)
def is_note(line: str) -> bool:
    """Return True for a note on a correction: a mark of change that says what was wrong."""
    return _NOTE.match(as_matched(line[:MOST_CHARACTERS])) is not None


def is_supplement(line: str) -> bool:
    """Return True for content that is marked as added later."""
    return _SUPPLEMENT.match(as_matched(line[:MOST_CHARACTERS])) is not None
