"""Signs of error pages in wordings that ``phrases`` does not have: each sign counts.

Error pages have these in common: a word for a thing of the web and a word of loss in the same sentence, an apology, a
sentence to the visitor, a way out. News, contacts and announcements have days, hours, prices and telephone numbers,
which speak against an error page. Pure.
"""

from __future__ import annotations

import re

_THING = re.compile(
    r"""\b(?:(?:web|internet|unter|ziel|detail|info|programm)?-?seiten?|(?:web|internet)?-?(?:adresse|auftritt|angebot|dienst)|url|(?:perma)?link|verweis|pfad|inhalte?s?
      |artikels?|beitr[aä]ge?s?|dokumente?s?|datei(?:en)?|\w*ein(?:trag|träge)\w*|datens[aä]tz\w*|objekt\w*|ressource|element|treffer|ergebnis(?:se)?|text|titel
      |(?:\w*mit|presse|kurz|fach)?teilung(?:en)?|\w*meldung(?:en)?|nachricht(?:en)?|news\w*|\w*ausschreibung|\w*bekanntmachung|\w*publikation|\w*veröffentlichung
      |\w*anzeige|inserat|stelle(?:nangebot)?|\w*angebot|termin|\w*veranstaltung|vorlage|sitzung|\w*formular|\w*dienst\w*|\w*programm|\w*verfahren|geschäft\w*
      |\w*beschreibung|unterlagen|download|bild|video|sendung|id|kennung|lesezeichen|drucksache\w*|\w*bericht|einsatz
      |(?:web-?)?pages?|address|content|articles?|documents?|files?|items?|entry|records?|resource|post|posting|listing|vacancy|job|notice|release|publication|report
      |product|profile|dataset|data\sset|course|bookmark|route|event|story|announcement|results?|path|view|node|anything|nothing|thing|nichts|etwas)\b""",
    re.IGNORECASE | re.VERBOSE,
)
# what is not here, or not any more
_GONE = re.compile(
    r"""\bnicht\s(?:mehr|länger|weiter|gefunden|vorhanden|verfügbar|auffindbar|aufrufbar|abrufbar|erreichbar|existent|öffentlich|freigegeben|bekannt|zugeordnet|hinterlegt
        |nachgewiesen|gültig|aktiv|finden|fündig|angezeigt|da\b)
      |\b(?:wurden?|worden|ist|sind|hat|haben)\b.{0,60}\b(?:entfernt|gelöscht|verschoben|umgezogen|archiviert|abgelaufen|ausgelaufen|verstrichen|beendet|depubliziert|deaktiviert
        |zurückgezogen|abgeschaltet|eingestellt|umbenannt|verschwunden|offline|vergriffen|ersetzt|genommen|herausgenommen|stattgefunden|verlegt|erloschen|gegangen)\b
      |\bno\slonger\b|\bnot\s(?:found|available|here|there|online|valid|known|published|accessible|exist\w*)\b
      |\b(?:has|have|was|were|been|is|are)\b.{0,30}\b(?:removed|deleted|moved|archived|expired|closed|withdrawn|unpublished|retired|missing|gone|vanished|discontinued|ended
        |deactivated|unavailable|outdated|obsolete|renamed|relocated|taken\s(?:down|offline)|redesigned)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_LOSS = re.compile(
    r"""\b(?:existier\w+|gibt\ses|finde[tn]?|kennen?|liegt|führt|besteh\w+|steht|stehen|haben)\b.{0,60}?\b(?:nicht|keine?[nrms]?)\b
      |\b(?:entfernt|gelöscht|verschoben|umgezogen|archiviert|abgelaufen|ausgelaufen|beendet|depubliziert|deaktiviert|zurückgezogen|abgeschaltet|eingestellt|umbenannt
        |verschwunden|verloren|veraltet|ungültig\w*|unbekannt\w*|unauffindbar|offline|gesperrt|geschlossen|vergriffen|ersetzt|verlaufen|verirrt|abgekommen|vertippt|schief\w*)\b
      |\b(?:fehl(?:t|en|erhaft\w*|schlag)|ins\sleere|im\snirgendwo|leere?r?\sseite|abhanden\w*|nichts|kein(?:e|en|em|er|s)?)\b
      |\b(?:does|did|do|is|was|has|have|are|were|could|can|wo|would|will)\s?(?:not|n['’]t)\b|\bcannot\b|\bcan['’]t\b
      |\b(?:removed|deleted|moved|archived|expired|closed|withdrawn|unpublished|retired|missing|gone|invalid|lost|broken|unavailable|unknown|vanished
        |discontinued|ended|wrong|outdated|nowhere|obsolete|renamed|empty|elsewhere|relocated|wandered|awkward|no\s(?:such|results?|match\w*|content|record|entr\w+|page|item|route))\b""",
    re.IGNORECASE | re.VERBOSE,
)
_NAMED = re.compile(r"\A\W*(?:Der|Die|Das|Dieser|Diese|Dieses|The|This|That) [A-ZÄÖÜ]?[\w-]+\b")
_NO_CLAIM = re.compile(  # what would be, and what is to come
    r"\A\W*(?:if|when|should|in\scase|wenn|falls|sollten?|wer|who)\b|\b(?:not\syet|noch\snicht|noch\skeine?)\b",
    re.IGNORECASE,
)
_VISITOR = re.compile(
    r"""\b(?:sie|ihnen|ihre[rmns]?|du|dich|dir|dein\w*|wir|uns)\b.{0,60}\b(?:such|aufruf|aufgeruf|angeforder|gewünscht|eingegeb|gefolgt|wollt|möcht|gelang|interess|ausgewähl|anfrage|eingabe|link|adresse|leid)
      |\b(?:gesuchte|angeforderte|aufgerufene|gewünschte|angefragte|eingegebene|gewählte|ausgewählte|verlangte|angegebene|verlinkte)[nrs]?\b
      |\byou(?:['’]re|['’]ve|r)?\b|\brequested\b|\b(?:we|i)\s(?:can|could|have|do|did|are|were)""",
    re.IGNORECASE | re.VERBOSE,
)
_APOLOGY = re.compile(
    r"\b(?:leider|bedauer\w*|entschuldig\w*|tut\suns\sleid|verzeihung|schade|ups|uups|hoppla|huch|oje|oh\snein|hinweis|achtung|fehler(?:meldung|seite|code)?|404|410"
    r"|sorry|unfortunately|oops|whoops|uh-?oh|apologi[sz]e|apologies|error|hmm+|regret)\b",
    re.IGNORECASE,
)
_WAY_OUT = re.compile(
    r"\b(?:startseite|homepage|home|sitemap|übersicht|suchfunktion|suche|suchen|zurück|hauptseite|navigation|menü|inhaltsverzeichnis|webmaster|tippfehler|schreibweise"
    r"|search|go\sback|start\spage|main\spage|front\spage|bookmark|spelling|browse)\b",
    re.IGNORECASE,
)
# who writes of something that happens says when, for how much or whom to call
_SUBSTANCE = re.compile(
    r"""\b\d{1,2}\.\s?(?:\d{1,2}\.|(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)\b)
      |\b\d{1,2}(?:[.:]\d\d)?\s?(?:uhr|h\b|am\b|pm\b|a\.m|p\.m|o['’]clock|euro?\b|€|prozent|percent|%)
      |\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?\b
      |\b(?:january|february|march|april|june|july|august|september|october|november|december|tel(?:efon)?|fax|phone)\b
      |\b\d{3,}[ /-]\d{2,}|\b\d{2,}(?:[.,]\d{3})+\b|\b(?:19|20)\d\d\b|\b(?!(?:404|410|200)\b)\d{2,3}\b""",
    re.IGNORECASE | re.VERBOSE,
)
FEW, HARDLY_ANY = 160, 120  # characters: a headline and a sentence or two; a sentence
ENOUGH = 5
_SEVERAL = 3


def weight(names: list[str], sentences: list[str], characters: int) -> tuple[int, str]:
    """Return the weight of the signs of an error page, and the sentence with most of them ("" if none has any).

    ``names`` are the title and headlines, ``sentences`` those of the main part, ``characters`` is their length.

    >>> weight(["Hoppla"], ["Hoppla", "Der Beitrag ist wohl abhanden gekommen"], 45)
    (6, 'Der Beitrag ist wohl abhanden gekommen')
    """
    statements = list(dict.fromkeys([*names, *sentences]))
    losses = {one: _loss(one) for one in statements}
    loudest = max(statements, key=losses.__getitem__, default="")
    if not losses.get(loudest):
        return 0, ""
    value = losses[loudest] + (sum(losses[one] > 1 for one in set(sentences)) > 1)
    together = "\n".join(statements)
    for sign in (_VISITOR, _APOLOGY, _WAY_OUT):
        value += sign.search(together) is not None
    value += (characters <= FEW) + (characters <= HARDLY_ANY)
    if _SUBSTANCE.search("\n".join(sentences)):
        value -= 2
    return value, loudest


def has_substance(text: str) -> bool:
    """Return True if a text names several days, hours, prices or numbers, as announcements do and error pages do not."""
    return len(_SUBSTANCE.findall(text)) >= _SEVERAL


def _loss(statements: str) -> int:
    """Return from 0 to 3 how surely a sentence says that something is not here."""
    if _NO_CLAIM.search(statements):
        return 0
    is_gone = _GONE.search(statements) is not None
    if _THING.search(statements) or (is_gone and _NAMED.match(statements)):
        return 3 if is_gone or _LOSS.search(statements) else 0
    return 2 if is_gone else 1 if _LOSS.search(statements) else 0
