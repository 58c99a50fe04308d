"""Names of authors in texts and declarations, without labels, days and roles around them; pure."""

from __future__ import annotations

import html
import re

_LABEL = re.compile(
    r"\A(?:(?:(?:ein )?(?:gast)?(?:beitrag|text|artikel|bericht|geschrieben|verfasst|erstellt|fotos? und text) )?von\b"
    r"|(?:(?:view all posts|posts?|written|posted|published|story|words|text|recipe|article|review|guide|edited"
    r"|medically reviewed)\s)*by(?:\b|(?-i:(?=[A-ZÄÖÜ][a-z])))"
    r"|(?:this|the) (?:post|article|piece|story) (?:was|is) written by\b|contributors?\s*+:"
    r"|par\b|por\b|door\b|autor(?:in|en|innen)?\b|authors?\b|text\b|verfasser(?:in)?\b"
    r"|about\b)\s*+:?\s*+",
    re.IGNORECASE,
)
_DAY_BEFORE = re.compile(
    r"\A(?:[A-Z][a-z]{2,8}\.? \d{1,2},?(?: \d{4})?|\d{1,2}\.\s?\S{1,9}\s?\d{2,4})(?:\s+|(?<=\d{4})(?=[A-Z]))"
)
_CUT = re.compile(
    r"(?<!\s)\s*+(?:\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?\s\d|[|⋅·•●–—/(*\[»]|(?<=\s)-\s|\bon\b|\bam\b|\bfor\b|\d).*\Z",
    re.DOTALL,
)
_ROLE = re.compile(
    r"(?<![\s,])\s*+,?\s*+\b(?:senior|staff|former|editors?|editorial|writers?|author|reporter|journalist|contribut(?:or|ing)"
    r"|correspondent|local|freelance|(?:co-?)?founder|ceo|cto|marketing|guest|associate|deputy|executive|managing|chief"
    r"|head|director|president|professor|(?:chef)?redakteur(?:in)?|autor(?:in)?|pressesprecher(?:in)?|see more|see all"
    r"|updated|published|consultant|analyst|full-stack|sponsored|reviewed|testimonial|says?|sagt|schreibt|kommentiert)\b.*\Z",
    re.IGNORECASE | re.DOTALL,
)
_BETWEEN = re.compile(r"(?<!\s)\s*+(?:,|;|&|\bund\b|\band\b|\bet\b|\by\b|\be\b)\s*")
_PARTICLES = frozenset("von van de der den del della di da dos du la le el al bin ten ter zu zum zur af av y e".split())
_DEGREES = re.compile(r"(?:[A-Z]\.?){2,5}|Ph\.?D\.?|Jr\.?|Sr\.?|Esq\.?|M\.A\.|B\.A\.|[IVX]{2,3}")
_TITLES = re.compile(r"(?:Prof|Dr|Dipl|Mag|Ing|Mr|Mrs|Ms|Sir)\.?(?:-[A-Z]\w+\.?)?")
# names of bodies, companies, sites and places in forms, which nobody bears
_OF_BODY = re.compile(
    r"\b(?:gmbh|ag|kg|e\.?\s?v|inc|ltd|llc|corp|co|agentur|agency|design|webdesign|media|medien|internet|digital|software|werbung|verlag|studio|gbr|services?"
    r"|solutions|stadt|gemeinde|landkreis|kreis|amt|verwaltung|ministerium|bundes\w*|landes\w*|verband|verein|universit\w+"
    r"|university|hochschule|institut\w*|kirche\w*|feuerwehr|polizei|presse\w*|company|group|foundation|association|council"
    r"|department|ministry|office|news|blog|magazine?|times|post|online|web|contact|kontakt|touch|prevention|finance|name|e-?mail"
    r"|cms|typo3|wordpress|joomla|drupal|contao|plone|bad|impressum|startseite|home|unknown|unbekannt|alle|all|the|our|your|us|cookies?|privacy|log|sign|posts?|comments?)\b",
    re.IGNORECASE,
)
_OFFICE = re.compile(r"\b(?:team|redaktion|editors|editorial|staff|newsroom|pressestelle)\b", re.IGNORECASE)
_NO_NAME = re.compile(
    r"https?:|www\.|@|\b(?:admin(?:istrator)?|user|webmaster|author|autor|editor)\b|\d{3}|[?!:*]", re.IGNORECASE
)
_OFFICE_LINE = re.compile(
    r"(?:(?i:(?:written|posted|published|words|text) )?[Bb]y|(?:Geschrieben|Verfasst|Text) von|Autor(?:in)?:|Text:)"
    r"\s((?:[A-ZÄÖÜ][\w’-]{1,30}\s){0,3}[A-ZÄÖÜ][\w’-]{1,30})\s*+(?:[|·•–—,].*)?\Z"
)
_MOST_WORDS, _MOST_CHARACTERS = 5, 200


