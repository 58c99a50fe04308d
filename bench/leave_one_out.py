"""What each rule of reading brings: every figure again with one rule left out, as a table and a plot for the docs.

    python -m bench.leave_one_out [--corpus ../shared/corpus] [--rules NAME ...]

Writes ``docs/reading_rules.json`` (added to, a rule at a time) and ``docs/reading_rules.svg``.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from bench import rules
from bench.readbench import GOALS, SHARED, loaded, predictions

DOCS = Path(__file__).parents[1] / "docs"
ALL = "nothing"
BAR, ROW, LEFT, RIGHT = 260, 17, 190, 130


def main() -> None:
    """Measure what is asked for, draw what is known."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpus", type=Path, default=SHARED / "corpus")
    parser.add_argument("--tools", type=Path, default=SHARED / "tools")
    parser.add_argument("--rules", nargs="*", default=sorted(rules.RULES))
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    file = DOCS / "reading_rules.json"
    known: dict[str, dict[str, float]] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    score = loaded(arguments.tools / "score.py")
    truth = score.load_truth(arguments.corpus)
    for name in (ALL, *arguments.rules):
        without = [] if name == ALL else [name]
        done = predictions(arguments.corpus, truth, arguments.workers, without, is_shipped=False)
        known[name] = figures(score, truth, done)
        file.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        print(name, known[name], flush=True)
    (DOCS / "reading_rules.svg").write_text(plot(known), encoding="utf-8")


def figures(score: Any, truth: dict[str, Any], done: dict[str, Any]) -> dict[str, float]:
    """Every line of the table."""
    return {g.name: round(score.aggregate(score.select(truth, g.where), done)[0].get(g.column, 0.0), 4) for g in GOALS}


def plot(known: dict[str, dict[str, float]]) -> str:
    """An SVG: a block a figure, a bar a rule, in points (hundredths) that are lost without it."""
    base = known[ALL]
    lines: list[str] = []
    y = 10
    for goal in base:
        lost = {rule: 100 * (base[goal] - row[goal]) for rule, row in known.items() if rule != ALL}
        shown = sorted((r for r in lost if abs(lost[r]) >= 0.05), key=lambda r: -lost[r])
        if not shown:
            continue
        y += ROW
        lines.append(f'<text x="4" y="{y}" font-weight="bold">{goal}: {base[goal]:.4f}</text>')
        for rule in shown:
            y += ROW
            width = min(BAR, 40 * abs(lost[rule]))
            color = "#2a6f97" if lost[rule] > 0 else "#c1666b"
            lines.append(f'<text x="{LEFT - 6}" y="{y}" text-anchor="end">{rule}</text>')
            lines.append(f'<rect x="{LEFT}" y="{y - 11}" width="{width:.1f}" height="12" fill="{color}"/>')
            lines.append(f'<text x="{LEFT + width + 4:.1f}" y="{y}">{lost[rule]:+.2f}</text>')
        y += ROW // 2
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + BAR + RIGHT}" height="{y + 20}" font-size="12"'
    return f'{head} font-family="sans-serif">\n' + "\n".join(lines) + "\n</svg>\n"


if __name__ == "__main__":
    main()
