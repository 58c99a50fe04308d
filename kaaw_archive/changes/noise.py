"""Noise of templates: lines that are around an article on every page, by their forms and by their words."""

from __future__ import annotations

import re
from functools import lru_cache

from kaaw_archive.changes.noise_rules import RULES
from kaaw_archive.changes.number_values import values_of_word
from kaaw_archive.changes.plain import words
from kaaw_archive.typography import single_blanks
from kaaw_archive.wordings import page_words

MOST_CHARACTERS = 400  # of a line of a template
_CONTACT_LINE = re.compile(r"(?:tel|fon|fax|mail|e-mail|mobil|phone)\b|.{0,80}@|\+?\d[\d /()-]{5,30}\Z")
_ADDRESS = re.compile(r"\b\d{5} [a-z]{3}|\b[a-z]{1,2}\d{1,2} \d[a-z]{2}\b|\bpostfach \d")
_NUMBER_OR_MAIL = re.compile(r"(?:\btel|\bfon\b|\bfax|telefon|phone).{0,12}\d[\d /()-]{4}|\w@\w|email protected")
_CONTACT_HEADING = re.compile(
    r"(?:presse|medien)?kontakt(?:daten)?|(?:ihre?)? ?ansprechpartner(?:in|innen)?"
    r"|(?:press |media )?contacts?(?: presse)?|service (?:de )?presse"
)
_MOST_CONTACT_LINES = 6
_CONTACT_WORDS = 14
_CELLS = re.compile(r" ?[|·•] ?| [>\"/→] ")
_LANGUAGES = re.compile(r"(?:[A-Z]{2} ?[|·/] ?){1,12}(?:[A-Z]{2}|[^\W\d_]{4,12})\b")
_HASHTAGS = re.compile(r"#[\w-]{2,40}(?: #[\w-]{2,40}){0,12}")
_COMMENTS = re.compile(r"(?:\d{1,5} )?(?:(?:leser|user)?-?kommentare?|comments?|commentaires?)\b[^.]{0,20}\Z")
_ARROWS = str.maketrans("»›", ">>")
_MOST_CELL_WORDS = 4
_LEAST_NAMED = 0.5  # of the cells of a menu
_MOST_HEADING_WORDS = 6
_NOT_IN_MENUS = re.compile(r"[\d.,;:!?€]")


def as_matched(text: str) -> str:
    """Return a line in small letters without accents and typography, as rules match it."""
    return page_words.as_matched(single_blanks(text))


@lru_cache(maxsize=10_000)  # most lines of two versions are the same
def rule_of(line: str) -> str | None:
    """Return the name of the rule by which a line is of the template; None for a line of the article."""
    if len(line) > MOST_CHARACTERS:
        return None
    text = as_matched(line)
    found = [word for word in words(text) if word[0].isalnum()]
    if not found:
        return None
    name = next((rule.name for rule in RULES if len(found) <= rule.most_words and rule.pattern.search(text)), None)
    if name is None and (page_words.is_of_page(found) or _is_menu(line)):
        return "words of the page"
    if name is None and _ADDRESS.search(text) and _NUMBER_OR_MAIL.search(text):
        return "contact box"
    is_dateline = page_words.is_dateline(found) or (page_words.is_time(found) and not any(map(_has_day, found)))
    return "dateline" if name is None and is_dateline else name


def _has_day(word: str) -> bool:
    return word[0].isdigit() or bool(values_of_word(word))


def _is_menu(line: str) -> bool:
    """Return True for labels in a row: cells of a few words with strokes between them, or words of menus."""
    text = single_blanks(line.translate(_ARROWS))
    if _NOT_IN_MENUS.search(text):
        return False
    if _LANGUAGES.match(text) or _HASHTAGS.fullmatch(text):
        return True
    cells = [cell.split() for cell in _CELLS.split(text) if cell]
    if len(cells) > 1 and all(len(cell) <= _MOST_CELL_WORDS for cell in cells):
        named = sum(page_words.is_named_in_menus(" ".join(cell)) for cell in cells)
        return named >= _LEAST_NAMED * len(cells) or text.count(" > ") > 1
    return page_words.is_menu([word for word in words(text) if word[0].isalnum()])


def is_heading_of_articles(line: str) -> bool:
    """Return True for a line that heads a list of other articles and names none itself."""
    return rule_of(line) == "other articles" and len(line.split()) <= _MOST_HEADING_WORDS and ": " not in line


def is_heading_of_comments(line: str) -> bool:
    """Return True for a line that heads what readers wrote: their number, or the word alone."""
    return rule_of(line) in ("reactions", "words of the page") and _COMMENTS.match(as_matched(line)) is not None


def contact_box(lines: list[str]) -> int:
    """Return the number of lines at the end of a text that are a heading such as "Kontakt" and what stands below it."""
    for number, line in enumerate(lines[-_MOST_CONTACT_LINES:][::-1], 1):
        text = as_matched(line)
        if _CONTACT_HEADING.fullmatch(text.rstrip(": ")):
            return number
        if len(text.split()) > _CONTACT_WORDS or (text.endswith(".") and not is_contact_line(line)):
            return 0
    return 0


def is_contact_line(line: str) -> bool:
    """Return True for a number or an address alone, as they stand below the heading of a contact box."""
    return len(line) <= MOST_CHARACTERS and _CONTACT_LINE.match(as_matched(line)) is not None