def names_in(text: str, *, is_labelled: bool = False, is_declared: bool = False) -> tuple[str, ...]:
    """Return the names of persons in a short text; () if anything else stands in it.

    ``is_labelled``: only if a label such as "by" stands in front of them. ``is_declared``: nothing stands behind them.

    >>> names_in("Written by Keith Barry, Senior Autos Reporter"), names_in("Von Januar an wird gebaut.")
    (('Keith Barry',), ())
    """
    if len(text) > _MOST_CHARACTERS:
        return ()
    line = _DAY_BEFORE.sub("", html.unescape(text).strip(" ,;|–-·*&"))
    rest = without_label(line)
    if is_declared and rest == line and len(line.split()) < _MOST_WORDS and is_person(line):
        return (line,)
    if is_labelled and rest == line:
        return ()
    rest = _CUT.sub("", _ROLE.sub("", rest)).strip(" ,;|–-·")
    found: list[str] = []
    for part in _BETWEEN.split(rest):
        if found and _DEGREES.fullmatch(part):
            found[-1] += f", {part}"
        elif is_person(part):
            found.append(part)
        elif not found or is_labelled:
            return ()
    return tuple(dict.fromkeys(found))


def office_in(line: str) -> str | None:
    """Return the office or the first name that a line names behind a label, with no more than a day; None if none.

    >>> office_in("by Marketing Team"), office_in("by Amanda · Dec 20, 2025"), office_in("By Monday all is done.")
    ('Marketing Team', 'Amanda', None)
    """
    found = _OFFICE_LINE.match(line) if len(line) <= _MOST_CHARACTERS else None
    return found[1] if found and is_usable(found[1]) else None


def without_label(text: str) -> str:
    """Return a text without the labels and the day in front of a name; "" if there is no more.

    >>> without_label("Mar 14 Written by Clay"), without_label("Written by")
    ('Clay', '')
    """
    rest = _DAY_BEFORE.sub("", html.unescape(text).strip(" ,;|–-·*&"))
    while (again := _LABEL.sub("", rest)) != rest:
        rest = again
    return rest


def is_person(name: str) -> bool:
    """Return True for a name of two to five words, each with a capital but for particles such as "von"."""
    words = name.split()
    if not 2 <= len(words) <= _MOST_WORDS or _NO_NAME.search(name) or _OF_BODY.search(name) or _OFFICE.search(name):
        return False
    plain = [word for word in words if word.lower() not in _PARTICLES]
    return len(plain) >= 2 and all(word[0].isupper() or _TITLES.fullmatch(word) for word in plain)


def is_usable(name: str, *, is_declared: bool = False) -> bool:
    """Return True for an author without a first name: one word, the name of an office.

    ``is_declared``: for machines, which take names of accounts without a capital.
    """
    words = name.split()
    if not words or len(words) > _MOST_WORDS or _NO_NAME.search(name):
        return False
    if _OFFICE.search(name):
        return len(words) > 1
    return (
        not _OF_BODY.search(name)
        and (is_declared or name[0].isupper())
        and not _ROLE.match(name)
        and not _LABEL.fullmatch(name)
    )
