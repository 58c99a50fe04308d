"""What each rule of reading brings: every figure again with one rule left out, as a table and a plot for the docs.

    python -m bench.leave_one_out [--corpus ../shared/corpus] [--rules NAME ...]

Writes ``docs/reading_rules.json`` and ``docs/reading_rules.svg``. Each page is read by the model that was trained
without its host, once with all rules and once without each; what a rule does not touch is kept between these readings.
Rules of titles and dates are measured on these alone, over the text that is read with all rules.
"""

from __future__ import annotations

import argparse
import gzip
import json
from concurrent.futures import ProcessPoolExecutor
from copy import copy
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import rules
from bench.data import SHARED
from bench.page_readings import ROOT, model_of, said
from bench.readbench import GOALS, loaded
from kaaw_archive import cms, extract
from kaaw_archive.extract.article import classifier
from kaaw_archive.extract.article.page import ArticlePage
from kaaw_archive.extract.html import reader_view, trees
from kaaw_archive.extract.html.decoding import decode

if TYPE_CHECKING:
    from kaaw_archive.items import ContentSystem

DOCS = ROOT / "docs"
ALL = "nothing"
BAR, ROW, LEFT, RIGHT = 260, 17, 250, 130
POINT = 40  # pixels
LEAST_SHOWN = 0.05  # points
Prediction = dict[str, Any]
# The properties of a page that a rule of a stage changes; what comes before them is kept from the reading with all.
CHANGED: dict[rules.Stage, frozenset[str]] = {
    "title": frozenset({"nearest_heading", "headline", "head", "title"}),
    "date": frozenset({"day_clues", "published"}),
}
BEFORE_SELECTION = ("segments", "part", "leads", "matched_head", "context")
KEPT: dict[rules.Stage, tuple[str, ...]] = {
    "segments": (),
    "likelihoods": BEFORE_SELECTION,
    "selection": (*BEFORE_SELECTION, "judged", "vote", "likelihoods"),
}


