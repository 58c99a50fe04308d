"""Quotations in the versions of an article: the place and the words of a quotation in each version, or its absence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kaaw_archive.changes.alignment import content_stems
from kaaw_archive.changes.comparison import sentences_of
from kaaw_archive.changes.plain import words
from kaaw_archive.typography import single_blanks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaaw_archive.changes.plain import Sentence
    from kaaw_archive.items import VersionContent

_LIKE = 0.6  # share of the words of weight of a quotation that its other form has

QuotationState = Literal["there", "changed", "gone"]


@dataclass(frozen=True, slots=True)
class QuotationForm:
    """Text of one version that stands for a quotation. ``sentence`` and ``paragraph`` are None if it is gone.

    ``version`` counts from 0.
    """

    version: int
    state: QuotationState
    sentence: str | None = None
    paragraph: int | None = None


def quotation_changes(text: str, versions: Sequence[VersionContent]) -> list[QuotationForm]:
    """Return what the first version has of a quotation, and each version that has it otherwise or elsewhere."""
    found: list[QuotationForm] = []
    for number, version in enumerate(versions):
        quotation = _in_version(text, number, sentences_of(version))
        if not found or _said(found[-1]) != _said(quotation):
            found.append(quotation)
    return found


def _said(quotation: QuotationForm) -> tuple[str, str | None, int | None]:
    sentence = quotation.sentence if quotation.state == "changed" else None
    return quotation.state, sentence, quotation.paragraph


def _in_version(text: str, number: int, sentences: Sequence[Sentence]) -> QuotationForm:
    wanted = words(single_blanks(text))
    for paragraph in sorted({sentence.paragraph for sentence in sentences}):
        own = [sentence for sentence in sentences if sentence.paragraph == paragraph]
        if _contains([word for sentence in own for word in sentence.words], wanted):
            return QuotationForm(number, "there", text, paragraph)
    stems = content_stems(wanted)
    likest = max(sentences, key=lambda sentence: len(stems & content_stems(sentence.words)), default=None)
    if likest is None or not stems or len(stems & content_stems(likest.words)) < _LIKE * len(stems):
        return QuotationForm(number, "gone")
    return QuotationForm(number, "changed", likest.text, likest.paragraph)


def _contains(spoken: Sequence[str], wanted: tuple[str, ...]) -> bool:
    """Return True if words stand in a text one behind the other; the sign at their end may be another one."""
    wanted = wanted[:-1] if len(wanted) > 1 and not wanted[-1][0].isalnum() else wanted
    return any(tuple(spoken[at : at + len(wanted)]) == wanted for at in range(len(spoken) - len(wanted) + 1))
