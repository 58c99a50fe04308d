"""Records of works: what a look says of an article, and evidence that two articles are one text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SignKind = Literal["absent", "redirected", "unreachable"]
EvidenceRule = Literal["redirect", "canonical", "renaming", "same_text", "like_text"]


@dataclass(frozen=True, slots=True)
class Sign:
    """Sign of one capture that an article is not at its address; ``rule`` names what the capture shows."""

    kind: SignKind
    rule: str


@dataclass(frozen=True, slots=True)
class WorkEvidence:
    """Evidence that two articles are one text, with a confidence from 0 to 1; ``proof`` are ids of captures."""

    article_id: int
    other_article_id: int
    rule: EvidenceRule
    confidence: float
    reason: str
    proof: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WorkEvent:
    """Change of an article that follows from its work: it is new, has left its address, or is back.

    It happened after ``after_at`` (None: unknown) and at ``before_at`` or before; ``known_at`` is the time of the last
    of the captures that prove it (``proof``, their ids). ``to_article_id`` is the article that it moved to.
    ``quotation_form`` is what stands in the place of a ``quotation`` that has changed; None if it is gone.
    """

    kind: Literal["new", "withdrawn", "moved", "returned", "unlisted", "relisted", "quotation_changed"]
    article_id: int
    after_at: str | None
    before_at: str
    known_at: str
    proof: tuple[int, ...]
    rule: str
    to_article_id: int | None = None
    snapshot_id: int | None = None
    quotation: str | None = None
    quotation_form: str | None = None


@dataclass(frozen=True, slots=True)
class FoundWork:
    """One text of a publisher: its articles with their states and the articles that they moved to, and its events."""

    key: str
    source: str
    title: str
    published_on: str | None
    first_seen_at: str
    last_seen_at: str
    news_since_at: str | None
    state: Literal["live", "unlisted", "withdrawn", "moved"]
    current_article_id: int | None
    articles: tuple[tuple[int, str, int | None], ...]  # id, state, id of the article that it moved to
    events: tuple[WorkEvent, ...]
    evidence: tuple[WorkEvidence, ...]
