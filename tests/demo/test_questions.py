"""SQL and Python of each question of researchers give the same numbers on the demo."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

import kaaw_archive
from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.connections import connect
from tests.docs.test_questions import HEADINGS, PAGE, function_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta
    from pathlib import Path

    from tests.demo.crawled import Crawled

Rows = list[dict[str, Any]]
# what the questions ask of the archive of their tests, and its like in the demo
OF_THE_DEMO = {
    "https://www.stadt.example/aktuelles/meldung-00002.html": "http://www.kaaw.de/index.php/aktuellesmainmenu/"
    "159-modellkommune-e-government-abgeschlossen",
    "land.example": "bmi.bund.de",
    "Satzung": "Kommunen",
    "satzung": "kommunen",
    "not_found": "soft_404",
}


def days(length: timedelta) -> float:
    return round(length.total_seconds() / 86_400, 2)


def about(number: float | None) -> float | None:
    """A number of days as a day's fraction in SQLite and a time in Python agree on it."""
    return None if number is None else round(number)


def of_first(rows: Rows, count: int = 1) -> Any:
    (row,) = rows
    return tuple(row.values())[:count]


def kaplan_meier(rows: Rows) -> list[tuple[int, float]]:
    """The curve from the days of each link, by the risk sets."""
    lives = []
    for row in rows:
        end = row["broken_at"] or row["last_good_at"]
        cited = row["first_cited_at"]
        lives.append((row["first_good_at"] - cited, end - cited, row["broken_at"] is not None))
    alive, curve = 1.0, [(0, 1.0)]
    for time in sorted({end for _, end, is_dead in lives if is_dead}):
        at_risk = [end for begin, end, _ in lives if begin < time <= end]
        alive *= 1 - sum(end == time and is_dead for _, end, is_dead in lives) / len(at_risk)
        curve.append((time.days, alive))
    return rounded(curve)


def rounded(curve: list[tuple[int, float]]) -> list[tuple[int, float]]:
    return [(day, round(share, 9)) for day, share in curve]


# number of the question: what of the rows of SQL, and of the answer of Python, is the same
ALIKE: dict[int, tuple[Callable[[Rows], Any], Callable[[Any], Any]]] = {
    1: (
        lambda rows: {row["month"]: (row["with_word"], row["texts"], row["share"]) for row in rows},
        lambda answer: {month: (a, b, round(share, 3)) for month, (a, b, share) in answer.items()},
    ),
    2: (
        lambda rows: [(row["said_on"], row["source"]) for row in rows],
        lambda answer: [(day, source) for day, source in answer],
    ),
    3: (lambda rows: rows[0]["text"], str),
    4: (lambda rows: {row["url"] for row in rows}, set),
    5: (
        lambda rows: [(row["article_url"], row["to_version"], row["edit_kind"], row["sentence"]) for row in rows],
        list,
    ),
    6: (
        lambda rows: Counter(rows[0]["before"].splitlines()) - Counter(rows[0]["after"].splitlines()),
        lambda answer: Counter(line[1:] for line in answer.splitlines() if line[:1] == "-" and line[:3] != "---"),
    ),
    7: (lambda rows: {row["source"]: (row["texts"], row["edits"]) for row in rows}, dict),
    8: (
        lambda rows: [(row["kind"], row["source"], row["days_between"]) for row in rows],
        lambda answer: [(event.kind, event.source, days(event.before_at - event.after_at)) for event in answer],
    ),
    9: (lambda rows: {(row["source"], row["host"]): row["texts"] for row in rows}, dict),
    10: (
        lambda rows: {int(row["year"]): (row["broken"], row["alive"], row["not_known"]) for row in rows},
        lambda answer: {year: tuple(found.values()) for year, found in answer.items()},
    ),
    11: (kaplan_meier, rounded),
    12: (
        lambda rows: Counter(row["link_url"] for row in rows),
        lambda answer: Counter(row["link_url"] for row in answer),
    ),
    13: (lambda rows: [tuple(row.values()) for row in rows], lambda answer: answer["exact"]),
    14: (lambda rows: {row["author"]: row["texts"] for row in rows}, dict),
    15: (lambda rows: {row["media_type"]: (row["payloads"], row["bytes"]) for row in rows},
         lambda found: {row["media_type"]: (row["payloads"], row["bytes"]) for row in found}),
    16: (
        lambda rows: Counter((row["uid"], row["payload_digest"]) for row in rows),
        lambda answer: Counter((uid, digest) for uid, digest, size in answer if size),
    ),
    17: (
        lambda rows: {
            row["source"]: (row["looks"], row["widest_gap_days"], row["days_unseen_at_the_end"]) for row in rows
        },
        lambda answer: {
            source: (looks, gap and days(gap), days(end)) for source, (looks, gap, end) in answer.items()
        },
    ),
    18: (
        lambda rows: {(row["source"], row["problem"]): row["captures"] for row in rows},
        lambda answer: {(row["source"], row["problem"]): row["captures"] for row in answer},
    ),
    19: (lambda rows: {row.pop("source"): list(row.values()) for row in rows}, dict),
    20: (lambda rows: {row["weekday"]: row["texts"] for row in rows}, dict),
    21: (
        lambda rows: {row.pop("kind"): tuple(round(value) for value in row.values()) for row in rows},
        dict,
    ),
    22: (
        lambda rows: Counter((row["article_url"], row["anchor_text"], row["sentence"]) for row in rows),
        Counter,
    ),
    23: (lambda rows: [(row["old_url"], row["now_url"]) for row in rows], list),
    24: (
        lambda rows: ({row["source"]: row["texts"] for row in rows}, sum(row["with_a_signal"] for row in rows)),
        lambda answer: (dict(answer[0]), answer[1].total() - answer[1]["nothing"]),
    ),
    25: (
        lambda rows: [(row["capture_uid"], True) for row in rows],
        lambda answer: [(uid, f"capture {uid}, sha256:" in entry) for uid, entry in answer.items()],
    ),
    26: (lambda rows: of_first(rows, 2), tuple),
    27: (lambda rows: [(row["text_digest"][-16:], row["url"]) for row in rows], list),
    28: (
        lambda rows: {row["url"]: (row["seen_within_days"], row["edited_after_days"]) for row in rows},
        dict,
    ),
    29: (lambda rows: {row["old_url"]: sorted((row["lost_urls"] or "").split()) for row in rows}, dict),
    30: (
        lambda rows: {(row["url"], row["version"]): (row["pictures"], row["came"], row["went"]) for row in rows},
        dict,
    ),
    31: (lambda rows: {(row["source"], row["kind"]): (row["named"], row["held"]) for row in rows}, dict),
    32: (
        lambda rows: {
            (row["url"], row["version"]): (about(row["days_at_least"]), about(row["days_at_most"]), row["absences"])
            for row in rows
        },
        lambda answer: {
            key: (about(days(at_least)), at_most and about(days(at_most)), absences)
            for key, (at_least, at_most, absences) in answer.items()
        },
    ),
}  # fmt: skip


