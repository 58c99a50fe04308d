"""Marks of change and notes on corrections: what pages state of their own versions."""

from __future__ import annotations

import re
from functools import lru_cache

from kaaw_archive.changes import change_notes
from kaaw_archive.changes.noise import MOST_CHARACTERS, as_matched
from kaaw_archive.changes.plain import words
from kaaw_archive.wordings.month_names import number_of

# phrases with which pages say that they were changed; a day follows, or nothing does
_MARK = re.compile(
    r"\A(?:\w+ ){0,2}?(?:fassung|version(?= (?:vom|of|du) )|stand(?: der \w{2,20})?|(?:letzte|zuletzt)\b.{0,20}(?:aktualisier|ander|geander|bearbeit)\w*|aktualisiert|aktualisierung|geandert|korrigiert\w*"
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
_HOUR = re.compile(r"\b\d{1,2}[:.]\d\d(?::\d\d)?\b(?![.\d])")
_OF_DAYS = frozenset(
    "um uhr am vom der den on le du at of the h st nd rd th er et a de und mon tue wed thu fri sat sun"
    " von by par redaktion online-redaktion pressestelle webteam webredaktion".split()
)
# a word or two that stand alone and name the state of what the page is about, or of its text
_STATUS = re.compile(
    r"(?:(?:(?:fahndung|ruckruf|vermisstensuche|suche|aufruf|warnung|sperrung|ausschreibung|umfrage|beteiligung|vorgang|einsatz|recall|appeal|consultation|alert|warning|call|competition"
    r"|enquete|rappel|alerte|appel|concours) )?(?:ist |is |est )?(?:erledigt|abgeschlossen|beendet|aufgehoben|uberholt|archiviert|erganzt|zuruckgezogen|closed|ended|completed|resolved|archived|superseded|withdrawn"
    r"|clos|terminee?|levee?|archivee?|completee?)"
    r"|(?:vorlaufige|endgultige|berichtigte|korrigierte|aktualisierte|finale|uberarbeitete|erganzte) (?:fassung|version)|vorabfassung|endfassung|vorabversion|entwurf(?:sfassung)?|draft(?: version)?"
    r"|(?:final|provisional|preliminary|definitive|revised|amended) version|version (?:definitive|provisoire|finale|modifiee|revisee|actualisee)"
    r"|(?:bild|foto|titel|uberschrift|bildunterschrift|link|picture|photo|headline|caption|titre|legende|lien) (?:berichtigt|korrigiert|ausgetauscht|erganzt|corrected|replaced|added|corrigee?|remplacee?)"
    r"|nicht mehr (?:aktuell|gultig)|no longer (?:current|valid|in force)|n'est plus (?:actuel|en vigueur))[^\w.]*"
)
_MOST_STATUS_WORDS = 4


@lru_cache(maxsize=10_000)
def is_mark(line: str) -> bool:
    """Return True for a line that says nothing but that, or when, the page was changed.

    >>> is_mark("Stand: 11. September 2025"), is_mark("Stand der Technik sind heute Wärmepumpen")
    (True, False)
    """
    if len(line) > MOST_CHARACTERS:
        return False
    text = as_matched(line)
    if len(text.split()) <= _MOST_STATUS_WORDS and _STATUS.fullmatch(text):
        return True
    mark = _MARK.match(text)
    if mark is None:
        return change_notes.is_dateline_of_change(text)
    rest = [word for word in words(text[mark.end() :]) if word[0].isalnum()]
    is_short = len(rest) + len(text[: mark.end()].split()) <= _MARK_WORDS
    is_bare = is_short and all(word[0].isdigit() or word in _OF_DAYS or number_of(word) is not None for word in rest)
    return is_bare or change_notes.is_dateline_of_change(text)


@lru_cache(maxsize=10_000)
def is_note(line: str) -> bool:
    """Return True for a note on a correction: a mark of change that says what was wrong."""
    text = as_matched(line[:MOST_CHARACTERS])
    if _NOTE.match(text) is not None or (_SUPPLEMENT.match(text) is not None and change_notes.says_only_change(text)):
        return True
    return _SUPPLEMENT.match(text) is None and not is_mark(line) and change_notes.is_of_change(text)


def is_supplement(line: str) -> bool:
    """Return True for content that is marked as added later."""
    text = as_matched(line[:MOST_CHARACTERS])
    return _SUPPLEMENT.match(text) is not None and not change_notes.says_only_change(text)


def names_hour(mark: str) -> bool:
    """Return True for a mark of change with an hour and no day.

    >>> names_hour("Stand: 08:10 Uhr"), names_hour("Stand: 3. Mai, 8:10 Uhr")
    (True, False)
    """
    text = as_matched(mark)
    if _HOUR.search(text) is None:
        return False
    found = words(_HOUR.sub(" ", text))
    return not any(word[0].isdigit() or number_of(word) is not None for word in found)
