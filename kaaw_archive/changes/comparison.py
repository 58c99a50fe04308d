"""Comparison of two versions of an article: an edit with its kinds, significance and sentence, or why it is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_archive.changes import beside_text, good_pair, summary
from kaaw_archive.changes.alignment import align, moves
from kaaw_archive.changes.kinds import KINDS, MOVED_WEIGHT, ContentChange, is_pronoun, judge_sentence, significance
from kaaw_archive.changes.marks import names_hour
from kaaw_archive.changes.version_texts import comparable, text_of, without_pages
from kaaw_archive.items import Edit, EditKind, NoEdit, VersionComparison

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kaaw_archive.changes.plain import Sentence
    from kaaw_archive.changes.version_texts import VersionText
    from kaaw_archive.items import VersionContent

_MOST_JUDGED = 300  # changed sentences; an edit of more has all its kinds among these
_GERMAN = re.compile(r"\b(?:der|die|das|und|nicht|mit|wird|ist|für|von)\b")
_ENGLISH_OR_FRENCH = re.compile(r"\b(?:the|and|of|to|is|le|la|les|et|des|une|est)\b")
_MOST_CHARACTERS = 3_000_000  # of a text that is compared; the longest articles have a tenth
_BYLINES = ("kicker", "author")  # named also beside an edit of the content
_LOOKED_AT = 5_000  # characters in which the language is looked for


def compare(old: VersionContent, new: VersionContent) -> VersionComparison:
    """Return what was edited between two versions of one article, or why they are no edit, or not compared (LIMIT)."""
    if any(sum(map(len, version.paragraphs)) > _MOST_CHARACTERS for version in (old, new)):
        return VersionComparison(no_edit=NoEdit.LIMIT)
    old, new = comparable(old, new)
    before, after = text_of(old), text_of(new)
    if fault := good_pair.fault_of(old, new, before.sentences, after.sentences):
        reason, is_new_bad = fault
        return VersionComparison(no_edit=reason, is_new_bad=is_new_bad)
    whole = old.paragraphs, new.paragraphs
    old, new = without_pages(old, new)
    if (old.paragraphs, new.paragraphs) != whole:
        before, after = text_of(old), text_of(new)
    is_german = _is_german(new)
    content = [
        *beside_text.title(old, new, is_german=is_german),
        *_of_text(before.sentences, after.sentences, is_german),
        *beside_text.links(old.links, new.links, "link"),
        *beside_text.links(old.attachments, new.attachments, "attachment"),
        *beside_text.images(old.images, new.images, is_german=is_german),
    ]
    content += _notes(before, after, is_alone=not content)
    metadata = [*beside_text.metadata(old, new), *_marks(before, after, is_alone=not content)]
    findings = _without_companions(content) or metadata
    findings += [one for one in metadata if one.note in _BYLINES and one not in findings]
    if not findings:
        return VersionComparison(no_edit=NoEdit.NOISE)
    is_marked = before.notes != after.notes or (after.has_supplement and not before.has_supplement)
    return VersionComparison(edit=_edit(findings, metadata, new, is_marked=is_marked, is_german=is_german))


def _edit(
    findings: Sequence[ContentChange],
    metadata: Sequence[ContentChange],
    new: VersionContent,
    *,
    is_marked: bool,
    is_german: bool,
) -> Edit:
    """Return the edit that these findings are; ``is_marked``: a note or a supplement came with it."""
    kinds = _kinds(findings)
    days = [finding for finding in metadata if finding.note in ("published_on", "modified_on", "mark")]
    return Edit(
        kinds=tuple(kinds),
        significance=significance(tuple(kinds.values())),
        sentence=summary.sentence(
            sorted(findings, key=lambda finding: -kinds[finding.kind]),
            days,
            is_marked=is_marked or any(finding.note == "mark" for finding in days),
            is_german=is_german,
            has_day=bool(new.published_on or new.modified_on),
        ),
        is_silent=not days and not is_marked,
    )


def sentences_of(version: VersionContent) -> list[Sentence]:
    """Return the sentences of a version, without the lines of its template, marks of change and notes."""
    return text_of(version).sentences


def _of_text(old_text: Sequence[Sentence], new_text: Sequence[Sentence], is_german: bool) -> Iterator[ContentChange]:
    alignment = align(old_text, new_text)
    for old, new in alignment.changed[:_MOST_JUDGED]:
        yield from judge_sentence(old, new, is_german=is_german)
    for kind, came_or_went in ((EditKind.REMOVED, alignment.removed), (EditKind.ADDED, alignment.added)):
        for sentence in came_or_went:
            texts = (sentence.text, "") if kind is EditKind.REMOVED else ("", sentence.text)
            yield ContentChange(kind, sentence.paragraph, *texts)
    for form, before, after in moves(alignment.moved, old_text, new_text):
        yield ContentChange(EditKind.WORDING, after, str(before), str(after), form, MOVED_WEIGHT)


def _notes(before: VersionText, after: VersionText, *, is_alone: bool) -> Iterator[ContentChange]:
    """Yield notes on corrections that came or went, if nothing else did: they accompany what they correct."""
    if is_alone:
        for note in after.notes:
            if note not in before.notes:
                yield ContentChange(EditKind.ADDED, 0, "", note)
        for note in before.notes:
            if note not in after.notes:
                yield ContentChange(EditKind.REMOVED, 0, note, "")


def _marks(before: VersionText, after: VersionText, *, is_alone: bool) -> Iterator[ContentChange]:
    """Yield marks that are others; alone, not those of two hours without a day: they tell when the page was asked."""
    if before.marks != after.marks and not (
        is_alone and before.marks and all(map(names_hour, before.marks + after.marks))
    ):
        yield ContentChange(EditKind.METADATA, 0, " ".join(before.marks), " ".join(after.marks), "mark")


def _without_companions(findings: Sequence[ContentChange]) -> list[ContentChange]:
    """Return the findings without what only follows from another name: its pronouns, and itself as other wording.

    "Frau A" to "Herr B", and "sie" to "er" in the next sentence: one finding, the name.
    """
    of_names = {(finding.before, finding.after) for finding in findings if finding.kind is EditKind.NAMES}
    return [
        finding
        for finding in findings
        if not of_names
        or finding.kind is not EditKind.WORDING
        or not (is_pronoun(finding) or (finding.before, finding.after) in of_names)
    ]


def _kinds(findings: Iterable[ContentChange]) -> dict[EditKind, float]:
    """Return the kinds of an edit with their weights, the weightiest first."""
    weights: dict[EditKind, float] = {}
    for finding in findings:
        weight = KINDS[finding.kind].weight if finding.weight is None else finding.weight
        weights[finding.kind] = max(weight, weights.get(finding.kind, 0.0))
    order = list(KINDS)
    return dict(sorted(weights.items(), key=lambda row: (-row[1], order.index(row[0]))))


def _is_german(version: VersionContent) -> bool:
    if version.language:
        return version.language.lower().startswith("de")
    text = " ".join(version.paragraphs)[:_LOOKED_AT]
    return len(_GERMAN.findall(text)) > len(_ENGLISH_OR_FRENCH.findall(text))
