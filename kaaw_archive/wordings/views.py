"""Wordings of the views of one text, its print view, pages and teasers, and of days that depend on when it was written.

In German, English and French. Titles and ends of texts are cut before they are searched.
"""

from __future__ import annotations

import re

_TITLE_CHARACTERS = 300
_END_CHARACTERS = 100  # of the end of a text

_VIEWS = (
    r"druck(?:ansicht|version|fassung)|(?:meldung |artikel |seite )?drucken"
    r"|print(?:er|able|able version| view| version)?|version imprimable|imprimer"
)
# "Teil 2" without brackets is a number of a page, too, but stays in a bare title: it may name a part of the subject.
_NUMBERED = re.compile(
    r"(?:\b(?:seite|page|blatt|teil|part|partie) \d{1,3}(?: ?(?:von|of|sur|/) ?\d{1,3})?"
    r"|\(\d{1,2} ?(?:von|of|sur|/) ?\d{1,2}\))[)\]. ]{0,3}\Z"
)
_PART = re.compile(
    r"(?:\(\d{1,2} ?(?:von|of|sur|/) ?\d{1,2}(?=\))"
    r"|(?:\b(?:seite|page|blatt)|\((?:teil|part|partie)) \d{1,3}(?: ?(?:von|of|sur|/) ?\d{1,3})?"
    rf"|\b(?:fortsetzung|continued|suite|{_VIEWS}))[)\]. ]{{0,3}}\Z"
)
_MORE = re.compile(
    r"\b(?:weiter ?lesen|lesen sie (?:mehr|weiter)|mehr lesen|(?:read|learn|find out) more|continue reading"
    r"|full (?:story|text|article)|lire la suite|en savoir plus|suite de l['’]article"
    r"|zum (?:ganzen |vollständigen )?(?:artikel|text|beitrag)|vollständige[nr]? (?:mitteilung|meldung|text|artikel))\b"
    r"|[\[(>»…] ?(?:mehr|more|weiter|suite)\b"
)
_FURTHER_SENTENCE = re.compile(r"[.!?][\"'“”«»)\]]{0,3} \w")
_DAYS = (
    "(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|Sonnabend|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    "|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche"
)
_MONTHS = (
    "Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|January|February|June"
    "|July|October|December|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    r"|(?:(?<=in )|(?<=of )|(?<=by )|(?<=\d ))(?:March|May)"
)
_DEPENDENT = re.compile(
    rf"\b(?:{_DAYS})|\b(?:{_MONTHS})\b(?! \d{{4}})|\b\d{{1,2}}\.\d{{1,2}}\.(?! ?\d)"
    r"|\b(?:[Hh]eute|[Mm]orgen(?! früh)|[Gg]estern"
    r"|(?:[Nn]ächste|[Kk]ommende|[Dd]iese|[Ll]etzte|[Vv]ergangene)[nrms]? (?:Woche|Monat)"
    r"|[Tt]oday|[Tt]omorrow|[Yy]esterday|(?:[Nn]ext|[Tt]his|[Ll]ast) (?:week|month|spring|summer|autumn|winter)"
    r"|[Aa]ujourd['’]hui|[Dd]emain|[Hh]ier|(?:semaine|mois) (?:prochaine?|dernière?))\b"
)
_OF_YEAR = re.compile(
    r"\b(?:(?:[Nn]ächste|[Kk]ommende|[Dd]iese|[Ll]etzte|[Vv]ergangene|[Vv]orige)[nrms]? "
    r"(?:Jahr|Frühjahr|Sommer|Herbst|Winter)|(?:[Nn]ext|[Tt]his|[Ll]ast) year|[Aa]nnée (?:prochaine|dernière))"
)


def bare_title(title: str) -> str:
    """Return a title without the words of a page or a view at its end.

    >>> bare_title("Wochenmarkt zieht um (Seite 2)"), bare_title("Wochenmarkt zieht um | Druckansicht")
    ('wochenmarkt zieht um', 'wochenmarkt zieht um')
    """
    text = " ".join(title.lower().split())[:_TITLE_CHARACTERS]
    return _PART.sub("", text).rstrip(" ([|–—-:") if _PART.search(text) else text


def is_numbered(title: str) -> bool:
    """Return True if a title ends with the number of a page or part.

    >>> is_numbered("Wochenmarkt zieht um (2/3)"), is_numbered("Wochenmarkt zieht um 2025")
    (True, False)
    """
    return bool(_NUMBERED.search(" ".join(title.lower().split())[:_TITLE_CHARACTERS]))


def is_cut_short(text: str) -> bool:
    """Return True if a text ends with an ellipsis, or has words that lead to more of it in its last sentence.

    Only the last 100 characters are searched.

    >>> is_cut_short("Der Rat hat beschlossen. Weiterlesen"), is_cut_short("Der Rat hat beschlossen.")
    (True, False)
    >>> is_cut_short("We want to learn more about the plan. The council decided today.")
    False
    """
    end = " ".join(text[-3 * _END_CHARACTERS :].split())[-_END_CHARACTERS:].lower()
    if end.endswith(("…", "...", "[…]", "(…)")):
        return True
    return any(not _FURTHER_SENTENCE.search(end, found.end()) for found in _MORE.finditer(end))


def depends_on_year(text: str) -> bool:
    """Return True if a text names a year by the one in which it was written: "last year", "im nächsten Jahr"."""
    return bool(_OF_YEAR.search(text))


def depends_on_day(text: str) -> bool:
    """Return True if a text names a day or month that is another one in another year: "on Monday", "until 3 May".

    >>> depends_on_day("Am Montag tagt der Rat."), depends_on_day("Seit dem 3. Mai 2012 gilt die Satzung.")
    (True, False)
    """
    return bool(_DEPENDENT.search(text))
