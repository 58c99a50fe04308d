"""How well and how fast pages are read: the corpus of real pages, one core, figures on standard output.

    python bench/reading.py [--corpus ../shared/corpus] [--predictions FILE.jsonl] [--every N]

The predictions are what ``tools/score.py`` beside the corpus takes. Without a corpus it says so and exits 0.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kaaw_archive import cms, extract

if TYPE_CHECKING:
    from kaaw_archive.items import Reading

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"


@dataclass(slots=True)
class Figures:
    """What was counted over the pages; times in seconds of one core."""

    kinds: Counter[str] = field(default_factory=Counter)
    problems: list[tuple[str, str]] = field(default_factory=list)
    detect_s: float = 0.0
    read_s: float = 0.0
    slowest: list[tuple[float, str]] = field(default_factory=list)


def main() -> None:
    """Read the pages, print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--predictions", type=Path, help="write one JSON object a page")
    parser.add_argument("--every", type=int, default=1, help="only every N-th page")
    arguments = parser.parse_args()
    truth = arguments.corpus / "truth.json"
    if not truth.is_file():
        print(f"no corpus at {arguments.corpus}: nothing measured")
        return
    records = list(json.loads(truth.read_text(encoding="utf-8")).items())[:: arguments.every]
    figures, predictions = measure(arguments.corpus, records)
    if arguments.predictions is not None:
        lines = (json.dumps(prediction, ensure_ascii=False) + "\n" for prediction in predictions)
        arguments.predictions.write_text("".join(lines), encoding="utf-8")
    show(figures, len(records))


def measure(corpus: Path, records: list[tuple[str, dict[str, Any]]]) -> tuple[Figures, list[dict[str, Any]]]:
    """Detect and read every page; the pages' files are opened outside the clock."""
    figures, predictions = Figures(), []
    for name, record in records:
        payload = gzip.decompress((corpus / record["file"]).read_bytes())
        begun = time.process_time()
        system = cms.detect(payload, record["url"])
        detected = time.process_time()
        reading = extract.read(payload, url=record["url"], content_type="text/html", system=system)
        ended = time.process_time()
        figures.detect_s += detected - begun
        figures.read_s += ended - detected
        figures.slowest.append((ended - detected, name))
        figures.kinds[reading.page_kind] += 1
        if reading.problem is not None:
            figures.problems.append((reading.problem, name))
        predictions.append({"id": name, "cms": system.name, **prediction_of(reading)})
    return figures, predictions


def prediction_of(reading: Reading) -> dict[str, Any]:
    """What the scoring program compares, of the first article."""
    if not reading.articles:
        return {"text": ""}
    article = reading.articles[0]
    return {"text": article.text, "title": article.title, "date": article.published_on, "author": article.author}


def show(figures: Figures, pages: int) -> None:
    """Print the figures, problems and slowest pages."""
    articles = figures.kinds["article"]
    print(f"{pages} pages: {', '.join(f'{kind} {count}' for kind, count in figures.kinds.most_common())}")
    print(f"share with an article: {articles / pages:.4f}")
    print(f"reading: {pages / figures.read_s:.1f} pages/s on one core, {1000 * figures.read_s / pages:.1f} ms a page")
    print(f"detecting the content system: {1000 * figures.detect_s / pages:.3f} ms a page")
    for problem, name in figures.problems:
        print(f"  {problem}: {name}")
    for seconds, name in sorted(figures.slowest, reverse=True)[:5]:
        print(f"  slow: {1000 * seconds:.0f} ms {name}")


if __name__ == "__main__":
    main()
