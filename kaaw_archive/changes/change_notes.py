"""Notes of a page on its own change, by their form: what was changed is said beside a word of change and a day.

Texts are matched as ``noise.as_matched`` returns them.
"""

from __future__ import annotations

import re

from kaaw_archive.changes.plain import words
from kaaw_archive.wordings.month_names import number_of

_DONE = (
    r"(?:aktualisiert|geandert|korrigiert|berichtigt|erganzt|uberarbeitet|angepasst|prazisiert|klargestellt"
    r"|richtiggestellt"
    r"|ausgetauscht|erweitert|verschoben|entfernt|gestrichen|hinzugefugt|eingefugt|updated|revised|corrected|amended"
    r"|modified|clarified|edited|changed|added|removed|replaced|extended|mise?s? a jour|modifiee?s?|corrigee?s?"
    r"|rectifiee?s?|completee?s?|precisee?s?|ajoutee?s?|supprimee?s?|remplacee?s?)"
)
_NAMED = (
    r"(?:korrekturen|korrektur|berichtigung|klarstellung|richtigstellung|anderung(?:svermerk|shinweis|en)?"
    r"|aktualisierung|erganzung|uberarbeitung|corrections?|clarifications?|amendments?|revision|erratum|errata"
    r"|corrigendum|rectificati(?:on|f)|precision|mise a jour|modifications?|ajout)"
)
_OWN = (
    r"(?:seite|webseite|website|meldung|mitteilung|pressemitteilung|beitrag\w{0,2}|artikels?|text\w{0,2}|inhalt|version|fassung|bericht\w{0,2}"
    r"|page|site|article|story|notice|report|release|statement|text|document|communique|texte|contenu)"
)
_OF = rf"(?:(?:of |de )?(?:dieser|dieses|der|des|this|the|cette|cet|ce|l'|du) ?{_OWN})"
# names itself and a change: "This page was corrected on 3 May"
_OF_ITSELF = re.compile(
    rf"\A(?:\w+ )?(?:diese[rsmn]?|this|cette|cet|ce|our|unsere?) (?:\w+ )?{_OWN}\b.{{0,60}}\b{_DONE}(?!\w)"
    rf"|\A(?:de[rs]|die|das|the|le|la) {_OWN} (?:wurde|was|has been|a ete)"
    rf" (?:am \d|nachtraglich|zuletzt|{_DONE} (?:on|le|at) \w)"
    r"|\A(?:in )?(?:einer|der|dieser|the|an?|this|une|la|dans une|dans la) "
    r"(?:fruheren|ersten|vorherigen|ursprunglichen|alteren|earlier|previous|original|first|premiere) "
    r"(?:version|fassung) "
    rf"(?:{_OF}|stand|hies|war von|hatten wir|said|stated|gave|had)\b"
    rf"|\A(?:dans )?(?:une|la) version (?:anterieure|precedente|initiale) (?:{_OF}|indiquait|mentionnait|disait)\b"
)
_HEADED = re.compile(rf"\A(?:\w+ ){{0,2}}?(?:{_DONE}|{_NAMED})(?!\w)")
_STATED_DAY = re.compile(r"\A(?:stand|fassung|version|status|as of|as at|etat)\b[^:]{0,20}[: ]")
_FOLLOWED = re.compile(r" ?(?::|\Z|[-,(] ?|(?:am|vom|on|le|du|at|um|wegen|nach|after|following|apres|suite)\b)")
_SAYS_DONE = re.compile(rf"\b(?:{_DONE}|{_NAMED})(?!\w)")
_IS_SENTENCE = re.compile(r"[.!?]\W{0,3}\Z")
_BETWEEN = re.compile(r" ?: (?=\D)| - ")
_MOST_WORDS = 18
_MOST_OF_ITSELF = 60
# words of a line that says when a page came and when it was changed
_OF_DATELINE = frozenset(
    "veroffentlicht veroffentlichung erstellt erschienen eingestellt online seit datum uhr um am vom und zuletzt letzte"
    " letztmals stand published posted first last on at and the of st nd rd th since date publie publiee en ligne le"
    " du mis a de par von by et il est derniere h".split()
)


def is_dateline_of_change(text: str) -> bool:
    """Return True for a line of nothing but days, with a word of change.

    >>> is_dateline_of_change("veroffentlicht am 3. mai 2025, zuletzt geandert am 4. mai 2025")
    True
    """
    if len(text.split()) > _MOST_WORDS or not _SAYS_DONE.search(text):
        return False
    rest = [word for word in words(_SAYS_DONE.sub(" ", text)) if word[0].isalnum()]
    return any(word[0].isdigit() for word in rest) and all(
        word[0].isdigit() or word in _OF_DATELINE or number_of(word) is not None for word in rest
    )


def is_of_change(text: str) -> bool:
    """Return True for a line that says what was changed on the page.

    >>> is_of_change("geandert: anmeldebeginn verschoben"), is_of_change("geandert hat sich die frist")
    (True, False)
    """
    number = len(text.split())
    if number <= _MOST_OF_ITSELF and _OF_ITSELF.search(text):
        return True
    if number > _MOST_WORDS or _IS_SENTENCE.search(text):
        return False
    text = text.lstrip("([*# ")
    headed = _HEADED.match(text)
    if headed is not None:
        rest = text[headed.end() :]
        return _FOLLOWED.match(rest) is not None and (rest.lstrip().startswith(":") or _has_day(rest))
    between = _BETWEEN.search(text)
    is_dated = _STATED_DAY.match(text) is not None and between is not None and _has_day(text[: between.start()])
    return is_dated and between is not None and _SAYS_DONE.search(text[between.end() :]) is not None


def says_only_change(text: str) -> bool:
    """Return True for a supplement whose words behind the colon name a change and are no sentence.

    >>> says_only_change("update 6. mai: termin geandert"), says_only_change("update: der weg ist frei.")
    (True, False)
    """
    if len(text.split()) > _MOST_WORDS or _IS_SENTENCE.search(text):
        return False
    behind = text.partition(": ")[2]
    return _SAYS_DONE.search(behind) is not None


def _has_day(text: str) -> bool:
    found = words(text)
    return any(word[0].isdigit() for word in found) and any(
        number_of(word) is not None or "." in word or "/" in word or word.isdigit() for word in found
    )
