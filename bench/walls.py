"""Are pages in front of others told from honest pages that look like them, in every way in which a link meets them?

    python -m bench.walls FOLDER [--third rest|aside] [--shown] [NAME ...]

The folder has an ``expected.json``: name -> ``file``, ``url``, ``kind`` (wall or honest), ``what`` (kind of wall),
``status``, ``title``, and where there is one ``before``, a file with what stood at the address earlier, with its
``before_title``, and ``redirect_from``, an address that leads to the page. ``--third aside`` takes the names whose
SHA-256 is divisible by three, ``rest`` the others. Each page is judged as watched (its address alone), as cited (by its
headline), as captured before (after its earlier page), and as the target of a redirect. A wall is right where the
verdict blames nobody; broken is a verdict that blames. Exit code 1 if a wall is broken or an honest page blamed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bench import thirds
from kaaw_archive import urls
from kaaw_archive.derive.reading import read_payload
from kaaw_archive.extract.page_features import inspect_page
from kaaw_archive.items import CitedPage, Hop, Probe
from kaaw_archive.linkrot.rules import judge
from kaaw_archive.verdicts import Verdict
from kaaw_archive.wordings.title_match import slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kaaw_archive.items import Judgement, PageFeatures

HTML = "text/html; charset=utf-8"
WAYS = ("watched", "cited", "captured before", "redirect target")
CLASSES = {
    **dict.fromkeys((Verdict.BLOCKED, Verdict.LOGIN, Verdict.UNKNOWN, Verdict.ROBOTS_DENIED, Verdict.LEGAL), "wall"),
    **dict.fromkeys((Verdict.OK, Verdict.MOVED, Verdict.DRIFTED, Verdict.FRAGMENT_LOST), "page"),
}
_DAY, _EARLIER = "2026-02-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z"


class Page(NamedTuple):
    """A page of a set with its bytes, and those of the page that stood at its address earlier."""

    name: str
    facts: dict[str, Any]
    body: bytes
    before: bytes | None


class Row(NamedTuple):
    """Result of a page in one way: wall, page or broken."""

    page: Page
    way: str
    found: str
    judgement: Judgement


def main() -> None:
    """Judge and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", metavar="NAME", help="of a page; without, all")
    thirds.add_option(parser)
    parser.add_argument("--shown", action="store_true", help="print each miss with its reason")
    arguments = parser.parse_args()
    pages = pages_of(arguments.folder, arguments.third, arguments.names)
    rows = [row for page in pages for row in rows_of(page)]
    for way in WAYS:
        print(line_of(way, [row for row in rows if row.way == way]))
    print(read_line(pages))
    misses = [row for row in rows if is_miss(row)]
    by_kind = Counter((row.page.facts.get("what") or "honest", row.found) for row in misses)
    for (what, found), count in sorted(by_kind.items()):
        print(f"  {what} called {found}: {count}")
    for row in misses if arguments.shown else ():
        print(f"    {row.page.name}, {row.way}: {row.found} by {row.judgement.rule}: {row.judgement.reason[:160]}")
    is_blamed = any(row.found == "broken" for row in rows)
    sys.exit(1 if is_blamed else 0)


def pages_of(folder: Path, third: str | None = None, names: Sequence[str] = ()) -> list[Page]:
    """Return the chosen pages of a folder; ``third``: rest, aside, or None for all."""
    expected: dict[str, dict[str, Any]] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    chosen = []
    for name, facts in thirds.chosen(expected.items(), third, lambda item: item[0]):
        if names and name not in names:
            continue
        before = (folder / "pages" / Path(facts["before"]).name).read_bytes() if "before" in facts else None
        chosen.append(Page(name, facts, (folder / facts["file"]).read_bytes(), before))
    return chosen


def rows_of(page: Page) -> Iterator[Row]:
    """Yield how a page is judged in each way that its facts allow."""
    for way in WAYS:
        probe = probe_of(page, way)
        if probe is not None:
            judgement = judge(probe)
            yield Row(page, way, CLASSES.get(judgement.verdict, "broken"), judgement)


def probe_of(page: Page, way: str) -> Probe | None:
    """Return what a check sees of a page in this way; None where the facts name no earlier page or no redirect."""
    facts, url = page.facts, page.facts["url"]
    cited = url if way == "watched" else facts.get("redirect_from", url)
    is_led = way == "redirect target"
    if (is_led and urls.key(cited) == urls.key(url)) or (way == "captured before" and page.before is None):
        return None
    earlier = features_of(page.before, cited) if way == "captured before" and page.before is not None else None
    now = features_of(page.body, url, earlier)
    status = facts.get("status", 200)
    hops = (Hop(url=cited, status=302, location=url), Hop(url=url, status=status))
    return Probe(
        link_url=cited if is_led else url, checked_at=_DAY, hops=hops if is_led else hops[1:], final_url=url,
        status=status, page=now, media_type="text/html", body_bytes=len(page.body),
        anchor_texts=(headline_of(page),) if way == "cited" else (),
        cited=None if earlier is None else CitedPage(
            captured_at=_EARLIER, url=cited, medium="html", capture="a", title=earlier.title,
            is_listing=earlier.page_kind == "listing", text_characters=earlier.text_characters,
        ),
        similarity=now.containment if earlier is not None else None,
    )  # fmt: skip


def features_of(body: bytes, url: str, earlier: PageFeatures | None = None) -> PageFeatures:
    """Return the features of a page, with its likeness to an earlier one."""
    return inspect_page(body, url=url, content_type=HTML, earlier=earlier.minhash if earlier else ())


def headline_of(page: Page) -> str:
    """Return the words by which others cite a page: its headline, or for a wall those of what was there before."""
    facts = page.facts
    if before := facts.get("before_title"):
        return str(before)
    return str(facts["title"]) if facts["kind"] == "honest" else slug(facts.get("redirect_from", facts["url"]))


def is_miss(row: Row) -> bool:
    """Return True if a wall is called something else, or an honest page anything but a page."""
    return row.found != ("wall" if row.page.facts["kind"] == "wall" else "page")


def line_of(way: str, rows: Sequence[Row]) -> str:
    """Return the counts of one way in a line."""
    walls = Counter(row.found for row in rows if row.page.facts["kind"] == "wall")
    honest = Counter(row.found for row in rows if row.page.facts["kind"] == "honest")
    right, count, pages = walls["wall"], walls.total(), honest.total()
    share = f" ({right / count:.3f})" if count else ""
    called = f" ({honest['wall'] / pages:.3f})" if pages else ""
    return (
        f"{way:<16} walls right {right} of {count}{share}, broken {walls['broken']};"
        f" honest called a wall {honest['wall']} of {pages}{called}, broken {honest['broken']}"
    )


def read_line(pages: Sequence[Page]) -> str:
    """Return how many walls and honest pages are read as articles."""
    read: Counter[str] = Counter()
    for page in pages:
        reading = read_payload(page.body, page.facts["url"], HTML)
        read[page.facts["kind"]] += bool(reading.articles) and reading.problem is None
    kinds = Counter(page.facts["kind"] for page in pages)
    return f"read as articles: walls {read['wall']} of {kinds['wall']}, honest {read['honest']} of {kinds['honest']}"


if __name__ == "__main__":
    main()
