"""Pages from which the weights of the signs of pages in front of others are fitted: walls, honest pages, errors."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import tarfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urldefrag, urljoin

from bench.data import BLIND, SHARED
from bench.folding import is_aside
from kaaw_archive import urls
from kaaw_archive.extract import front_scores, front_signs, front_words, offer_signs
from kaaw_archive.extract.front_parts import read_front
from kaaw_archive.extract.front_scores import is_whole, leads_to_texts
from kaaw_archive.extract.html import trees
from kaaw_archive.extract.html.decoding import decode
from kaaw_archive.extract.page_features import words_of
from kaaw_demo.world import World
from tests.extract.framed_walls import framed
from tests.extract.test_walls import FRAMES as WALL_FRAMES
from tests.linkcheck.linkset.frames import FRAMES
from tests.linkcheck.linkset.texts import UNKNOWN_ERRORS
from tests.linkrot.wordings import WORDINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests" / "extract"
_NAMES = ("walls18", "walls18b", "walls18c", "walls18h", "walls18j")
WALLS = {name: next(filter(Path.is_dir, (TESTS / name, BLIND / name)), None) for name in _NAMES}
# "Let us know you’re human" is all that was captured; a cookie notice beside a text that only data hold
LEFT_OUT = ("wxb-4352", "cases/sd-nested", "faults/sd-nested")
OFFERS = ("paywall", "registration", "newsletter", "metered", "blurred", "professional", "law database")
_PARAGRAPH, _LONG = re.compile(rb"<p[^>]*>([^<]{40,})"), 4_500  # characters of paragraphs: no short main part
_MOST_BYTES = 400_000
_DEMO_DAYS, _ASKED, _OF_A_KIND = (2, 6, 12, 20), 700, 12
_OF_A_SITE = 80  # pages


class Example(NamedTuple):
    """A page with its host and kind (front, offer, error, honest, or plain: honest in a few lines), and its signs.

    ``is_led``: no end is asked of a page whose labels lead to several texts. ``source`` is the set that it is of.
    """

    name: str
    host: str
    kind: str
    is_known: bool
    front: dict[str, bool]
    offer: dict[str, bool]
    words: frozenset[str]
    is_led: bool = False
    source: str = ""


def all_examples(corpora: Sequence[Path]) -> list[Example]:
    """Return the examples of the tests, of the demo, and of the corpora and sites, each once."""
    found = (*of_tests(), *of_demo(), *of_corpora(corpora), *of_sites(SHARED / "real-sites"))
    return list({(one.source, one.name): one for one in found if one is not None}.values())


def example(name: str, url: str, payload: bytes, kind: str, source: str = "") -> Example | None:
    """Return a page as an example; None if its main part is not short."""
    tree = trees.parse_tree(decode(payload, "text/html"))
    if tree is None or name in LEFT_OUT:
        return None
    page = words_of(tree, url)
    if (page.own_characters or 0) > offer_signs.MOST_CHARACTERS:
        return None
    if any(one.kind in ("needs_script", "server_default") for one in page.notices):
        return None
    if kind == "wall":
        kind = "offer" if any(one.kind == "paywall" for one in page.notices) else "front"
    is_known = any(
        one.kind in ("absence", "failure") and one.form != "signs" for one in page.notices
    )  # and then no score is asked
    front = read_front(tree)
    if not is_whole(front, page.own_characters or 0):
        return None
    of_offer = offer_signs.of_offer(front, is_paid=page.is_paid, evidence=page.article_evidence)
    if kind == "front" and not front.lines and not front.fields:
        return None
    if front_signs.writes_to_somebody(front):
        return None
    of_front = front_scores.signs_of(tree, front, page, url, of_offer)
    site, is_led = urls.site(url), leads_to_texts(front)
    words = front_words.words_of(front, page.title or "")
    return Example(name, site, kind, is_known, of_front, of_offer, words, is_led, source)


def of_tests() -> Iterator[Example | None]:
    """Yield the examples of the tests."""
    for folder in filter(None, WALLS.values()):
        yield from of_walls(folder)
    for one in framed():
        kind = "honest" if one.kind == "honest" else "offer" if any(w in one.what for w in OFFERS) else "front"
        yield example(one.name, one.url, one.body, kind)
    folder = TESTS / "walls"
    for name, case in json.loads((folder / "expected.json").read_text("utf-8")).items():
        kind = "offer" if name.startswith("paywall") else "front"
        yield example(f"walls/{name}", f"https://{name}.example/", (folder / case["file"]).read_bytes(), kind)
    pages = json.loads((TESTS / "walls_and_news.json").read_text("utf-8"))
    for kind in ("walls", "news"):
        for number, (title, body) in enumerate(pages[kind]):
            for frame, (above, below) in WALL_FRAMES.items():
                page = (
                    f'<html><head><meta charset="utf-8"><title>{title}</title></head><body>{above}{body}{below}</body>'
                )
                name, url = f"{kind} {number} {title} {frame}", f"https://w{number}.example/"
                yield example(name, url, page.encode(), "wall" if kind == "walls" else "plain")
    for case in sorted((TESTS / "pages").iterdir()):
        want = json.loads((case / "expected.json").read_text("utf-8"))
        if want["page_kind"] == "article":
            yield example(f"pages/{case.name}", want["url"], (case / "page.html").read_bytes(), "honest")
    yield from of_wordings()
    cases = next(filter(Path.is_dir, (BLIND / "reading" / "cases", SHARED / "cases" / "reading")))
    for name, case in json.loads((cases / "expected.json").read_text("utf-8")).items():
        if case["want"].get("has"):
            yield example(f"cases/{name}", case["url"], (cases / case["file"]).read_bytes(), "honest")
    for case in sorted((TESTS / "faults").iterdir()):
        want = json.loads((case / "expected.json").read_text("utf-8"))
        if want["want"].get("has"):
            yield example(
                f"faults/{case.name}", f"https://{case.name}.example/", (case / "page.html").read_bytes(), "honest"
            )


def of_walls(folder: Path) -> Iterator[Example | None]:
    """Yield the walls and honest pages of a set, and what stood at their addresses before."""
    for name, case in json.loads((folder / "expected.json").read_text("utf-8")).items():
        kind = "honest" if case["kind"] == "honest" else "offer" if any(w in case["what"] for w in OFFERS) else "front"
        body = (folder / case["file"]).read_bytes()
        yield example(name, case["url"], body, kind, folder.name)
        if "before" in case:
            before = (folder / "pages" / Path(case["before"]).name).read_bytes()
            yield example(f"{name} before", case.get("redirect_from", case["url"]), before, "honest", folder.name)


def of_wordings() -> Iterator[Example | None]:
    """Yield the pages that links lead to: an error, a parked domain or news of a few lines is no page in front."""
    pages = [(verdict, title, body) for verdict, _, title, body in WORDINGS]
    for path in sorted((ROOT / "tests" / "linkrot" / "unforeseen").glob("*.json")):
        known = json.loads(path.read_text("utf-8"))
        pages += [(verdict, title, body) for verdict, title, body in known["broken"]]
        pages += [("ok", title, body) for title, body in known["honest"]]
    pages += [("soft_404", title, f"<h1>{head}</h1><p>{text}</p>") for title, head, text in UNKNOWN_ERRORS]
    for number, (verdict, title, body) in enumerate(pages):
        kind = {"blocked": "front", "login": "front", "ok": "plain"}.get(verdict, "error")
        if verdict in ("unknown", "server_error"):
            continue  # shells and maintenance have notices of their own
        name, url = f"{number} {verdict} {title}", f"https://l{number}.example/"
        others = sorted(FRAMES)
        for frame in others if verdict == "ok" else {"bare", others[number % len(others)]}:
            found = example(f"{name} {frame}", url, FRAMES[frame](title, body), kind)
            if found is not None and not found.is_known:
                yield found


def of_corpora(folders: Sequence[Path]) -> Iterator[Example | None]:
    """Yield pages of the corpora, all of them honest, but those without a text."""
    for folder in folders:
        for name, record in json.loads((folder / "truth.json").read_text("utf-8")).items():
            if folder.name == "suites" and is_aside(name, record):
                continue
            if not (record.get("text") or record.get("with")):
                continue
            payload = gzip.decompress((folder / record["file"]).read_bytes())
            if is_long(payload):
                continue
            yield example(name, record.get("url") or f"https://{name}.example/", payload, "honest", "corpora")


def of_sites(folder: Path) -> Iterator[Example | None]:
    """Yield pages of real sites, as many of each: lists, contacts and notes, too, and all of them honest."""
    hosts = {name: site["hosts"][0] for name, site in json.loads((folder / "sites.json").read_text("utf-8")).items()}
    for name, host in hosts.items():
        with tarfile.open(folder / f"{name}.tar.xz") as site:
            pages = [one for one in site.getmembers() if one.name.endswith(".html") and "404" not in one.name]
            for one in sorted(pages, key=lambda one: hashlib.md5(one.name.encode()).hexdigest())[:_OF_A_SITE]:
                file = site.extractfile(one)
                payload = b"" if file is None else file.read()
                path = one.name.removeprefix(".").removesuffix("index.html")
                if payload and not is_long(payload):
                    yield example(f"{name}{one.name}", f"https://{host}{path}", payload, "honest", "sites")


def is_long(payload: bytes) -> bool:
    """Return True for a page of which no score is asked, known without a parse."""
    return len(payload) > _MOST_BYTES or sum(map(len, _PARAGRAPH.findall(payload))) > _LONG


def of_demo() -> Iterator[Example | None]:
    """Yield pages of the demo, as links meet them: empty months, forms to recommend, searches, pages to print."""
    world, counts, known = World(), Counter[tuple[str, str]](), set[str]()
    for day in _DEMO_DAYS:
        world.set_day(day)
        waiting = list(dict.fromkeys(urljoin(article.url, "/") for article in world.articles()))
        asked: set[str] = set()
        while waiting and len(asked) < _ASKED:
            url = waiting.pop(0)
            if url in asked or not url.startswith("http"):
                continue
            asked.add(url)
            answer = world.answer(url)
            if answer.status != 200 or not answer.media_type.startswith("text/html") or not answer.body:
                continue
            tree = trees.parse_tree(decode(answer.body, answer.media_type))
            if tree is None:
                continue
            waiting += [urldefrag(urljoin(url, link.get("href") or ""))[0] for link in tree.iter("a")]
            text, kind = re.sub(r"[\d\s]+", " ", tree.text_content()), (answer.kind, urls.host(url))
            is_new = text not in known and counts[kind] < _OF_A_KIND
            if is_new and answer.kind not in ("login", "event") and "anmelden" not in url.lower():
                known.add(text)
                counts[kind] += 1
                yield example(f"{url} {day}", url, answer.body, "honest", "demo")
