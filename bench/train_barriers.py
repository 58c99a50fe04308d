"""Fits the weights of the signs of pages in front of others, and says what they reach on hosts that they have not seen.

    python -m bench.train_barriers [--write] [--leave-out] [--corpora FOLDER ...]

Examples: the walls and honest pages of tests/extract, their earlier pages, the cases of faults, and pages of the
corpora as honest ones (those of the suites that are aside are not opened). Logistic regression with a ridge, weights by
descent; five folds by host. ``--write`` puts the table into ``kaaw_archive/extract/front_weights.json``.
``--leave-out`` fits without one of the sets that were written blind, and judges its links (``bench.walls``), for each
of them in turn: this is what a new set will show, as far as the wordings were not taken from the set.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import math
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bench import walls
from bench.data import BLIND, SHARED
from bench.folding import is_aside
from bench.linear import solved
from kaaw_archive import urls
from kaaw_archive.extract import front_scores, front_signs, offer_signs
from kaaw_archive.extract.front_parts import read_front
from kaaw_archive.extract.front_scores import is_whole, leads_to_texts
from kaaw_archive.extract.html import trees
from kaaw_archive.extract.html.decoding import decode
from kaaw_archive.extract.page_features import words_of
from tests.extract.framed_walls import framed
from tests.extract.test_walls import FRAMES as WALL_FRAMES
from tests.linkcheck.linkset.frames import FRAMES
from tests.linkcheck.linkset.texts import UNKNOWN_ERRORS
from tests.linkrot.wordings import WORDINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests" / "extract"
WEIGHTS = front_scores.WEIGHTS
WALLS = {
    name: next(filter(Path.is_dir, (TESTS / name, BLIND / name)), None) for name in ("walls18", "walls18b", "walls18c")
}
FOLDS, STEPS = 5, 12
RIDGE = 2.0  # from 2 to 10 sets that are left out are known best, with 1 and 20 less so
# an honest page called a wall is worse than a wall that is not known, most of all one of a few lines
WEIGHTS_OF_KINDS = {"plain": 5.0, "honest": 5.0, "error": 2.0}
# pages written blind are nearer to those of the web than our own cases, and real pages are what must not be lost
WEIGHTS_OF_SOURCES = dict.fromkeys(WALLS, 2.5) | {"corpora": 4.0}
# "Let us know you’re human" is all that was captured; a cookie notice beside a text that only data hold
LEFT_OUT = ("wxb-4352", "cases/sd-nested", "faults/sd-nested")
OFFERS = ("paywall", "registration", "newsletter", "metered", "blurred", "professional", "law database")


class Example(NamedTuple):
    """A page with its host and kind (front, offer, error, honest, or plain: honest in a few lines), and its signs.

    ``is_long``: only its end is asked, as no page in front of another says so much. ``is_led``: no end is asked of a
    page whose labels lead to several texts. ``source`` is the set that it is of.
    """

    name: str
    host: str
    kind: str
    is_known: bool
    is_long: bool
    front: dict[str, bool]
    offer: dict[str, bool]
    is_led: bool = False
    source: str = ""


def main() -> None:
    """Measure, fit, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--leave-out", action="store_true")
    parser.add_argument("--corpora", type=Path, nargs="*", default=[SHARED / "corpus", SHARED / "suites"])
    arguments = parser.parse_args()
    examples = [one for one in (*of_tests(), *of_corpora(arguments.corpora)) if one is not None]
    walls = sum(one.kind in ("front", "offer") for one in examples)
    print(f"{len(examples)} pages with a short main part, {walls} of them walls")
    if arguments.leave_out:
        leave_out(examples)
        return
    tables = {}
    for kind in ("front", "offer"):
        chosen = asked(examples, kind)
        crossed(chosen, kind)
        tables[kind] = rounded(fitted(chosen, kind))
        print(kind, json.dumps(tables[kind], indent=1))
        report("all, as fitted", chosen, kind, {one.name: scored(tables[kind], signs(one, kind)) for one in chosen})
    if arguments.write:
        WEIGHTS.write_text(json.dumps(tables, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def asked(examples: Sequence[Example], kind: str) -> list[Example]:
    """Return the examples of which the product asks a score of this kind."""
    chosen = [one for one in examples if one.kind in (kind, "plain", "honest", "error")]
    return [one for one in chosen if not (one.is_long if kind == "front" else one.is_led)]


def rounded(table: dict[str, float]) -> dict[str, float]:
    """Return the weights as they are stored."""
    return {name: round(weight, 2) for name, weight in table.items()}


def leave_out(examples: Sequence[Example]) -> None:
    """Print for each set how its links are judged with weights that were fitted without it."""
    for name, folder in WALLS.items():
        if folder is None:
            continue
        rest = [one for one in examples if one.source != name]
        tables = {kind: rounded(fitted(asked(rest, kind), kind)) for kind in ("front", "offer")}
        with tempfile.TemporaryDirectory() as temporary:
            path = Path(temporary) / WEIGHTS.name
            path.write_text(json.dumps(tables), encoding="utf-8")
            front_scores.WEIGHTS = path
            front_scores.tables.cache_clear()
            pages = walls.pages_of(folder)
            rows = [row for page in pages for row in walls.rows_of(page)]
            print(f"{name}, with weights fitted without it")
            for way in walls.WAYS:
                print(" ", walls.line_of(way, [row for row in rows if row.way == way]))
            print(" ", walls.read_line(pages))


def signs(example: Example, kind: str) -> dict[str, bool]:
    """Return the signs of one kind."""
    return example.front if kind == "front" else example.offer


def crossed(examples: Sequence[Example], kind: str) -> None:
    """Print what weights reach on the hosts of the fold that they were not fitted on."""
    found: dict[str, float] = {}
    for fold in range(FOLDS):
        table = fitted([one for one in examples if _fold(one) != fold], kind)
        found |= {one.name: scored(table, signs(one, kind)) for one in examples if _fold(one) == fold}
    report("crossed", examples, kind, found)


def report(title: str, examples: Sequence[Example], kind: str, found: dict[str, float]) -> None:
    """Print the shares at several thresholds and the worst honest pages."""
    walls = [found[one.name] for one in examples if one.kind == kind]
    honest = sorted(((found[one.name], one.name) for one in examples if one.kind in ("plain", "honest")), reverse=True)
    print(title, kind, len(walls), len(honest))
    for least in (-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0):
        called = sum(score >= least for score, _ in honest)
        print(f"  {least:+.1f}: {sum(s >= least for s in walls) / len(walls):.3f} of walls, {called} honest")
    print("  honest:", [(round(score, 1), name) for score, name in honest[:8]])
    missed = sorted((found[one.name], one.name) for one in examples if one.kind == kind)
    print("  missed:", [(round(score, 1), name) for score, name in missed[:14]])


def fitted(examples: Sequence[Example], kind: str) -> dict[str, float]:
    """Return the weight of each sign; ``""`` is the constant."""
    names = ["", *signs(examples[0], kind)]
    rows = [[(0, 1.0), *((n, 1.0) for n, name in enumerate(names) if n and signs(one, kind)[name])] for one in examples]
    wanted = [float(one.kind == kind) for one in examples]
    shares = [WEIGHTS_OF_KINDS.get(one.kind, 1.0) * WEIGHTS_OF_SOURCES.get(one.source, 1.0) for one in examples]
    weights = [0.0] * len(names)
    for _ in range(STEPS):
        slope = [RIDGE * weight * (n > 0) for n, weight in enumerate(weights)]
        bend = [[RIDGE * (n == m) + 1e-6 * (n == m) for m in range(len(names))] for n in range(len(names))]
        for row, want, share in zip(rows, wanted, shares, strict=True):
            value = 1 / (1 + math.exp(-max(-30.0, min(30.0, sum(weights[n] * x for n, x in row)))))
            for n, _x in row:
                slope[n] += share * (value - want)
                for m, _y in row:
                    bend[n][m] += share * value * (1 - value)
        weights = [old - step for old, step in zip(weights, solved(bend, slope), strict=True)]
    return dict(zip(names, weights, strict=True))


def scored(table: dict[str, float], found: dict[str, bool]) -> float:
    """Return the score of a page."""
    return table[""] + sum(table[name] * float(worth) for name, worth in found.items())


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
    is_long = (page.own_characters or 0) > front_signs.MOST_CHARACTERS
    of_front = front_signs.of_front(tree, front, page.title or "", url)
    site, is_led = urls.site(url), leads_to_texts(front)
    return Example(name, site, kind, is_known, is_long, of_front, of_offer, is_led, source)


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
    cases = BLIND / "reading" / "cases"
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
        yield example(name, case["url"], (folder / case["file"]).read_bytes(), kind, folder.name)
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
            yield example(name, record.get("url") or f"https://{name}.example/", payload, "honest", "corpora")


def _fold(one: Example) -> int:
    return int(hashlib.sha256(one.host.encode()).hexdigest(), 16) % FOLDS


if __name__ == "__main__":
    main()
