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
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

from bench import rules
from bench.folding import fold_of
from bench.readbench import GOALS, ROOT, SHARED, loaded, said
from kaaw_archive import cms, extract, urls
from kaaw_archive.extract.article import analysis, classifier, dates, headlines, page, trafilatura_vote
from kaaw_archive.extract.html import trees
from kaaw_archive.extract.html.decoding import decode
from kaaw_archive.extract.metadata import declared_titles

if TYPE_CHECKING:
    from collections.abc import Callable

    from kaaw_archive.items import ContentSystem

DOCS = ROOT / "docs"
ALL = "nothing"
BAR, ROW, LEFT, RIGHT = 260, 17, 250, 130
POINT = 40  # pixels
LEAST_SHOWN = 0.05  # points
Prediction = dict[str, Any]
# what takes time, in its order, with the stages of the rules that change it
STEPS: tuple[tuple[Any, str, frozenset[rules.Stage]], ...] = (
    (trees, "parsed", frozenset()),
    (analysis, "of_tree", frozenset()),
    (classifier, "of_segments", frozenset({"judging"})),
    (trafilatura_vote, "of_trafilatura", frozenset()),
    (page, "_chosen", frozenset({"judging", "choice"})),
    (dates, "published", frozenset()),
)


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
    """What is read of one page with all rules, and without each."""
    name, path, record, names = task
    payload = gzip.decompress(path.read_bytes())
    classifier.use(ROOT / "bench" / "folds" / f"judging-{fold_of(record['host'])}.json")
    system = cms.detect(payload, record["url"])
    kept: dict[str, Any] = {}
    found = {ALL: read(payload, record["url"], system, kept)}
    for rule in names:
        with rules.without(rule) as left_out:
            match left_out.stage:
                case "title":
                    found[rule] = {**found[ALL], **title(payload, record["url"], system, kept)}
                case "date":
                    found[rule] = {**found[ALL], **date(kept)}
                case _:
                    found[rule] = read(payload, record["url"], system, kept, left_out)
    return name, found


def read(
    payload: bytes, url: str, system: ContentSystem, kept: dict[str, Any], left_out: rules.Rule | None = None
) -> Prediction:
    """One reading. What comes before the rule that is left out is taken from the first reading, which had all."""
    with ExitStack() as stack:
        if left_out is None or left_out.stage != "layout":
            for module, name, stage in STEPS:
                if left_out is None or (left_out[1:3] != (module, name) and left_out.stage not in stage):
                    stack.enter_context(mock.patch.object(module, name, once(kept, name, getattr(module, name))))
        return said(extract.read(payload, url=url, content_type="text/html", system=system))


def once(kept: dict[str, Any], name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """A function that is asked in the first reading only: a page has one tree, one layout and one vote."""

    def ask(*arguments: Any) -> Any:
        if name not in kept:
            kept[name], kept[f"{name} of"] = function(*arguments), arguments
        return kept[name]

    return ask


def title(payload: bytes, url: str, system: ContentSystem, kept: dict[str, Any]) -> Prediction:
    """The title alone, over the text that was read with all rules."""
    tree = trees.parsed(decode(payload, "text/html"))
    if tree is None or "of_tree" not in kept or not kept["_chosen"][0]:
        return {}
    system = trees.narrowed(system, tree)
    selected = [element for selector in system.title_selectors for element in trees.matches_of(selector, tree)]
    headline = headlines.of_tree(tree, declared_titles.of_tree(tree), urls.host(url), selected[:3])
    page = analysis.with_nearest_heading(kept["of_tree"]._replace(headline=headline), kept["_chosen"][0])
    return {"title": page.headline.title if page.headline else None}


def date(kept: dict[str, Any]) -> Prediction:
    """The day of publication alone, of the page as it was read with all rules."""
    if "published of" not in kept:
        return {}
    day = dates.published(*kept["published of"])
    return {"date": day.on if day else None}


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
