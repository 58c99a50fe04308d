"""Kinds of edits: one table with the reason and the weight of each, and the rules by which a changed sentence has one.

The significance of an edit is the weight of its weightiest kind, from 0 to 1. Each further kind adds ``FURTHER``, but
no sum reaches the next of ``CLASSES``: a reader who chooses edits by one of them chooses by the weightiest kind.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive.changes import names, spelling
from kaaw_archive.changes.excerpt_places import placed_texts
from kaaw_archive.changes.excerpts import differing_part, excerpt_of_run
from kaaw_archive.changes.number_values import ONES, values, values_of_word
from kaaw_archive.changes.units import are_two_units
from kaaw_archive.changes.vague_numbers import is_other_bound, is_vague_quantity
from kaaw_archive.changes.word_runs import Run, runs
from kaaw_archive.items import EditKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kaaw_archive.changes.plain import Sentence


class KindRule(NamedTuple):
    """Reason for which an edit has a kind, and its significance."""

    reason: str
    weight: float


KINDS: dict[EditKind, KindRule] = {
    EditKind.NUMBERS: KindRule(
        "a number, day or time has another value or unit, is put in or taken out alone, is put in beside other numbers"
        " of its sentence, replaces a vague word",
        0.6,
    ),
    EditKind.NAMES: KindRule(
        "a person, place, body, office or title is another one, is put in or taken out alone or in a list, "
        "gives way to words without a name, or is written otherwise",
        0.55,
    ),
    EditKind.REMOVED: KindRule("a sentence, or a clause of six words and more, is gone", 0.5),
    EditKind.RETITLED: KindRule("the words of the title are others", 0.45),
    EditKind.ADDED: KindRule("a sentence, or a clause of six words and more, is new", 0.4),
    EditKind.WORDING: KindRule("a sentence has other words, or stands at another place", 0.35),
    EditKind.LINKS: KindRule("a link or attachment is new, gone, or leads elsewhere", 0.3),
    EditKind.IMAGES: KindRule(
        "an image that leads to a larger form of itself, or its caption, is new, gone, or another one", 0.2
    ),
    EditKind.TYPO: KindRule("the same words with another letter, sign or ending", 0.1),
    EditKind.METADATA: KindRule("days or marks of change alone are others; or the author or the kicker", 0.1),
}
FURTHER = 0.05
# Least weights of links, of other words or a lost link, and of numbers, names, duties and what was removed.
CLASSES = (0.3, 0.35, 0.5)
MOVED_WEIGHT = 0.15  # of wording that is nothing but another order
OBLIGATION_WEIGHT = 0.7  # of wording that touches what must, may, can or is not

_BELOW = 0.01
_PLACED = frozenset({EditKind.NUMBERS, EditKind.NAMES, EditKind.WORDING})
_CLAUSE_WORDS = 6
_ABSORBED_WORDS = 6  # of other wording beside a number or name of the same sentence
_MOST_FOR_NAME = 3  # words in the place of a full name
_BEFORE_UNIT = 2  # words in front of a unit among which its number is
_TIME = re.compile(r"(\d{1,2})[.:](\d\d)\Z")
_PRONOUNS = frozenset(
    "er sie ihn ihm ihr ihre ihren ihrem ihrer sein seine seinen he she him his her il elle son sa".split()
)
_OBLIGATIONS = frozenset(
    "muss müssen darf dürfen soll sollen sollte sollten kann können könnte könnten will nicht kein keine keinen keiner"
    " nie nur verboten verbot erlaubt zulässig unzulässig pflicht verpflichtet zwingend untersagt must may shall should"
    " can could will would not no never cannot only forbidden prohibited allowed required ban banned mandatory peut"
    " peuvent pourra doit doivent devra ne n pas plus jamais aucun interdit interdite autorisé autorisée obligatoire"
    " toléré définitives".split()
)


@dataclass(frozen=True, slots=True)
class ContentChange:
    """Single change of one kind. ``before`` and ``after`` are quoted; ``note`` names a form of it, such as "moved".

    ``run`` is the place in its sentence.
    """

    kind: EditKind
    paragraph: int = 0
    before: str = ""
    after: str = ""
    note: str = ""
    weight: float | None = None
    run: Run | None = None


def significance(weights: Sequence[float]) -> float:
    """Return the significance of an edit whose kinds have these weights, the weightiest first."""
    total = weights[0] + FURTHER * (len(weights) - 1)
    bound = next((least for least in CLASSES if least > weights[0]), None)
    return round(min(total, 1.0 if bound is None else bound - _BELOW), 2)


def judge_sentence(old: Sentence, new: Sentence, *, is_german: bool) -> list[ContentChange]:
    """Return the kinds of the changes from one form of a sentence to another; none if only one is all in capitals."""
    if _is_in_capitals(old) != _is_in_capitals(new) and old.text.casefold() == new.text.casefold():
        return []
    differing = runs(old.words, new.words)
    found = [
        ContentChange(
            kind,
            new.paragraph,
            *excerpt_of_run(old.words, new.words, run, kind, is_german),
            note="clause" if kind in (EditKind.ADDED, EditKind.REMOVED) else "",
            weight=_weight(kind, old, new),
            run=run,
        )
        for run in differing
        for kind in _kinds_of(old.words, new.words, run, is_german)
    ]
    kinds = {finding.kind for finding in found}
    if EditKind.NUMBERS not in kinds and _has_new_number(old, new):
        found = [ContentChange(EditKind.NUMBERS, new.paragraph, *differing_part(old.words, new.words)), *found]
        kinds.add(EditKind.NUMBERS)
    dropped = set()
    if kinds & {EditKind.NUMBERS, EditKind.NAMES}:
        dropped.add(EditKind.TYPO)
        spoken = [f for f in found if f.kind is EditKind.WORDING]
        if sum(len(f.before.split()) + len(f.after.split()) for f in spoken) <= _ABSORBED_WORDS and not any(
            f.weight for f in spoken
        ):
            dropped.add(EditKind.WORDING)
    elif EditKind.WORDING in kinds:
        dropped.add(EditKind.TYPO)
        found = [f for f in found if f.kind is not EditKind.WORDING] + [_whole(found, old, new)]
    kept = [finding for finding in found if finding.kind not in dropped]
    return [_placed(finding, differing, old.words, new.words, is_german) for finding in kept]


def _placed(
    finding: ContentChange, found: Sequence[Run], old: Sequence[str], new: Sequence[str], is_german: bool
) -> ContentChange:
    """Return a finding with the words around it, if its own do not say what it is about.

    What came or went alone is shown with what went or came beside it.
    """
    run = finding.run
    if run is None or finding.kind not in _PLACED or finding.note:
        return finding
    texts = (finding.before, finding.after)
    before, after = placed_texts(old, new, found, run, finding.kind, texts, is_german=is_german)
    return replace(finding, before=before, after=after)


def _is_in_capitals(sentence: Sentence) -> bool:
    return sentence.text.isupper() and len(sentence.words) > 1


def _has_new_number(old: Sentence, new: Sentence) -> bool:
    """Return True if a sentence with numbers has another one in its new words."""
    before, after = set(values(old.words)), set(values(new.words))
    return bool(before and after - before) and any(value[0].isdigit() for value in after - before)


def is_pronoun(finding: ContentChange) -> bool:
    """Return True for wording that changes nothing but "he" and "she": it goes with a name that was replaced."""
    return finding.kind is EditKind.WORDING and finding.note == "pronoun"


def _kinds_of(old: Sequence[str], new: Sequence[str], run: Run, is_german: bool) -> Iterable[EditKind]:
    """Yield the kinds of one run, by the first rule that holds; a number and a name may change in one run."""
    gone, come = old[run.old_start : run.old_end], new[run.new_start : run.new_end]
    spoken_gone, spoken_come = ([word for word in side if word[0].isalnum()] for side in (gone, come))
    if [word.lower() for word in spoken_gone] == [word.lower() for word in spoken_come]:
        yield EditKind.TYPO
        return
    if _is_same_time(spoken_gone, spoken_come):
        return
    is_number = (
        _is_number(spoken_gone, spoken_come)
        or _is_unit(old[: run.old_start], spoken_gone, spoken_come)
        or is_other_bound(spoken_gone, spoken_come, new[run.new_end :])
    )
    is_name = _is_name(old, new, run, spoken_gone, spoken_come, is_german)
    if is_number:
        yield EditKind.NUMBERS
    if is_name:
        yield EditKind.NAMES
    if is_number or is_name:
        return
    if (numbers := values(spoken_gone)) and sorted(numbers) == sorted(values(spoken_come)):
        yield EditKind.WORDING  # another form of the same value
    elif spelling.is_mended(gone, come, [*old[max(0, run.old_start - 1) : run.old_start], *old[run.old_end :][:1]]):
        yield EditKind.TYPO
    else:
        yield _clause_kind(old, new, spoken_gone, spoken_come)


def _is_same_time(gone: Sequence[str], come: Sequence[str]) -> bool:
    """Return True for a time of day with another sign between hours and minutes: "18:30" and "18.30"."""
    return (
        len(gone) == len(come) == 1
        and gone[0] != come[0]
        and {gone[0], come[0]}
        == {match[1] + sign + match[2] for match in (_TIME.match(gone[0]),) if match for sign in ".:"}
    )


def _clause_kind(old: Sequence[str], new: Sequence[str], gone: Sequence[str], come: Sequence[str]) -> EditKind:
    """Return removed or added for a clause that went or came while the sentence has no other new or lost word."""
    before, after = (Counter(word.lower() for word in side if word[0].isalnum()) for side in (old, new))
    only_before, only_after = (before - after).total(), (after - before).total()
    if not only_after and len(gone) - len(come) >= _CLAUSE_WORDS:
        return EditKind.REMOVED
    return EditKind.ADDED if not only_before and len(come) - len(gone) >= _CLAUSE_WORDS else EditKind.WORDING


def _is_number(gone: Sequence[str], come: Sequence[str]) -> bool:
    """Return True if a number is replaced by another value or a vague one, or comes or goes with nothing else."""
    before, after = sorted(values(gone)), sorted(values(come))
    if before == after:
        return False
    if before and after:
        return True
    other = come if before else gone
    if other:
        return is_vague_quantity(other) or (len(gone) == len(come) == 1 and other[0].lower() in ONES)
    return all(values_of_word(word) for word in (gone or come))


def _is_unit(before: Sequence[str], gone: Sequence[str], come: Sequence[str]) -> bool:
    """Return True if a number stands in front, and its unit is another one."""
    if len(gone) != 1 or len(come) != 1 or not any(values_of_word(word) for word in before[-_BEFORE_UNIT:]):
        return False
    return are_two_units(gone[0], come[0])


def _is_name(
    old: Sequence[str], new: Sequence[str], run: Run, gone: Sequence[str], come: Sequence[str], is_german: bool
) -> bool:
    """Return True if a name is replaced by another one, or comes or goes with nothing else; or a title does."""
    before = _names_between(old, run.old_start, run.old_end, is_german)
    after = _names_between(new, run.new_start, run.new_end, is_german)
    if names.are_two_bodies(gone, come) and not spelling.is_mended(gone, come, ()):
        return True
    if not gone or not come:
        if _is_rank(gone or come, new[run.new_end :] if come else old[run.old_end :], is_german):
            return True
        if all(map(names.is_title, gone or come)):
            return True
        extra = set(before or after)
        return bool(extra) and all(word in extra or names.is_beside_names(word) for word in gone or come)
    if not before or not after:
        return _is_named_in_full(gone, come, before) or _is_named_in_full(come, gone, after)
    if len(before) == len(after) == 1:
        is_same_office = names.is_office(before[0]) and spelling.is_same_word(before[0], after[0])
        return not names.same_title(before[0], after[0]) and not is_same_office
    return True


def _is_named_in_full(named: Sequence[str], bare: Sequence[str], found: Sequence[str]) -> bool:
    """Return True if a full name stands on one side, and a few words without one in its place."""
    is_full = len(found) > 1 and all(word in found or names.is_beside_names(word) for word in named)
    return is_full and len(bare) <= _MOST_FOR_NAME


def _is_rank(extra: Sequence[str], behind: Sequence[str], is_german: bool) -> bool:
    """Return True if words that came or went make another office of the one behind them."""
    ranks = [word for word in extra if names.is_rank(word)]
    if not ranks or len(extra) > len(ranks) + 1 or not behind:
        return False
    return names.is_office(behind[0]) or names.is_name(behind, 0, is_german=is_german)


def _names_between(words: Sequence[str], start: int, end: int, is_german: bool) -> list[str]:
    return [words[at] for at in range(start, end) if names.is_name(words, at, is_german=is_german)]


def _weight(kind: EditKind, old: Sentence, new: Sentence) -> float | None:
    """Return the weight of wording about what must, may or is not; None: that of the kind."""
    if kind is not EditKind.WORDING:
        return None
    before, after = (
        Counter(word.lower() for word in side.words if word.lower() in _OBLIGATIONS) for side in (old, new)
    )
    return OBLIGATION_WEIGHT if before != after else None


def _whole(found: Sequence[ContentChange], old: Sentence, new: Sentence) -> ContentChange:
    """Return the wording of a sentence as one finding."""
    wording = [finding for finding in found if finding.kind is EditKind.WORDING]
    is_pronouns = all({finding.before.lower(), finding.after.lower()} <= _PRONOUNS for finding in wording)
    weight = max((finding.weight for finding in wording if finding.weight), default=None)
    note = "pronoun" if is_pronouns else ""
    if len(wording) == 1:
        return replace(wording[0], note=note, weight=weight)
    return ContentChange(EditKind.WORDING, new.paragraph, *differing_part(old.words, new.words), note, weight)
