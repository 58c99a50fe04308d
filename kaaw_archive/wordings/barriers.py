"""Statements of pages that stand in front of others: consent, payment, proof of a human, session, login, age, country.

Such a page speaks to its visitor: "we and our partners", "your consent", "to read on". News about such pages speaks of
them. Each statement is a pattern of its own, as different ones are counted. German and English. Pure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive.wordings.phrases import SAYS_MAINTENANCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Barrier(NamedTuple):
    """Wordings of one kind of page: what it is called, and what it states."""

    names: re.Pattern[str]
    statements: tuple[re.Pattern[str], ...]


def _patterns(*texts: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(text, re.IGNORECASE) for text in texts)


def _names(*texts: str) -> re.Pattern[str]:
    return re.compile(rf"\A\W*(?:{'|'.join(texts)})", re.IGNORECASE)


CONSENT = Barrier(
    _names(
        r"(?:mit|ohne) werbung\b.{0,40}\b(?:weiter)?lesen", r"weiterlesen mit werbung", r"before you continue", r"bevor sie (?:fort|weiter)",
        r"(?:bitte )?stimmen sie zu\b", r"(?:we|wir) (?:value|care about|respektieren|schätzen|schützen) (?:your|ihre) (?:privacy|privatsphäre)",
        r"(?:ihre?|your) (?:privatsphäre|entscheidung|einwilligung|zustimmung|auswahl|wahl|privacy|consent|choices?)\b.{0,40}\b(?:datenschutz|cookies|privatsphäre|privacy|werbung)",
        r"(?:privatsphäre|datenschutz|cookie|privacy)[- ]?(?:einstellungen|hinweis|auswahl|settings|notice|choices|preferences)\W*\Z",
        r"journalismus (?:braucht|kostet|finanzier)", r"zustimmung(?:\W*\Z| (?:erforderlich|notwendig))", r"consent required",
    ),
    _patterns(
        r"\b(?:wir|uns)\b.{0,10}\bund (?:(?:bis zu|unsere[nr]?|unseren|\d{1,4}) ){1,4}(?:partner|drittanbieter)", r"\b(?:we|us) and (?:our|up to|\d)(?: [\w.]+){0,3} (?:partners|vendors)",
        r"\bauf (?:ihrem|deinem|ihren) (?:end)?gerät(?:en)?\b", r"\b(?:on|from) (?:your|a) device\b",
        r"\b(?:ihre|deine|meine|die) (?:einwilligung|zustimmung)\b.{0,120}\bwiderruf", r"\bwithdraw (?:your )?consent\b",
        r"\bwenn (?:sie|du) (?:zustimm|einwillig)|\bmit klick auf\b.{0,40}\b(?:zustimm|akzeptier|einverstanden)|\bby clicking\b.{0,30}\b(?:accept|agree)",
        r"\bmöchten sie nicht zustimmen\b|\b(?:zustimmen|akzeptieren|einverstanden) und (?:weiter|fortfahren)|\bich willige ein\b|\baccept (?:all )?and (?:continue|close)",
        r"\b(?:mit|ohne|dem)\b.{0,20}\bpur(?:-abo)?\b|\bohne (?:werbung|tracking)\b.{0,40}\b(?:euro|abo)|\b(?:werbefreies|pur)-? ?abo",
        r"\b(?:alle[s]?|alle cookies) (?:akzeptieren|annehmen|ablehnen)\b|\b(?:accept|reject) all\b",
        r"\b(?:cookies|technologien|kennungen)\b.{0,60}\b(?:anzeigen|werbung|inhalte)\b.{0,40}\b(?:mess|personalisier|anzupassen|verbesser)",
        r"\bpersonalisierte[nrs]? (?:anzeigen|werbung|inhalte)|\bpersonali[sz]ed (?:ads|content)",
        r"\buse cookies and data\b|\bbenötigen wir ihre (?:entscheidung|zustimmung|einwilligung)\b|\bnutzen sie unser angebot mit werbung",
    ),
)  # fmt: skip
BOT_WALL = Barrier(
    _names(
        r"checking (?:if |your |the )", r"(?:nur )?einen (?:augen|mo)\w+(?: bitte)?\W*\Z", r"just a (?:moment|second)", r"security check", r"verifying",
        r"(?:sicherheits|mensch|browser)\w*(?:prüfung|abfrage|check)", r"one more step", r"(?:access|zugriff) (?:denied|verweigert)", r"are you (?:a )?(?:human|robot)",
    ),
    _patterns(
        r"\bich bin kein (?:ro)?bot", r"\bi.?a?m not a robot\b", r"\b(?:ob|dass) (?:sie|du) (?:ein|kein) (?:mensch|roboter)", r"\b(?:verify|confirm|checking|sure)\b.{0,20}\byou are (?:a )?(?:human|not a)",
        r"\b(?:review the )?security of your connection\b|\bsite connection is secure\b", r"\bray id\b|\bsupport[ -]?id\b|\breference (?:#|number)", r"\bcaptcha\b",
        r"\bautomati(?:schen?|sierten?|c|ted) (?:abfragen|abrufen?|zugriffen?|requests|access|queries)", r"\bunusual traffic\b|\bungewöhnlich\w* (?:datenverkehr|viele)",
        r"\benable javascript and cookies to continue\b", r"\berweiterungen ihres browsers\b|\bbrowser extensions?\b", r"\bddos\b",
    ),
)  # fmt: skip
SESSION = Barrier(
    _names(
        r"(?:ihre |die )?(?:sitzung|session|anmeldung) (?:ist |wurde )?(?:abgelaufen|beendet|ungültig)", r"(?:your )?session (?:has )?(?:expired|timed out|ended)",
        r"(?:sitzungs|session)[- ]?(?:timeout|ende|ablauf)", r"zeitüberschreitung\W*\Z",
    ),
    _patterns(
        r"\b(?:ihre|die) sitzung\b.{0,80}\b(?:beendet|abgelaufen|ungültig)", r"\byour session\b.{0,40}\b(?:expired|timed out|ended)", r"\bneue sitzung\b|\bnew session\b",
        r"\b(?:minuten|zeit) ohne (?:eingabe|aktivität)\b|\binactivity\b", r"\b(?:bitte )?(?:melden sie sich|log in|sign in) (?:bitte )?(?:erneut|wieder|again)\b",
        r"\b(?:rufen sie|gehen sie|kehren sie)\b.{0,30}\bstartseite\b", r"\bbrowser cookies (?:annimmt|akzeptiert|zulässt)",
    ),
)  # fmt: skip
SIGN_IN = Barrier(
    _names(
        r"(?:weiterleitung|weitergeleitet) zu[rm] (?:anmeld|login)", r"(?:auswahl|wahl) (?:der|ihrer) (?:heimat)?(?:einrichtung|organisation)", r"(?:select|choose) your (?:institution|organisation|organization)",
        r"single sign[- ]?on", r"(?:anmeldung|login) (?:erforderlich|notwendig|required)", r"zentrale[rs]? (?:anmeldung|anmeldedienst|login)",
    ),
    _patterns(
        r"\bzu[rm] (?:\w+ )?(?:anmeld\w+|login)\b.{0,60}\bweitergeleitet\b|\bredirected to\b.{0,40}\b(?:login|sign[- ]?in)", r"\b(?:wählen|suchen) sie\b.{0,20}\b(?:einrichtung|organisation|hochschule)",
        r"\bum auf den dienst\b|\bto access (?:the|this) service\b", r"\bnur (?:für )?angemeldete\w*\b", r"\bihren? (?:benutzernamen?|passwort|zugangsdaten)\b", r"\bder sie angehören\b|\byour home (?:institution|organi[sz]ation)",
        r"\bkein javascript\b.{0,40}\bknopf\b|\bpress the (?:continue )?button\b",
    ),
)  # fmt: skip
GATE = Barrier(
    _names(
        r"(?:this |the |diese )?(?:page|site|website|content|seite|webseite|inhalte?) (?:has been |is |wurde |ist |wird )?(?:blocked|gesperrt|blockiert)", r"(?:content|access|inhalt) blocked",
        r"(?:we are sorry\W+)?(?:this |the |dieser? )?(?:content|inhalt|page|video|service)? ?(?:is |ist )?(?:not available|unavailable|nicht verfügbar) in (?:your|ihr)",
        r"willkommen im .{0,20}wlan|welcome to .{0,30}wi-?fi", r"(?:bist|sind) (?:du|sie) (?:schon|bereits|mindestens|über)\b", r"are you (?:over|at least|of legal)", r"alters(?:prüfung|abfrage|kontrolle|nachweis)|age (?:check|verification|gate)",
        r"(?:sie sind |you are )?(?:nun |jetzt |now )?(?:in der |in (?:the|a) )?(?:warteschlange|warteraum|waiting room|queue)\W*\Z", r"unavailable in your (?:region|country)", r"unavailable for legal reasons",
    ),
    _patterns(
        r"\b(?:from|in) (?:a |your )(?:country|region|location)\b|\baus ihrem (?:land|gebiet)|\bin ihre[rm] (?:land|region)", r"\b(?:um das internet|use the internet|zugang zum internet)\b", r"\baccount holder\b|\bwebsite falls into\b|\bunblock\b",
        r"\bgeburtsdatum\b|\bdate of birth\b|\bich bin (?:jünger|unter)|\bonly? (?:for )?adults\b|\bnur (?:von|für) erwachsenen?\b", r"\bich habe die bedingungen\b|\b(?:nutzungs)?bedingungen (?:gelesen|bestätigen|zustimmen)|\bbestätigen sie\b.{0,30}\bbedingungen",
        r"\bwartezeit\b|\bwarteschlange\b|\bwaiting time\b|\bsobald sie an der reihe\b|\bin (?:the|a) queue\b|\bautomatisch weitergeleitet\b", r"\byou are seeing this\b|\bfor legal (?:and \w+ )?reasons\b",
        r"\bsehr viele (?:personen|besucher|nutzer)\b|\bmany (?:people|visitors|users)\b.{0,40}\b(?:site|page)", r"\b(?:age|alter)\b.{0,20}\b(?:bestätigen|verify|confirm)",
    ),
)  # fmt: skip
BARRIERS = (CONSENT, BOT_WALL, SESSION, SIGN_IN, GATE)

# An article that can be read only by those who pay, register or let advertising be: first what says that it goes on, then what is offered.
GOES_ON = re.compile(
    r"\b(?:dieser?|diesen?|dieses|der) (?:artikel|inhalt|beitrag|text)\b.{0,60}\b(?:abonnent|abonnement|abo\b|exklusiv|vorbehalten|kostenpflichtig|registriert|mit \w{1,12}\+)"
    r"|\b(?:jetzt )?weiter(?:zu)?lesen\b|\bexklusiv für (?:abonnent|mitglied|unsere)|\bsie haben\b.{0,30}\b(?:freie|kostenlose)\w* artikel"
    r"|\b(?:to )?(?:continue|keep|read) (?:reading|the full|the rest)\b|\bthis (?:article|story|content) is (?:exclusive|reserved|only|for)\b.{0,30}\b(?:subscriber|member)"
    r"|\byou(?:.ve| have) (?:read|reached)\b.{0,40}\barticles?\b|\bnur für (?:abonnent|registrierte)|\bum diese[ns] (?:artikel|beitrag|inhalt|text) (?:weiter)?zu(?:r gänze)? ?lesen",
    re.IGNORECASE,
)
OFFERS = _patterns(
    r"\b(?:monatlich|jederzeit) kündbar|\bcancel any ?time", r"(?:\beuro|€|\bfranken|£|\$).{0,15}\b(?:im|pro|a|per|/) ?(?:ersten )?(?:monat|woche|month|week)",
    r"\b(?:gratis|probe|test)-?(?:monat|abo|woche|zugang)|\bfree trial|\b(?:der )?erste (?:monat|woche)\b.{0,20}\b(?:kostet|gratis|kostenlos|umsonst)",
    r"\b(?:schon|bereits) (?:ein abo|abonnent|dabei|registriert|kunde)|\balready (?:a )?(?:subscriber|member|subscribed|registered)", r"\b(?:jetzt|kostenlos) (?:testen|abonnieren|registrieren|abschließen)|\b(?:subscribe|register) (?:now|for free|to)",
    r"\b(?:zugriff auf alle|alle) (?:inhalte|artikel|texte)\b|\b(?:unlimited|full) access\b", r"\b(?:digitale|gedruckte)\w* (?:abbild|ausgabe)\b|\be-?paper\b", r"\bregistrieren sie sich\b|\bmit der registrierung\b|\bcreate (?:a free|an) account",
    r"\b(?:werbe|ad)-?blocker\b", r"\b(?:ab|nur|für) \d{1,3}[.,]\d\d ?(?:euro|€)", r"\btagespass\b|\bday pass\b", r"\babonnent(?:en|innen)\b|\bsubscribers\b",
)  # fmt: skip

# words of which the texts of these pages have some, whatever the kind: without them no pattern is worth its time
_WORDS = re.compile(
    r"zustimm|einwillig|cookie|tracking|abonn|captcha|roboter|robot|sitzung|wartung|gesperrt|browser|consent|subscri|blocked|geburtsdatum|bedingungen"
    r"|warteschlange|partner|erreichbar|privacy|weiterlesen|angemeldet|anmeld|registrier|continue|javascript|human|queue|region|country|session",
    re.IGNORECASE,
)
IS_LOADING = re.compile(
    r"\A\W*(?:(?:die |diese )?(?:seite|anwendung|inhalte?|daten|app)? ?(?:wird|werden)? ?(?:geladen|lädt)|(?:page |app |content )?(?:is )?loading|(?:bitte|please) (?:warten|wait))\b.{0,30}\Z",
    re.IGNORECASE,
)
NEEDS_SCRIPT = re.compile(
    r"\bjava\s?script\b.{0,80}\b(?:aktivier|ausgeschaltet|deaktiviert|eingeschaltet|erforderlich|benötigt|notwendig|nicht dargestellt|enable|disabled|required|turned)"
    r"|\b(?:aktivieren|enable|activate|benötigt|requires?|needs?|turn on)\b.{0,40}\bjava\s?script\b|\bohne java\s?script\b|\bwithout java\s?script\b",
    re.IGNORECASE,
)


def may_be_one(text: str) -> bool:
    """Return True if a text that was taken for an article has a statement of such a page, or of maintenance."""
    if not _WORDS.search(text):
        return False
    return SAYS_MAINTENANCE.search(text) is not None or any(any(stated(barrier, (text,))) for barrier in BARRIERS)


def stated(barrier: Barrier, texts: Sequence[str]) -> Iterator[str]:
    """Yield the words of each statement of a kind of page that one of these texts has, one a statement."""
    for pattern in barrier.statements:
        if (found := next(filter(None, map(pattern.search, texts)), None)) is not None:
            yield found[0]
