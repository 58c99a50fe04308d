"""Lives of sentences: the first and the last version of each, and the sentence that it replaced."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaaw_archive.changes.alignment import align
from kaaw_archive.changes.comparison import sentences_of
from kaaw_archive.typography import as_written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaaw_archive.changes.plain import Sentence
    from kaaw_archive.items import VersionContent


@dataclass(slots=True)
class SentenceLife:
    """Life of one sentence. ``first`` and ``last`` count versions from 0; ``is_there``: the last version has it.

    ``text`` is as its last version has it, with single blanks.
    ``replaced`` is the sentence of which it is another form, None if it is new.
    ``place`` is the place of the sentence in its last version, from 0.
    """

    text: str
    first: int
    last: int
    place: int
    replaced: str | None = None
    is_there: bool = True


def sentence_lives(versions: Sequence[VersionContent]) -> list[SentenceLife]:
    """Return the lives of all sentences of the versions of an article, in the order of the text.

    A sentence that vanished stands where it was. One that moved is the same; one that came back has a second life.
    """
    texts = [sentences_of(version) for version in versions]
    ended: list[SentenceLife] = []
    living: list[tuple[Sentence, SentenceLife]] = []
    for number, text in enumerate(texts):
        replaced = _replaced([sentence for sentence, _ in living], text)
        known: dict[tuple[str, ...], list[SentenceLife]] = defaultdict(list)
        for sentence, life in reversed(living):
            known[sentence.words].append(life)
        living = []
        for sentence in text:
            lives = known[sentence.words]
            before = replaced.get(sentence.place)
            life = lives.pop() if lives else SentenceLife(sentence.text, number, number, sentence.place, before)
            life.last, life.place = number, sentence.place
            living.append((sentence, life))
        ended += [life for lives in known.values() for life in lives]
    for life in ended:
        life.is_there = False
    written = [" ".join(" ".join(version.paragraphs).split()) for version in versions]
    for life in (*ended, *(life for _, life in living)):
        life.text = as_written(life.text, written[life.last])
        life.replaced = life.replaced and as_written(life.replaced, written[life.first - 1])
    return sorted([*(life for _, life in living), *ended], key=lambda life: (life.place, life.first))


def _replaced(old: Sequence[Sentence], new: Sequence[Sentence]) -> dict[int, str]:
    """Return the former texts of changed sentences by their new places."""
    return {after.place: before.text for before, after in align(old, new).changed}