def of_the_demo(text: str) -> str:
    for old, new in OF_THE_DEMO.items():
        text = text.replace(old, new)
    return text


def blocks(language: str) -> list[str]:
    return [fence.text for fence in PAGE.fences if fence.language == language]


def test_each_question_is_compared() -> None:
    assert list(ALIKE) == list(range(1, len(HEADINGS) + 1))


@pytest.mark.slow
def test_a_picture_by_https_or_with_another_caption_is_not_lost(demo: Crawled, tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    shutil.copy(demo.path, path)
    with closing(connect(path, "rw", 5.0)) as db:
        (old_id, old_url, now_id) = db.execute(
            "SELECT s.id, a.url, n.snapshot_id FROM articles a JOIN snapshots s ON s.article_id = a.id"
            " JOIN latest n ON n.work_id = a.work_id AND n.is_current WHERE a.state = 'moved'"
            " ORDER BY a.url, s.version DESC LIMIT 1"
        ).fetchone()
        for snapshot_id, pictures in (
            (old_id, [("http://a.example/1", "A"), ("http://a.example/2", "B"), ("http://a.example/3", "C")]),
            (now_id, [("https://a.example/1", "A"), ("http://a.example/2", "other"), ("http://b.example/3", "C")]),
        ):
            blocks_json = json.dumps([{"type": "image", "url": url, "caption": caption} for url, caption in pictures])
            db.execute("UPDATE snapshots SET structure = ? WHERE id = ?", (blocks_json, snapshot_id))
    query, code = (of_the_demo(blocks(language)[28]) for language in ("sql", "python"))
    of_sql, of_python = ALIKE[29]
    with kaaw_archive.open(path) as archive:
        lost = of_sql(archive.sql(query).to_dicts())
        assert of_python(function_of(code)(archive)) == lost
    assert [url for url in lost[old_url] if ".example/" in url] == ["http://a.example/3"]


@pytest.mark.slow
def test_sql_and_python_say_the_same(demo: Crawled, subtests: pytest.Subtests) -> None:
    for number in ALIKE:
        with subtests.test(number=number):
            assert_alike(demo, number)


def assert_alike(demo: Crawled, number: int) -> None:
    """Assert that SQL and Python answer a question alike; a program that knows SQLite alone reads the same rows."""
    query, code = (of_the_demo(blocks(language)[number - 1]) for language in ("sql", "python"))
    of_sql, of_python = ALIKE[number]
    with kaaw_archive.open(demo.path) as archive:
        expected = of_sql(archive.sql(query).to_dicts())
        assert expected
        assert of_python(function_of(code)(archive)) == expected
    with closing(open_for_reading(demo.path)) as connection:
        ours = [tuple(row) for row in connection.execute(query)]
    assert [tuple(row) for row in demo.db.execute(query)] == ours


def test_no_recipe_counts_texts_within_groups_of_addresses() -> None:
    for query in blocks("sql"):
        assert not re.search(r"count\(DISTINCT (\w\.)?work_id\)", query) or "is_current" in query
