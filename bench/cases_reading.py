"""Are small pages read as their expectations want? Each page shows a fault that readers of news have had.

    python -m bench.cases_reading [--cases FOLDER] [--by-class] [NAME ...]

A folder of cases has an ``expected.json``: case -> ``file``, ``url``, ``content_type``, ``class`` (the kind of fault),
``want``. The first article of the reading must satisfy all of ``want``: ``has`` and ``lacks`` (snippets of its text,
blanks made one), ``order`` (snippets in this order), ``title``, ``date`` (``published_on``; null: none), ``author``,
``akind`` and ``notakind`` (the article's ``kind``); ``kind`` and ``notkind`` are the ``page_kind`` of the reading.
Beside cases stand walls: pages without an article at an article's address. Each must have a problem and no article;
the captures of that article before and after it must be read.

Without names all cases and walls of all folders are read. What is not right is printed with what came instead. Exit
code 1 if anything is not right; 0 without folders, which is said.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.data import BLIND, SHARED
from kaaw_archive import cms, extract

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kaaw_archive.items import Reading

FOLDERS = (SHARED / "cases" / "reading", BLIND / "reading" / "cases")
WALLS = BLIND / "reading" / "walls"


def main() -> None:
    """Read and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="of a case, a class or a wall")
    parser.add_argument("--cases", type=Path, action="append", help="a folder with expected.json")
    parser.add_argument("--walls", type=Path, help="a folder with expected.json and articles.json")
    parser.add_argument("--by-class", action="store_true", help="count by class of fault, and print no faults")
    arguments = parser.parse_args()
    is_all = not arguments.cases and not arguments.walls
    right = [
        show(folder, arguments.names, is_short=arguments.by_class)
        for folder in arguments.cases or (FOLDERS if is_all else ())
    ]
    if walls := arguments.walls or (WALLS if is_all else None):
        right.append(show_walls(walls, arguments.names))
    sys.exit(0 if all(right) else 1)


def show(folder: Path, names: Sequence[str], *, is_short: bool) -> bool:
    """Print the faults of the cases of a folder; return True if there are none."""
    if (cases := loaded(folder, "expected.json")) is None:
        return True
    chosen = {name: case for name, case in cases.items() if not names or name in names or case["class"] in names}
    right, count = Counter[str](), Counter[str]()
    for name, case in chosen.items():
        found = faults(case["want"], read(folder / case["file"], case["url"], case["content_type"]))
        count[case["class"]] += 1
        right[case["class"]] += not found
        if found and not is_short:
            print(f"{name} ({case['class']})", *found, sep="\n    ")
    if is_short:
        for kind in sorted(count):
            print(f"{right[kind]:4} of {count[kind]:3}  {kind}")
    if chosen:
        print(f"{folder}: {right.total()} of {count.total()} right")
    return right.total() == count.total()


def show_walls(folder: Path, names: Sequence[str]) -> bool:
    """Print the walls that were read as an article, and the articles that were not read; True if there are none."""
    walls, articles = loaded(folder, "expected.json"), loaded(folder, "articles.json")
    if walls is None or articles is None:
        return True
    walls = {name: wall for name, wall in walls.items() if not names or name in names}
    articles = {name: article for name, article in articles.items() if not names or name in names}
    versions = unread = 0
    for name, wall in walls.items():
        reading = read(folder / wall["file"], wall["url"])
        if reading.articles or reading.problem is None:
            versions += 1
            print(f"{name} ({wall['what']})\n    {reading.page_kind}, {len(reading.articles)} articles")
    for name, article in articles.items():
        for capture in ("before", "after"):
            want = {key: article[key] for key in ("title", "date", "has")}
            want["has"] = want["has"] + article.get(f"{capture}_has", [])
            want["lacks"] = article.get(f"{capture}_lacks", [])
            if found := faults(want, read(folder / article[capture], article["url"])):
                unread += 1
                print(f"{name}, {capture}", *found, sep="\n    ")
    if walls or articles:
        print(
            f"{folder}: {versions} versions of {len(walls)} walls, {unread} of {2 * len(articles)} captures not right"
        )
    return not versions and not unread


def loaded(folder: Path, file: str) -> dict[str, Any] | None:
    """Return the content of a file of expectations; None, and a line that says so, if it is not there."""
    path = folder / file
    if not path.is_file():
        print(f"skipped: there is no {path}")
        return None
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def read(file: Path, url: str, content_type: str = "text/html; charset=utf-8") -> Reading:
    """Return the reading of a file as a crawl makes it."""
    payload = file.read_bytes()
    return extract.read(payload, url=url, content_type=content_type, system=cms.detect(payload, url))


def faults(want: Mapping[str, Any], reading: Reading) -> list[str]:
    """Return a line for each expectation that a reading does not meet."""
    return list(_faults(want, reading))


def _faults(want: Mapping[str, Any], reading: Reading) -> Iterator[str]:
    article = reading.articles[0] if reading.articles else None
    text = " ".join(article.text.split()) if article else ""
    yield from (f"lacks {snippet!r}" for snippet in want.get("has", ()) if snippet not in text)
    yield from (f"has {snippet!r}" for snippet in want.get("lacks", ()) if snippet in text)
    at = 0
    for snippet in want.get("order", ()):
        place = text.find(snippet, at)
        if place < 0:
            yield f"not in order: {snippet!r}"
            break
        at = place + len(snippet)
    said = {
        "title": article.title if article else None,
        "date": article.published_on if article else None,
        "author": article.author if article else None,
        "akind": article.kind if article else None,
        "kind": reading.page_kind,
    }
    yield from (f"{key}: {said[key]!r}, not {want[key]!r}" for key in said if key in want and said[key] != want[key])
    for key, of in (("notkind", "kind"), ("notakind", "akind")):
        if key in want and said[of] == want[key]:
            yield f"{of}: {said[of]!r}"


if __name__ == "__main__":
    main()
