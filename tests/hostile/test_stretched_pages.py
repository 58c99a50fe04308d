"""Pages whose texts are stretched where a short one is meant: each is read, and looked at as a new site, in seconds."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from kaaw_archive.derive.reading import read_payload
from kaaw_archive.extract import rights
from kaaw_archive.http import Headers
from kaaw_archive.seeds import SeedRules
from kaaw_archive.sites import front_pages
from kaaw_archive.sites.recording import StoredPage

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "cases" / "stretched.json").read_text(encoding="utf-8")
)
URL = "https://www.amt.example/presse/"
LIMIT_S = 5.0  # of CPU, on a machine that does other things, too
TEXT = "<p>" + "Der Rat hat am Montag die neue Satzung der Stadt beschlossen. " * 8 + "</p>"


def page(case: dict[str, Any]) -> bytes:
    """Return a page with the text of the case, repeated, in the place that it names."""
    text = str(case["text"]) * int(case["times"])
    return str(case["page"]).replace("TEXT", TEXT).replace("…", text).encode()


@pytest.mark.parametrize("case", CASES, ids=[case["what"] for case in CASES])
def test_a_stretched_text_costs_seconds_at_most(case: dict[str, Any]) -> None:
    payload, began = page(case), time.thread_time()
    read_payload(payload, URL, "text/html")
    json.dumps(rights.signals(Headers({}), payload, "text/html"))
    stored = StoredPage(URL, "2016-09-22T12:00:00.000Z", "text/html", 200, True, payload)
    front = front_pages.read(URL, stored, SeedRules(hosts=("www.amt.example",)), payload)
    assert len(front.title) <= 500
    assert time.thread_time() - began < LIMIT_S
