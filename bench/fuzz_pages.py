"""Reads thousands of broken pages: does any end in anything but an article or a named problem, or take long?

    python -m bench.fuzz_pages [--pages 10000] [--first 0] [--corpus ../shared/corpus] [--only NUMBER]

The pages are those of the corpus, or of the tests where it is not there, changed by ``bench/mutations.py``. Every 20th
is read twice here and once in another process: its readings must be the same. Exit code 1 where anything is wrong.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from bench.data import SHARED
from bench.mutations import mutated
from kaaw_archive.derive.reading import read_payload

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaaw_archive.items import Reading

ROOT = Path(__file__).parents[1]
URL = "https://www.amt.example/presse/meldung"
LONGEST_S = 5.0
GIVEN_UP_S = 60
_AGAIN = 20  # of so many pages one is read again
_WARM = 1_000  # pages after which memory must no longer grow
_MOST_GROWTH = 1.15


class Stuck(BaseException):
    """A page took so long that it was given up."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--corpus", type=Path, default=SHARED / "corpus")
    parser.add_argument("--only", type=int, help="read this one and say what comes of it")
    parser.add_argument("--digests", action="store_true", help="print the digest of every 20th reading, nothing else")
    args = parser.parse_args()
    pages = sources(args.corpus)
    numbers = range(args.first, args.first + args.pages)
    if args.only is not None:
        numbers = range(args.only, args.only + 1)
    if args.digests:
        for number, digest in digests(numbers, pages):
            print(number, digest)
        return
    sys.exit(1 if run(numbers, pages, args) else 0)


def run(numbers: range, pages: list[bytes], args: argparse.Namespace) -> bool:
    """Reads them all and says what was found; True where something is wrong."""
    signal.signal(signal.SIGPROF, _give_up)
    problems: Counter[str] = Counter()
    slow: list[tuple[float, int, str]] = []
    wrong: list[str] = []
    resident = {}
    begun = time.monotonic()
    for count, number in enumerate(numbers, 1):
        payload, done = mutated(number, pages)
        seconds, said = timed(payload)
        problems[said] += 1
        slow = sorted([*slow, (seconds, number, f"{done} ({len(payload)} bytes)")], reverse=True)[:10]
        if said.startswith(("raised", "stuck", "extraction_failed")):
            wrong.append(f"{number}: {said}: {done}")
            print(wrong[-1], flush=True)
        if count % _WARM == 0 or count == len(numbers):
            resident[count] = resident_mb()
            print(f"{count} pages, {time.monotonic() - begun:.0f} s, {resident[count]} MB", flush=True)
    print(f"{len(numbers)} pages in {time.monotonic() - begun:.0f} s, made of {len(pages)}")
    for said, count in problems.most_common():
        print(f"  {count:6} {said}")
    print("slowest:", *(f"\n  {seconds:6.2f} s  {number}: {done}" for seconds, number, done in slow))
    print("resident MB after so many pages:", resident)
    wrong += [f"{number}: {seconds:.1f} s: {done}" for seconds, number, done in slow if seconds > LONGEST_S]
    if len(numbers) > _WARM and resident[len(numbers)] > _MOST_GROWTH * resident[_WARM]:
        wrong.append(f"memory grew: {resident}")
    wrong += impure(numbers, pages, args)
    print(*(wrong or ["nothing wrong"]), sep="\n")
    return bool(wrong)


def timed(payload: bytes) -> tuple[float, str]:
    """How long a page took in CPU seconds, and what came of it."""
    begun = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, GIVEN_UP_S)
    try:
        said = name_of(read_payload(payload, URL, "text/html"))
    except Stuck:
        said = "stuck"
    except Exception as error:
        said = f"raised {type(error).__name__}: {error}"[:200]
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return time.process_time() - begun, said


def name_of(reading: Reading) -> str:
    """The page kind or problem; extraction_failed with the error that it hides."""
    if reading.problem is None:
        return reading.page_kind
    error = reading.options.get("error")
    return f"{reading.problem}: {error}" if error else reading.problem


def digests(numbers: range, pages: list[bytes]) -> Iterator[tuple[int, str]]:
    """The readings of every 20th page, as digests."""
    for number in numbers[::_AGAIN]:
        yield (
            number,
            hashlib.sha256(repr(read_payload(mutated(number, pages)[0], URL, "text/html")).encode()).hexdigest(),
        )


def impure(numbers: range, pages: list[bytes], args: argparse.Namespace) -> list[str]:
    """Pages whose reading differs, read again here in the other order, and in another process."""
    command = [sys.executable, "-m", "bench.fuzz_pages", "--digests", "--corpus", str(args.corpus)]
    command += ["--pages", str(len(numbers)), "--first", str(numbers.start)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    theirs = dict(line.split() for line in ran.stdout.splitlines())
    ours = {str(number): digest for number, digest in digests(numbers[::-_AGAIN][::-1], pages)}
    again = {str(number): digest for number, digest in digests(numbers, pages)}
    print(f"read again in another process and here: {len(theirs)} pages")
    different = {number for number, digest in again.items() if theirs.get(number) != digest}
    different |= {number for number, digest in ours.items() if again.get(number, digest) != digest}
    return [f"{number}: read differently" for number in sorted(different, key=int)]


def sources(corpus: Path) -> list[bytes]:
    """The pages to break, in a fixed order."""
    found = [gzip.decompress(path.read_bytes()) for path in sorted((corpus / "pages").glob("*.html.gz"))]
    return found or [path.read_bytes() for path in sorted((ROOT / "tests").rglob("*.html"))]


def resident_mb() -> int:
    """Resident memory of this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 // 1_000_000


def _give_up(_signal: int, _frame: object) -> None:
    raise Stuck


if __name__ == "__main__":
    main()
