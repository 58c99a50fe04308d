"""Damage: an archive with a turned bit or a zeroed sector at random places.

Of each copy the rows of facts and decisions are read as they stand; if one differs from the sound archive, verify must
name something or refuse the file. recover must end, and what it saves must be what was stored.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections import Counter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from tests.archive import damage, flips

if TYPE_CHECKING:
    from types import FrameType

LIMIT_S = 120  # a copy; seconds on a free machine


def too_long(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError


def faults_of(seen: flips.Outcome) -> list[str]:
    """Return what is wrong with what verify and recover did."""
    found = [f"byte {seen.place}: {row} differs from what was stored" for row in seen.wrong[:3]]
    if seen.changed and not seen.is_named:
        found.append(f"byte {seen.place}: {', '.join(sorted(seen.changed))} changed, and verify says nothing")
    return found


def tried(sound: Path, make: flips.Damage, number: int, random: Random) -> tuple[Counter[str], list[str]]:
    """Damage ``number`` copies of an archive; return counts of outcomes, and the faults."""
    counts: Counter[str] = Counter()
    faults: list[str] = []
    whole = sound.read_bytes()
    for _ in range(number):
        place, damaged = make(whole, random)
        signal.alarm(LIMIT_S)
        try:
            seen = flips.outcome(sound, place, damaged, sound.parent / "case")
        except Exception as error:
            faults.append(f"byte {place}: {type(error).__name__}: {error}")
            continue
        finally:
            signal.alarm(0)
        faults += faults_of(seen)
        counts["changed a fact"] += bool(seen.changed)
        counts["of these named"] += bool(seen.changed) and seen.is_named
        counts["named in all"] += seen.is_named
        counts["refused in one line"] += seen.saved is None
        counts["rows saved"] += seen.saved or 0
    return counts, faults


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--bits", type=int, default=200)
    parser.add_argument("--sectors", type=int, default=60)
    parser.add_argument("--seed", type=int, default=14)
    wanted = parser.parse_args()
    signal.signal(signal.SIGALRM, too_long)
    random = Random(wanted.seed)
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        sound = Path(folder) / "archive.db"
        damage.build(sound)
        rows = sum(len(rows) for rows in flips.facts(sound).values())
        print(f"{sound.stat().st_size:,} bytes, {rows} rows of facts and decisions")
        for name, make, number in (
            ("turned bits", flips.turned_bit, wanted.bits),
            ("zeroed sectors", flips.zeroed_sector, wanted.sectors),
        ):
            counts, found = tried(sound, make, number, random)
            faults += found
            print(f"{number} {name}: " + ", ".join(f"{what} {count:,}" for what, count in counts.items()))
    for fault in faults:
        print(f"  {fault}")
    print(f"{len(faults)} faults")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
