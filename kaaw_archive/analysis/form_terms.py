"""Terms of a form as the archive stores them, for programs that need no dictionary to know them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FormTerms:
    """Terms of a form, folded: its lemma, other lemmas that it may be of, parts, and bases of derivations.

    The first ``pieces`` of the parts are the two or more words that the compound is made of; the others are in these.
    """

    lemma: str
    others: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    pieces: int = 0

    def to_text(self) -> str:
        """Return the terms as the archive stores them."""
        fields = (self.lemma, " ".join(self.others), " ".join(self.parts), " ".join(self.bases), str(self.pieces or ""))
        return ";".join(fields).rstrip(";")

    @classmethod
    def from_text(cls, text: str) -> FormTerms:
        """Return the terms that :meth:`to_text` wrote."""
        lemma, others, parts, bases, pieces = (*text.split(";"), "", "", "", "")[:5]
        return cls(lemma, tuple(others.split()), tuple(parts.split()), tuple(bases.split()), int(pieces or 0))

    @property
    def weak(self) -> tuple[str, ...]:
        """Terms that count less than the lemma."""
        return (*self.others, *self.parts, *self.bases)
