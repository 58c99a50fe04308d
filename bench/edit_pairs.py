"""How well edits are judged: kinds, silence and significance of labelled pairs, and noise or bad captures called edits.

Needs a file of pairs (id, language, before, after, kinds, is_silent, significance; a version with title, kicker, lead,
published_on, modified_on, mark, paragraphs, links, images, attachments). A third of the pairs, by the digest of their
ids, is put aside.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import thirds
from kaaw_archive.changes import compare
from tests.changes.pairs import content_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaaw_archive.items import Edit

Pair = dict[str, Any]
NO_EDIT = frozenset({"noise", "bad_capture"})
LEVELS = ("low", "middle", "high")


@dataclass(frozen=True, slots=True)
class Judged:
    """Pair with what our comparison says of it; ``edit`` is None if it says that nothing was edited."""

    id: str
    wanted: frozenset[str]
    is_silent: bool | None
    level: str
    edit: Edit | None

    @property
    def is_edit(self) -> bool:
        """True if people say that it is an edit."""
        return not self.wanted & NO_EDIT

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(map(str, self.edit.kinds)) if self.edit else frozenset()

    @property
    def is_near(self) -> bool:
        """True if the significance is at most a step of three from the label."""
        if self.edit is None or self.level not in LEVELS:
            return False
        return abs(min(2, int(self.edit.significance * 3)) - LEVELS.index(self.level)) <= 1

    @property
    def has_right_silence(self) -> bool:
        return self.edit is not None and self.edit.is_silent == self.is_silent


def judged(pair: Pair) -> Judged:
    """Compare the two versions of a pair."""
    versions = (content_of(pair[side], pair["language"]) for side in ("before", "after"))
    edit = compare(*versions).edit
    return Judged(pair["id"], frozenset(pair["kinds"]), pair["is_silent"], pair.get("significance", ""), edit)


def report(rows: Sequence[Judged], *, is_named: bool) -> None:
    """Print the shares that are right, and what is missed and taken too much of each kind."""
    edits, others = [row for row in rows if row.is_edit], [row for row in rows if not row.is_edit]
    called = [row for row in others if row.edit is not None]
    right = {
        "kinds right": [row for row in edits if row.kinds == row.wanted],
        "is_silent right": [row for row in edits if row.has_right_silence],
        "significance within a step": [row for row in edits if row.is_near],
    }
    for name, those in right.items():
        print(f"{len(those):4} of {len(edits):4} ({len(those) / max(1, len(edits)):.3f})  {name}")
    print(f"{len(called):4} of {len(others):4}          noise or bad captures called an edit")
    for name, kinds in (
        ("missed", Counter(kind for row in edits for kind in row.wanted - row.kinds)),
        ("too much", Counter(kind for row in edits for kind in row.kinds - row.wanted)),
        ("called an edit", Counter(kind for row in called for kind in row.wanted)),
    ):
        for kind, number in kinds.most_common():
            print(f"  {name}: {number:3}  {kind}")
    for row in rows if is_named else ():
        if row in called or (row.is_edit and (row.kinds != row.wanted or not row.has_right_silence)):
            said = f"{row.edit.is_silent} {row.edit.sentence}" if row.edit else ""
            print(f"    {row.id}: {sorted(row.wanted)} {row.is_silent}; ours {sorted(row.kinds)} {said}")


def main() -> None:
    """Print how well the pairs of a file are judged."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path, help="JSON file of pairs")
    thirds.add_option(parser)
    parser.add_argument("--names", action="store_true", help="name the pairs that are judged otherwise")
    given = parser.parse_args()
    pairs = json.loads(given.pairs.read_text(encoding="utf-8"))
    chosen = thirds.chosen(pairs, given.third, lambda pair: str(pair["id"]))
    report([judged(pair) for pair in chosen], is_named=given.names)


if __name__ == "__main__":
    main()
