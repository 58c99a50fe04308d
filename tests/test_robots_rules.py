"""Rules of robots.txt for our agent: those that Protego reads from the whole file, in time that its length bounds."""

from __future__ import annotations

import json
import time
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from protego import Protego

from kaaw_archive import robots_rules

AGENT = "kaaw_archive"
CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "vectors/robots_cases.json").read_text("utf-8"))
PATHS = [f"https://amt.example/{path}" for path in ("", "a", "b/c", "a/index.html", "?q=1")]
LINES = st.lists(
    st.sampled_from(
        ["User-agent: *", "User-agent: kaaw_archive", "user-agent: KAAW", "User agent kaaw*", "useragent:x",
         "User-agent:", "user \t agent: x: y", "User-agent x:y", "User-agent foo: bar", "User-agent: kaaw_archive*",
         "user-agent *  # x", "User-agent: archive", "Disallow: /", "Disallow: /a", "disallow /b", "Allow: /a",
         "Disallow:", "Crawl-delay: 3", "Crawl-delay: 7", "Sitemap: https://amt.example/s.xml", "Host: amt.example",
         "Unknown: x", "words", "# x", ""]
    ),
    max_size=12,
)  # fmt: skip


@given(LINES, st.sampled_from([AGENT, "KAAW_archive/1.0 (+https://amt.example)", "kaaw", "*"]))
def test_the_rules_for_an_agent_are_those_of_the_whole_file(lines: list[str], agent: str) -> None:
    text = "\n".join(lines)
    whole, ours = Protego.parse(text), robots_rules.parse(text.encode(), agent)
    assert [ours.can_fetch(url, agent) for url in PATHS] == [whole.can_fetch(url, agent) for url in PATHS]
    assert ours.crawl_delay(agent) == whole.crawl_delay(agent)
    assert list(ours.sitemaps) == list(whole.sitemaps)


def test_a_byte_order_mark_and_bytes_of_no_charset_are_read() -> None:
    rules = robots_rules.parse(b"\xef\xbb\xbfUser-agent: *\nDisallow: /\xff\nDisallow: /a", AGENT)
    assert not rules.can_fetch("https://amt.example/a", AGENT)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_a_site_owner_gets_what_the_rules_say(case: dict[str, Any]) -> None:
    """Cases after https://developers.google.com/crawling/docs/robots-txt/robots-txt-spec and RFC 9309, in our words."""
    rules = robots_rules.parse("\n".join(case["robots"]).encode(), case.get("agent", AGENT))
    asked = [*case["allowed"], *case["denied"]]
    allowed = [path for path in asked if rules.can_fetch(f"https://amt.example{path}", case.get("agent", AGENT))]
    assert allowed == case["allowed"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "agents",
    [
        [f"User-agent: bot{number}" for number in range(16_273)],
        [f"User-agent bot{number}" for number in range(16_273)],
        [f"User-agent: kaaw_archive{'*' * (number % 150)}x{'*' * (number // 150)}" for number in range(3_000)],
        [f"User-agent: {AGENT[:at]}*{AGENT[at:other]}{'*' * count}{AGENT[other:]}"
         for at in range(12) for other in range(at, 12) for count in range(40)],
    ],
    ids=["names", "no colons", "stars", "our name with stars"],
)  # fmt: skip
def test_many_agents_in_one_group_take_little_time_and_memory(agents: list[str]) -> None:
    rules = [f"Disallow: /{number}" for number in range(16_273)]
    body = "\n".join([*agents, *rules, "User-agent: *", "Disallow: /a"]).encode()
    tracemalloc.start()
    begun = time.thread_time()
    try:
        parsed = robots_rules.parse(body, AGENT)
        _, most_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert time.thread_time() - begun < 20
    assert most_bytes < 64 * 1024 * 1024
    parsed.can_fetch("https://amt.example/a", AGENT)