def main() -> None:
    """Measure what is asked for, draw what is known."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpus", type=Path, default=SHARED / "corpus")
    parser.add_argument("--tools", type=Path, default=SHARED / "tools")
    parser.add_argument("--rules", nargs="*", default=list(rules.RULES), choices=list(rules.RULES), metavar="NAME")
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    score = loaded(arguments.tools / "score.py")
    truth = score.load_truth(arguments.corpus)
    counted = set().union(*(score.select(truth, goal.where) for goal in GOALS))
    tasks = [(n, arguments.corpus / one["file"], one, arguments.rules) for n, one in truth.items() if n in counted]
    done: dict[str, dict[str, Prediction]] = {rule: {} for rule in (ALL, *arguments.rules)}
    with ProcessPoolExecutor(arguments.workers) as pool:
        for name, found in pool.map(readings, tasks, chunksize=8):
            for rule, prediction in found.items():
                done[rule][name] = prediction
    known = {rule: figures(score, truth, predictions) for rule, predictions in done.items()}
    file = DOCS / "reading_rules.json"
    file.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (DOCS / "reading_rules.svg").write_text(plot(known), encoding="utf-8")
    print(table(known))


def readings(task: tuple[str, Path, dict[str, Any], list[str]]) -> tuple[str, dict[str, Prediction]]:
    """Return what is read of one page with all rules, and without each."""
    name, path, record, names = task
    payload = gzip.decompress(path.read_bytes())
    classifier.use_model(model_of(name, record))
    url, system = record["url"], cms.detect(payload, record["url"])
    first = said(extract.read(payload, url=url, content_type="text/html", system=system))
    page = parsed(payload, url, system)
    found = {ALL: first}
    if page is None or page.problem is not None or said_of(page) != first:  # read as a list, or not at all
        return name, found | dict.fromkeys(names, first)
    for rule in names:
        with rules.without(rule) as left_out:
            found[rule] = without(left_out.stage, page, payload)
    return name, found


def parsed(payload: bytes, url: str, system: ContentSystem) -> ArticlePage | None:
    """Return the page of a payload; None if its markup cannot be read."""
    seen = reader_view.tree_of(decode(payload, "text/html"))
    return None if seen is None else ArticlePage(seen.root, url, trees.narrow_selectors(system, seen.root))


def without(stage: rules.Stage, page: ArticlePage, payload: bytes) -> Prediction:
    """Return what is read while a rule of this stage is left out, with what does not depend on it kept."""
    again = page
    if stage == "segments":
        again = parsed(payload, page.url, page.system) or page
    elif stage in CHANGED:
        again = copy(page)
        if stage == "title":
            again.matched_headline = (parsed(payload, page.url, page.system) or page).matched_headline
        for name in CHANGED[stage]:
            again.__dict__.pop(name, None)
    else:
        again = copy(page)
        again.__dict__.clear()
        eager = (name for name in page.__dict__ if not isinstance(getattr(ArticlePage, name, None), cached_property))
        again.__dict__.update({name: page.__dict__[name] for name in (*eager, *KEPT[stage]) if name in page.__dict__})
    if stage in CHANGED:
        return {**said_of(page), **({"title": again.title} if stage == "title" else {"date": day_of(again)})}
    return said_of(again) if again.problem is None else {"text": ""}


def said_of(page: ArticlePage) -> Prediction:
    """Return what the scoring program compares."""
    return {
        "text": page.body.text,
        "title": page.title,
        "date": day_of(page),
        "author": page.byline.name if page.byline else None,
    }


def day_of(page: ArticlePage) -> str | None:
    """Return the day of publication."""
    return page.published.on if page.published else None


def figures(score: Any, truth: dict[str, Any], done: dict[str, Prediction]) -> dict[str, float]:
    """Every line of the table."""
    return {g.name: round(score.aggregate(score.select(truth, g.where), done)[0].get(g.column, 0.0), 4) for g in GOALS}


def table(known: dict[str, dict[str, float]]) -> str:
    """What is lost without each rule, in points (hundredths): a row a rule, a column a figure."""
    base = known[ALL]
    lines = ["| without | " + " | ".join(base) + " |", "|---|" + "---:|" * len(base)]
    for rule, row in known.items():
        if rule != ALL:
            lost = [100 * (base[goal] - row[goal]) for goal in base]
            cells = [f"{points:+.2f}" if abs(points) >= LEAST_SHOWN else "" for points in lost]
            lines.append(f"| {rule} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def plot(known: dict[str, dict[str, float]]) -> str:
    """An SVG: a block a figure, a bar a rule, in points that are lost without it; red: that it costs."""
    base = known[ALL]
    lines: list[str] = []
    y = 10
    for goal in base:
        lost = {rule: 100 * (base[goal] - row[goal]) for rule, row in known.items() if rule != ALL}
        shown = sorted((r for r in lost if abs(lost[r]) >= LEAST_SHOWN), key=lambda r: -lost[r])
        if not shown:
            continue
        y += ROW
        lines.append(f'<text x="4" y="{y}" font-weight="bold">{goal}: {base[goal]:.4f}</text>')
        for rule in shown:
            y += ROW
            width = min(BAR, POINT * abs(lost[rule]))
            color = "#2a6f97" if lost[rule] > 0 else "#c1666b"
            lines.append(f'<text x="{LEFT - 6}" y="{y}" text-anchor="end">{rule}</text>')
            lines.append(f'<rect x="{LEFT}" y="{y - 11}" width="{width:.1f}" height="12" fill="{color}"/>')
            lines.append(f'<text x="{LEFT + width + 4:.1f}" y="{y}">{lost[rule]:+.2f}</text>')
        y += ROW // 2
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + BAR + RIGHT}" height="{y + 20}" font-size="12"'
    return f'{head} font-family="sans-serif">\n' + "\n".join(lines) + "\n</svg>\n"


if __name__ == "__main__":
    main()
