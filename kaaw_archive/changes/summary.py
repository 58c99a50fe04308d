"""Sentence about an edit that an editor would sign: what was changed, where, and whether a day moved with it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive.items import EditKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kaaw_archive.changes.kinds import ContentChange

_MOST_PHRASES = 4
_QUOTED_CHARACTERS = 90


class Phrasing(NamedTuple):
    """Phrasing of one language, as forms of ``str.format``."""

    quote: str
    in_paragraph: str
    change: str
    title: str
    spelling: str
    signs: str
    wording: str
    inserted: str
    struck: str
    paragraph_moved: str
    sentence_moved: str
    order: str
    added: str
    removed: str
    added_many: str
    removed_many: str
    link: dict[str, str]
    image: dict[str, str]
    metadata: dict[str, str]
    unknown: str
    day: str
    date_same: str
    no_date: str
    marked: str
    further: str


GERMAN = Phrasing(
    quote="„{}“",
    in_paragraph=" in Absatz {}",
    change="{} -> {}",
    title="Titel: {} -> {}",
    spelling="Schreibweise: {} -> {}",
    signs="Zeichensetzung",
    wording="andere Wörter: {} -> {}",
    inserted="eingefügt: {}",
    struck="gestrichen: {}",
    paragraph_moved="Absatz {} steht jetzt als Absatz {}",
    sentence_moved="Sätze aus Absatz {} stehen jetzt in Absatz {}",
    order="Reihenfolge der Sätze geändert",
    added="neu: {}",
    removed="entfallen: {}",
    added_many="{} Sätze neu, der erste: {}",
    removed_many="{} Sätze entfallen, der erste: {}",
    link={
        "link added": "Link {} ergänzt",
        "link removed": "Link {} entfernt",
        "link retargeted": "Link {} führt jetzt auf {}",
        "attachment added": "Anhang {} ergänzt",
        "attachment removed": "Anhang {} entfernt",
        "attachment retargeted": "Anhang {} ist jetzt {}",
    },
    image={
        "added": "Bild ergänzt",
        "removed": "Bild entfernt",
        "replaced": "Bild ausgetauscht",
        "caption": "Bildunterschrift: {before} -> {after}",
    },
    metadata={
        "published_on": "Datum: {} -> {}",
        "modified_on": "Änderungsdatum: {} -> {}",
        "mark": "Änderungsvermerk: {} -> {}",
        "kicker": "Zeile über dem Titel: {} -> {}",
        "author": "Autor: {} -> {}",
    },
    unknown="keine Angabe",
    day="%d.%m.%Y",
    date_same="Datum unverändert",
    no_date="ohne Datum",
    marked="Änderung auf der Seite vermerkt",
    further="{} weitere Änderungen",
)
ENGLISH = Phrasing(
    quote="“{}”",
    in_paragraph=" in paragraph {}",
    change="{} -> {}",
    title="title: {} -> {}",
    spelling="spelling: {} -> {}",
    signs="punctuation",
    wording="other words: {} -> {}",
    inserted="inserted: {}",
    struck="struck: {}",
    paragraph_moved="paragraph {} is now paragraph {}",
    sentence_moved="sentences of paragraph {} are now in paragraph {}",
    order="order of sentences changed",
    added="added: {}",
    removed="removed: {}",
    added_many="{} sentences added, the first: {}",
    removed_many="{} sentences removed, the first: {}",
    link={
        "link added": "link {} added",
        "link removed": "link {} removed",
        "link retargeted": "link {} now leads to {}",
        "attachment added": "attachment {} added",
        "attachment removed": "attachment {} removed",
        "attachment retargeted": "attachment {} is now {}",
    },
    image={
        "added": "image added",
        "removed": "image removed",
        "replaced": "image replaced",
        "caption": "caption: {before} -> {after}",
    },
    metadata={
        "published_on": "date: {} -> {}",
        "modified_on": "date of change: {} -> {}",
        "mark": "mark of change: {} -> {}",
        "kicker": "line above the title: {} -> {}",
        "author": "author: {} -> {}",
    },
    unknown="none",
    day="%Y-%m-%d",
    date_same="date unchanged",
    no_date="no date",
    marked="the page says that it was changed",
    further="{} further changes",
)


def sentence(
    findings: Sequence[ContentChange], days: Sequence[ContentChange], *, has_day: bool, is_marked: bool, is_german: bool
) -> str:
    """Return the sentence about an edit; ``days`` are the days and marks that moved beside its content.

    ``has_day``: the newer version names a day; ``is_marked``: it says that it was changed.
    """
    words = GERMAN if is_german else ENGLISH
    phrases = list(dict.fromkeys(_phrases(findings, words)))
    if len(phrases) > _MOST_PHRASES:
        phrases[_MOST_PHRASES - 1 :] = [words.further.format(len(phrases) - _MOST_PHRASES + 1)]
    if not all(finding.kind is EditKind.METADATA for finding in findings):
        moved = [_metadata(finding, words) for finding in days if finding.note != "mark"]
        phrases += moved or [words.date_same if has_day else words.no_date]
        if is_marked:
            phrases.append(words.marked)
    text = "; ".join(phrases)
    first = findings[0]
    is_quotation = first.kind in (EditKind.NUMBERS, EditKind.NAMES) and first.before and first.after
    return text if is_quotation else text[:1].upper() + text[1:]


def _phrases(findings: Sequence[ContentChange], words: Phrasing) -> Iterator[str]:
    """Yield a phrase for each finding, but one phrase for all sentences that came, and one for all that went."""
    whole: dict[EditKind, list[ContentChange]] = {EditKind.ADDED: [], EditKind.REMOVED: []}
    for finding in findings:
        if finding.kind in whole and finding.note != "clause":
            whole[finding.kind].append(finding)
    for finding in findings:
        same = whole.get(finding.kind, []) if finding.note != "clause" else []
        if not same:
            yield _phrase(finding, words)
        elif finding is same[0]:
            yield _sentences(same, words)


def _sentences(same: Sequence[ContentChange], words: Phrasing) -> str:
    first, is_added = same[0], same[0].kind is EditKind.ADDED
    quoted = _quoted(first.after if is_added else first.before, words) + _place(first, words)
    if len(same) == 1:
        return (words.added if is_added else words.removed).format(quoted)
    return (words.added_many if is_added else words.removed_many).format(len(same), quoted)


def _phrase(finding: ContentChange, words: Phrasing) -> str:
    place = _place(finding, words)
    before, after = _quoted(finding.before, words), _quoted(finding.after, words)
    is_one_sided = bool(finding.before) != bool(finding.after) and not finding.note
    match finding.kind:
        case EditKind.RETITLED:
            return words.title.format(before, after)
        case EditKind.NUMBERS | EditKind.NAMES | EditKind.TYPO | EditKind.WORDING if is_one_sided:
            return (words.inserted.format(after) if finding.after else words.struck.format(before)) + place
        case EditKind.NUMBERS | EditKind.NAMES:
            return words.change.format(_cut(finding.before), _cut(finding.after)) + place
        case EditKind.TYPO:
            is_word = any(sign.isalnum() for sign in finding.before + finding.after)
            return (words.spelling.format(before, after) if is_word else words.signs) + place
        case EditKind.WORDING if finding.note in ("paragraph", "sentence"):
            return _moved(finding, words)
        case EditKind.WORDING:
            return words.wording.format(before, after) + place
        case EditKind.LINKS:
            return _link(finding, words)
        case EditKind.IMAGES:
            return words.image[finding.note].format(before=before, after=after)
        case EditKind.ADDED:
            return words.added.format(after) + place
        case EditKind.REMOVED:
            return words.removed.format(before) + place
    return _metadata(finding, words)


def _moved(finding: ContentChange, words: Phrasing) -> str:
    if finding.before == finding.after:
        return words.order + _place(finding, words)
    form = words.paragraph_moved if finding.note == "paragraph" else words.sentence_moved
    return form.format(finding.before, finding.after)


def _link(finding: ContentChange, words: Phrasing) -> str:
    thing, action, *text = finding.note.split(" ", 2)
    form = words.link[f"{thing} {action}"]
    if action == "retargeted":
        return form.format(_quoted(text[0] if text else finding.before, words), finding.after)
    return form.format(_quoted(finding.after or finding.before, words))


def _metadata(finding: ContentChange, words: Phrasing) -> str:
    texts = [finding.before, finding.after]
    if finding.note.endswith("_on"):
        texts = [_day(text, words) for text in texts]
    return words.metadata[finding.note].format(*(text or words.unknown for text in texts))


def _day(text: str, words: Phrasing) -> str:
    """Return a day as the language writes it; what is no whole day stays as it is."""
    try:
        return date.fromisoformat(text).strftime(words.day)
    except ValueError:
        return text


def _place(finding: ContentChange, words: Phrasing) -> str:
    return words.in_paragraph.format(finding.paragraph) if finding.paragraph else ""


def _quoted(text: str, words: Phrasing) -> str:
    return words.quote.format(_cut(text)) if text else words.unknown


def _cut(text: str) -> str:
    return text if len(text) <= _QUOTED_CHARACTERS else f"{text[: _QUOTED_CHARACTERS - 1].rstrip()}…"
