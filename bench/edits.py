"""Versions of 200,000 words with 5 % of the words changed: how long does their comparison take, in what memory?"""

from __future__ import annotations

import argparse
import random
import resource
import string
import time

from kaaw_archive.changes import compare
from kaaw_archive.items import VersionContent

_WORDS, _VOCABULARY = 200_000, 20_000
_PARAGRAPH_SENTENCES, _SENTENCE_WORDS = 4, (8, 24)


def _version(words: list[str]) -> VersionContent:
    lengths, sentences, at = random.Random(5), [], 0
    while at < len(words):
        length = lengths.randint(*_SENTENCE_WORDS)
        sentences.append(" ".join(words[at : at + length]).capitalize() + ".")
        at += length
    paragraphs = (
        " ".join(sentences[n : n + _PARAGRAPH_SENTENCES]) for n in range(0, len(sentences), _PARAGRAPH_SENTENCES)
    )
    return VersionContent("Bericht", tuple(paragraphs), published_on="2025-03-10", language="de")


def main() -> None:
    """Print processor seconds and peak memory of the process for each share of changed words."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--percent", type=int, nargs="*", default=[0, 1, 5, 20])
    chosen = random.Random(2)
    letters = string.ascii_lowercase[:20]
    vocabulary = ["".join(chosen.choices(letters, k=chosen.randint(2, 11))) for _ in range(_VOCABULARY)]
    words = chosen.choices(vocabulary, k=_WORDS)
    for percent in parser.parse_args().percent:
        changed = list(words)
        for place in chosen.sample(range(_WORDS), _WORDS * percent // 100):
            changed[place] = chosen.choice(vocabulary)
        old, new = _version(words), _version(changed)
        began = time.process_time()
        compare(old, new)
        seconds = time.process_time() - began
        print(f"{percent:3} % {seconds:6.2f} s {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:6.0f} MB")


if __name__ == "__main__":
    main()
