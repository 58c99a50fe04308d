"""Words beside a day that name its meaning: publication, last change, correction, event; pure."""

from __future__ import annotations

import re
from collections import deque
from enum import Enum

_MADE_PUBLIC = (
    r"ver[öo]ffentlich\w*|erschienen|publiziert|eingestellt|(?<!zuletzt )erstellt|verfasst|geschrieben"
    r"|publi(?:sh|c)ed|posted|written"
    r"|issued|released?|publié\w*|mis en ligne|publicad[oa]\w*|pubblicat[oa]|gepubliceerd|geplaatst|publicer\w+"
    r"|opublikowan\w+|zveřejněn\w*|publikov\w+|közzétéve|yayın\w*|objavljen\w*|julkaistu"
)
_PUBLISHED = (
    rf"{_MADE_PUBLIC}|datum|meldung|(?:presse|medien)(?:mitteilung|information|meldung)|aussendung"
    r"|nr\.? ?\d+(?:/\d+)? ?vom"
)
_MADE_PUBLIC_BEHIND = re.compile(rf"\A\W*(?:(?:originally|first|zuerst|erst)\s)?(?:{_MADE_PUBLIC})\W*\Z", re.IGNORECASE)
_CHANGED = (
    r"aktualisiert|aktualisierung|ge[äa]ndert|[äa]nderung|\bstand\b|überarbeitet|bearbeitet|ergänzt|(?<![\w-])updated?\b"
    r"|modified|revised|edited|last review|reviewed|mis(?:e)? à jour|modifié\w*|actualizad[oa]|atualizad[oa]"
    r"|aggiornat[oa]|bijgewerkt|gewijzigd|opdateret|uppdaterad|oppdatert|z?aktualizowano|aktualizov\w+|frissítve|güncelle\w+"
    r"|päivitetty|ažurirano"
)
_LABELS = re.compile(rf"(?P<published>\b(?:{_PUBLISHED}))|(?P<changed>(?:{_CHANGED})(?=.{{0,24}}\Z))", re.I | re.DOTALL)
_CORRECTED = re.compile(
    r"\b(?:korrektur|korrigiert|berichtig\w+|richtigstellung|klarstellung|nachtrag|nachträglich|erratum|correct(?:ion|ed)"
    r"|clarif(?:ication|ied)|addendum|amend(?:ed|ment)|anm(?:erkung|\.) der? red\w*|editor[’']s note|rectificat\w+"
    r"|errata|fe de erratas|corrig\w+)\b",
    re.IGNORECASE,
)
_ELSEWHEN = re.compile(
    r"kommentar|comment|antwort|copyright|©|\bbis\b|\bab\b|termin|veranstaltung|anmeldeschluss|\bseit\b|geboren"
    r"|quelle|abgerufen|gültig|fassung|beginn|einsendeschluss|(?<=\w)frist\b|registr|mitglied seit|joined|gesetz\b"
    r"|verordnung|\bsince\b|\buntil\b|\bby\s\Z|deadline|\bdue\b|expires|accessed|retrieved|print date|\bborn\b"
    r"|\bact of\b|\b(?:tritt|trat) am\b|in kraft|\bwann\b|\bwhen\b|zeitraum|eröffnung|einweihung|\beintritt"
    r"|\bheute\b|\btoday\b|currently|\bversion\b|druckdatum|closing date",
    re.IGNORECASE,
)
_ELSEWHEN_BEHIND = re.compile(
    r"\bbis\b|\A,?\s*(?:an|onwards?)\b|\A\s*-\s*\d\d?\.|in kraft|gültig|deadline|©|copyright"
    r"|\A,?\s*(?:(?:um|ab)\s)?\d\d?\sUhr\b|\A,?\s*[\d,.]+\s?[km]b\b",  # the whole hour of an event, the size of a file
    re.IGNORECASE,
)
_WEEKDAY = (
    r"(?:(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun)\.?)"
)
_BETWEEN_LABELS = re.compile(r"[|•·\n;,]")
# words of labels of publication; any other before a colon names what is on that day: "Umbau: 3. Mai"
_OF_MAKING = re.compile(
    r"\b(?:(?:erscheinungs|erstellungs|ausgabe|publikations)?datum|date|data|fecha|dato|online|tag|news|nachricht\w*|aktuell\w*"
    r"|beitrag|artikel|article|bericht|blog|ausgabe|ausgehängt\w*|bekannt\w+|mitgeteilt|von|vom|am|by|autor(?:in)?|author)\b",
    re.IGNORECASE,
)
_CALLED_DAY = re.compile(r"\b(?:datum|date)\s?:?\s*\Z", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[^\W\d_]{2}[.!?…][\"”“’»)]*\s*\Z")
_AFTER_DATELINE = re.compile(
    r"\s*+(?:\([\w/ ]{2,12}\)\s*+)?[-–—:|.)·•]|\s*+,\s*+(?:\d\d?[:.h]\d\d|\d\d? ?min|lesezeit|lesedauer)", re.IGNORECASE
)
_PREPOSITION = re.compile(
    r"\b(?:am|vom|zum|ab|bis|seit|im|on|by|until|from|since|le|del|el|il|op|dne)\s(?:(?:dem|den|the)\s)?"
    rf"(?:{_WEEKDAY},?\s)?\Z",
    re.IGNORECASE,
)
_NAMED_BY = re.compile(r"\b(?:von|by|par|por|di|door|av|af|autor(?:in)?|posted|geschrieben)\b|:\s", re.IGNORECASE)
_OF_ITSELF = re.compile(
    r"\b(?:diese[rs]?|this)\s(?:seite|beitrag|artikel|text|meldung|website|page|article|post|story)\b|\b(?:cet|cette|este|esta|questo)\s\w+"
    r"|\A\W*(?:page|site|content)\s(?:was\s)?last\s\w+",
    re.IGNORECASE,
)
_NOTE = re.compile(rf"\A\W*(?:{_CHANGED})(?:\s+(?:am|vom|on|le|der\s+\w+))?\W{{0,3}}\Z", re.IGNORECASE)
_BEHIND_NOTE = re.compile(r"\s*[:.–—-]\s+\S")
_STATE = re.compile(r"\bstand\b", re.IGNORECASE)
_BESIDE_PLACE = 40  # characters in front of the day of a dateline
_LINE_WORDS, _SHORT_LINE = 15, 3  # words beside a day
_SHORT_LINE_CHARACTERS = 60
_LABELLED_WORDS = 24  # of a line without a sentence that has a label or names of authors with their offices


class Label(Enum):
    """Meaning of a day by the words beside it."""

    PUBLISHED = "published"
    CHANGED = "changed"
    CORRECTED = "corrected"
    NONE = "none"


def label_of(before: str, after: str) -> Label:
    """Return the label of a day: the last one in front of it, else one right behind it.

    >>> label_of("Aktualisiert am ", ""), label_of("Am ", " veröffentlicht")
    (<Label.CHANGED: 'changed'>, <Label.PUBLISHED: 'published'>)
    """
    if _CORRECTED.search(before) or _CORRECTED.search(after[:20]):
        return Label.CORRECTED
    found = deque(_LABELS.finditer(before), maxlen=1).pop() if _LABELS.search(before) else _LABELS.search(after)
    if found is None:
        return Label.NONE
    return Label.PUBLISHED if found["published"] else Label.CHANGED


def is_published(line: str) -> bool:
    """Return True if a line begins with a label of publication."""
    found = _LABELS.match(line)
    return found is not None and found["published"] is not None


def is_behind_day(line: str) -> bool:
    """Return True for the words behind a day that say it was that of publication, and no more.

    >>> is_behind_day(" | Originally published"), is_behind_day(" veröffentlicht wurde die Liste")
    (True, False)
    """
    return _MADE_PUBLIC_BEHIND.match(line) is not None


def is_change_of_page(text: str) -> bool:
    """Return True for a line that is a label of a change, or a sentence in which the page speaks of itself."""
    return names_page(text) or (len(text.split()) <= _LABELLED_WORDS and not _SENTENCE_END.search(text))


def names_page(text: str) -> bool:
    """Return True for a text in which a page speaks of itself: "diese Seite wurde", "this article was"."""
    return _OF_ITSELF.search(text) is not None


def is_state(before: str, text: str) -> bool:
    """Return True if the text in front of a day calls it "Stand", or the whole line speaks of the page."""
    return _STATE.search(before) is not None or names_page(text)


def is_note(before: str, after: str) -> bool:
    """Return True if a note on a change begins with its day: the paragraph up to the day is a label, text follows.

    >>> is_note("Aktualisiert am ", ": Die Zahl ist neu."), is_note("Das Gesetz, geändert am ", ", gilt weiter.")
    (True, False)
    """
    return _NOTE.match(before) is not None and _BEHIND_NOTE.match(after) is not None


def is_of_event(before: str, after: str) -> bool:
    """Return True if the words right beside a day are those of a deadline, a law, a comment, a birth."""
    return _ELSEWHEN.search(before) is not None or _ELSEWHEN_BEHIND.search(after) is not None


def has_other_label(before: str) -> bool:
    """Return True if the label in front of a day, with a colon, is none of the making of an article.

    >>> has_other_label("Eröffnung: "), has_other_label("Datum: "), has_other_label("Bonn, ")
    (True, False, False)
    """
    label = _BETWEEN_LABELS.split(before)[-1].strip()
    is_label = label.endswith(":") and label[0].isalpha()
    return is_label and not _LABELS.search(label) and not _OF_MAKING.search(label)


def is_called_day(before: str) -> bool:
    """Return True if the label in front of a day is "Datum" or "Date", which may be that of an event, too."""
    return _CALLED_DAY.search(before) is not None


def is_announced(before: str) -> bool:
    """Return True for the words in front of a day in a headline that tells what is on it: "Markt am 3. Mai"."""
    found = _PREPOSITION.search(before)
    return found is not None and found.start() > 0 and not before[found.start() :].lower().startswith(("vom", "from"))


def is_in_sentence(text: str, begin: int, end: int) -> bool:
    """Return True if a day from ``begin`` to ``end`` is told of in running text, and is no date line.

    >>> text = "Die Frist endet am 3. Mai."
    >>> is_in_sentence(text, 19, 25), is_in_sentence("Lübeck, 3. Mai – Die Stadt hat", 8, 14)
    (True, False)
    """
    if begin < _BESIDE_PLACE and _AFTER_DATELINE.match(text, end) and not _PREPOSITION.search(text[:begin].lower()):
        return False
    before, after = text[:begin], text[end:]
    words = len(before.split()) + len(after.split())
    if words <= _SHORT_LINE:
        return len(before) + len(after) > _SHORT_LINE_CHARACTERS  # languages without blanks
    if words > _LABELLED_WORDS or _SENTENCE_END.search(text):
        return True
    if words > _LINE_WORDS:
        return _NAMED_BY.search(before) is None
    if is_published(text):
        return False
    return _PREPOSITION.search(before) is not None and _NAMED_BY.search(before) is None
