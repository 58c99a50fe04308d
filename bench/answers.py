"""Answers over the wire: 1,000 whole ones, whose bytes must be exact, and 400 cut or changed, of which none is a page.

Twenty hosts on loopback give them, in all mixtures of codings, framings, statuses and bodies of tests/hostile/wire.py.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack, closing
from pathlib import Path
from random import Random

from bench.processes import OURS, crawl_command, measure
from kaaw_archive.archive.connect import open_for_reading
from tests.hostile import wire
from tests.hostile.servers import listening

HOSTS = [f"127.0.1.{number}" for number in range(40, 60)]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--whole", type=int, default=1_000)
    parser.add_argument("--damaged", type=int, default=400)
    parser.add_argument("--seed", type=int, default=14)
    wanted = parser.parse_args()
    random = Random(wanted.seed)
    answers = [*wire.whole(random, wanted.whole), *wire.damaged(random, wanted.damaged)]
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as stack:
        folder = Path(temporary)
        origins = [stack.enter_context(listening(wire.serving(answers), host)) for host in HOSTS]
        urls = {f"{origins[number % len(origins)]}/{number}": answer for number, answer in enumerate(answers)}
        listed, archive = folder / "urls.txt", folder / "archive.db"
        listed.write_text("".join(f"{url}\n" for url in urls))
        ran = measure(crawl_command(listed, archive, settings={"RETRY_TIMES": 0}), folder, OURS)
        with closing(open_for_reading(archive)) as db:
            faults = wire.faults(db, urls)
            errors = Counter(row["error"] or "no error" for row in db.execute(wire.KEPT))
    print(f"{wanted.whole} whole and {wanted.damaged} damaged answers in {ran.seconds:.0f} s: {dict(errors)}")
    for line in faults[:40]:
        print(f"  {line}")
    print(f"{len(faults)} faults")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
