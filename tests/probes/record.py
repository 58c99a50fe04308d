"""Writes recorded probes as cases: ``python -m tests.probes.record ARCHIVE TRUTH.json``, one of each kind and rule.

A case is ``tests/probes/<verdict>/<case>/probe.json``: the facts of a row of ``link_checks``. To add one by hand, save
such a row from an archive (``sqlite3 -json``) into the folder of the verdict that is right. The name of the case ends
with that of the rule. ``own_fault``, which is no column, stands for the sentence of a run that failed by our own fault.
"""

from __future__ import annotations

import json
import re
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

FOLDER = Path(__file__).parent
FACTS = ("link_url", "checked_at", "capture_id", "method", "status", "error", "hops_json", "final_url", "title",
         "media_type",
         "page_kind", "text_digest", "similarity", "tls_error", "requests", "elapsed_ms", "evidence_json")  # fmt: skip


def main(archive: str, truth: str) -> None:
    kinds = {link["url"]: link for link in json.loads(Path(truth).read_text(encoding="utf-8"))}
    known: set[tuple[str, str]] = set()
    with closing(sqlite3.connect(archive)) as db:
        db.row_factory = sqlite3.Row
        for row in db.execute(
            "SELECT k.* FROM link_checks k JOIN captures c ON c.id = k.capture_id"
            " WHERE c.kind = 'probe' ORDER BY k.link_url"
        ):
            link = kinds.get(row["link_url"])
            if link is None or row["verdict"] not in link["verdicts"] or (link["kind"], row["rule"]) in known:
                continue
            known.add((link["kind"], row["rule"]))
            name = re.sub(r"\W+", "_", f"{link['kind']} {row['rule']}").strip("_").lower()
            case = FOLDER / row["verdict"] / name
            case.mkdir(parents=True, exist_ok=True)
            facts = {column: row[column] for column in FACTS}
            (case / "probe.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
