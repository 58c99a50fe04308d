"""The set of links with known truth, judged by us and by public link checkers where they are installed: kind by kind.

A public checker knows broken and not broken; it is right where it says what a reader would. Ours must name the very
verdict. ``--lychee``, ``--linkchecker`` and ``--linkinator`` name the programs; those in PATH are found.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.linkcheck.linkset.checked import Visits
from tests.linkcheck.linkset.servers import LinkSet

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.linkcheck.linkset.kinds import Link

TIMEOUT_S = 6  # the same for all, ours included


@dataclass(frozen=True)
class Judged:
    """What a program made of the set: which links it is right about, requests that the servers saw, seconds."""

    right: dict[str, bool]
    requests: int
    seconds: float


def ours(linkset: LinkSet, folder: Path) -> Judged:
    visits = Visits(linkset, folder)
    visits.crawl_articles()
    began = time.monotonic()
    visits.visit("linkcheck", 0.0)
    seconds = time.monotonic() - began
    result = visits.result()
    for line in result.wrong(linkset.links.links):
        print(f"  wrong: {line}")
    right = {
        link.url: (row := result.rows.get(link.url)) is not None and row.verdict in link.verdicts
        for link in linkset.links.links
    }
    return Judged(right, result.requests, seconds)


def other(linkset: LinkSet, command: list[str], broken: Callable[[str], set[str]]) -> Judged:
    """A public checker on the page with all links; ``broken`` reads from its output what it complains of."""
    linkset.is_now = True
    linkset.forget()
    env = os.environ | {"SSL_CERT_FILE": str(linkset.ca_file), "NODE_EXTRA_CA_CERTS": str(linkset.ca_file),
                        "REQUESTS_CA_BUNDLE": str(linkset.ca_file)}  # fmt: skip
    began = time.monotonic()
    ran = subprocess.run(command, capture_output=True, text=True, env=env, timeout=300, check=False)
    seconds = time.monotonic() - began
    said = broken(ran.stdout)
    right = {link.url: (_plain(link.url) in said) == link.is_broken for link in linkset.links.links}
    return Judged(right, len(linkset.requests()), seconds)


def _plain(url: str) -> str:
    from urllib.parse import quote

    return quote(url, safe="/:?#=%~,&;")


def lychee(linkset: LinkSet, program: str, folder: Path) -> Judged:
    def broken(output: str) -> set[str]:
        told = json.loads(output[output.index("{") :])
        maps = [told.get(name, {}) for name in ("error_map", "fail_map", "timeout_map")]
        return {_plain(entry["url"]) for one in maps for entries in one.values() for entry in entries}

    command = [program, "--format", "json", "--no-progress", "--include-fragments", "--timeout", str(TIMEOUT_S)]
    return other(linkset, [*command, linkset.all_in_one()], broken)


def linkchecker(linkset: LinkSet, program: str, folder: Path) -> Judged:
    def broken(output: str) -> set[str]:
        lines = [line for line in output.splitlines() if not line.startswith("#")]
        rows = csv.DictReader(lines, delimiter=";")
        return {_plain(row["url"] or row["urlname"]) for row in rows if row.get("valid") == "False"} | {
            _plain(row["urlname"]) for row in csv.DictReader(lines, delimiter=";") if row.get("valid") == "False"
        }

    config = folder / "linkcheckerrc"
    config.write_text(f"[checking]\ntimeout={TIMEOUT_S}\nsslverify={linkset.ca_file}\n")
    command = [program, "-f", str(config), "--no-status", "-r1", "--check-extern", "-o", "csv", linkset.all_in_one()]
    return other(linkset, command, broken)


def linkinator(linkset: LinkSet, program: str, folder: Path) -> Judged:
    def broken(output: str) -> set[str]:
        told = json.loads(output[output.index("{") :])
        return {_plain(one["url"]) for one in told["links"] if one["state"] == "BROKEN"}

    command = [program, linkset.all_in_one(), "--format", "json", "--timeout", str(TIMEOUT_S * 1000)]
    return other(linkset, [*command, "--check-fragments"], broken)


OTHERS = {"lychee": lychee, "linkchecker": linkchecker, "linkinator": linkinator}


def matrix(links: list[Link], judged: dict[str, Judged]) -> None:
    """A line a kind: how many links each program is right about."""
    kinds: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        kinds[link.kind].append(link)
    width = max(map(len, kinds)) + 2
    print("kind".ljust(width) + "links".rjust(6) + "".join(name.rjust(13) for name in judged))
    whole = dict.fromkeys(judged, 0)
    for kind, some in kinds.items():
        counts = {name: sum(one.right[link.url] for link in some) for name, one in judged.items()}
        for name, count in counts.items():
            whole[name] += count == len(some)
        print(kind.ljust(width) + str(len(some)).rjust(6) + "".join(str(count).rjust(13) for count in counts.values()))
    print("kinds all right".ljust(width) + str(len(kinds)).rjust(6) + "".join(str(n).rjust(13) for n in whole.values()))
    totals = [sum(one.right.values()) for one in judged.values()]
    print("links right".ljust(width) + str(len(links)).rjust(6) + "".join(str(total).rjust(13) for total in totals))
    asked = [f"{one.requests / len(links):.2f}" for one in judged.values()]
    print("requests a link".ljust(width) + "".rjust(6) + "".join(text.rjust(13) for text in asked))
    print("seconds".ljust(width) + "".rjust(6) + "".join(f"{one.seconds:.0f}".rjust(13) for one in judged.values()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in OTHERS:
        parser.add_argument(f"--{name}", default=shutil.which(name), metavar="PATH")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary, LinkSet(Path(temporary) / "set") as linkset:
        folder = Path(temporary)
        judged = {"kaaw": ours(linkset, folder)}
        for name, run in OTHERS.items():
            program = getattr(args, name)
            if not program:
                print(f"{name} is not installed: left out")
                continue
            try:
                judged[name] = run(linkset, program, folder)
            except (ValueError, KeyError, subprocess.TimeoutExpired) as error:
                print(f"{name} cannot be read: {error!r}")
        matrix(linkset.links.links, judged)
        if not all(judged["kaaw"].right.values()):
            raise SystemExit(1)


if __name__ == "__main__":
    main()
