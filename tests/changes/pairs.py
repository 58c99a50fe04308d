"""Pairs of invented versions with the labels that somebody gave them before there was a rule.

A line of pairs.jsonl has one pair: ``before``, and of ``after`` what is not as before. ``capture`` is a label, too.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kaaw_archive.items import ContentImage, ContentLink, VersionContent

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE = Path(__file__).with_name("pairs.jsonl")
_NOT_AN_EDIT = {"noise", "bad_capture"}


@dataclass(frozen=True)
class Pair:
    """Two versions and their labels; ``kinds`` is empty and ``is_silent`` None if they are no edit."""

    id: str
    before: VersionContent
    after: VersionContent
    kinds: frozenset[str]
    is_silent: bool | None
    is_noise: bool
    level: str


def pairs() -> list[Pair]:
    """Return all pairs."""
    return [_pair(json.loads(line)) for line in _FILE.read_text(encoding="utf-8").splitlines()]


def _pair(row: Mapping[str, Any]) -> Pair:
    return Pair(
        id=row["id"],
        before=content_of(row["before"], row["language"]),
        after=content_of(row["before"] | row["after"], row["language"]),
        kinds=frozenset(row["kinds"]) - _NOT_AN_EDIT,
        is_silent=row["is_silent"],
        is_noise="noise" in row["kinds"],
        level=row["significance"],
    )


def content_of(version: Mapping[str, Any], language: str) -> VersionContent:
    """Return a version as an archive has it: lead and mark of change are paragraphs of its text."""
    lead, mark = (version.get(name) for name in ("lead", "mark"))
    paragraphs = [*([lead] if lead else []), *version.get("paragraphs", ()), *([mark] if mark else [])]
    links, attachments = (
        tuple(ContentLink(link["href"], link["text"]) for link in version.get(name) or ())
        for name in ("links", "attachments")
    )
    return VersionContent(
        title=version["title"] or "",
        paragraphs=tuple(paragraphs),
        kicker=version.get("kicker"),
        published_on=version.get("published_on"),
        modified_on=version.get("modified_on"),
        language=language,
        url=version.get("url") or "",
        links=links,
        attachments=attachments,
        images=tuple(ContentImage(image["src"], image["caption"]) for image in version.get("images") or ()),
    )
