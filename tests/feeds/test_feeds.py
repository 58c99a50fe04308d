"""Feeds of events: valid by their specifications, ids that stay, times in UTC, each event once to a reader."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from kaaw_archive.cli.terminal import options
from kaaw_archive.feeds import atom_feed, describe, headline, json_feed
from tests.cli.conftest import Kaaw, document, filled_path, own_path, run

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["filled_path", "own_path", "run"]  # fixtures

ATOM = "{http://www.w3.org/2005/Atom}"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\Z")
IRI = re.compile(r"[a-z][a-z0-9+.-]*:\S+\Z")
# RFC 4287, 4.1.1 and 4.1.2: how often each element stands in a feed and in an entry
IN_FEED = {"id": 1, "title": 1, "updated": 1, "generator": 1, "author": 1}
IN_ENTRY = {"id": 1, "title": 1, "updated": 1, "link": 1, "content": 1}


def event(**values: Any) -> dict[str, Any]:
    known: dict[str, Any] = {
        "uid": "a1", "kind": "edited", "source": "amt.example", "url": "https://www.amt.example/a", "title": "Haushalt",
        "moved_to_url": None, "after_at": "2016-09-01T06:00:00.000Z", "before_at": "2016-09-02T06:00:00.000Z",
        "known_at": "2016-09-02T06:00:00.000Z", "rule": "content differs", "is_superseded": 0, "is_reread": 0,
        "quotation": None, "quotation_form": None, "cited_by": [], "answered_again_at": None,
        "significance": 0.7, "sentence": "3 -> 5 Millionen Euro in Absatz 2; Datum unverändert", "is_silent": 1,
        "edit_kinds": ["numbers"], "captures": ["20160901T060000Z-000001-1"],
    }  # fmt: skip
    return known | values


def check_atom(feed: bytes) -> list[etree._Element]:
    """Return the entries of a feed that is as RFC 4287 says."""
    root = etree.fromstring(feed)
    assert root.tag == f"{ATOM}feed"
    entries = root.findall(f"{ATOM}entry")
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)
    for parent, counts in [(root, IN_FEED), *((entry, IN_ENTRY) for entry in entries)]:
        assert {name: len(parent.findall(f"{ATOM}{name}")) for name in counts} == counts
        assert IRI.match(parent.findtext(f"{ATOM}id") or "")
        assert RFC_3339.match(parent.findtext(f"{ATOM}updated") or "")
        assert parent.findtext(f"{ATOM}title")
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    for entry in entries:
        (link,) = entry.findall(f"{ATOM}link")
        assert (link.get("rel"), bool(IRI.match(link.get("href") or ""))) == ("alternate", True)
        assert all(category.get("term") for category in entry.findall(f"{ATOM}category"))
    return entries


def check_json_feed(feed: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the items of a feed that is as JSON Feed 1.1 says."""
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(feed["title"], str)
    assert all(author.keys() <= {"name", "url", "avatar"} for author in feed["authors"])
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert IRI.match(item["url"])
        assert item["content_text"]
        assert RFC_3339.match(item["date_published"])
        assert all(isinstance(tag, str) for tag in item["tags"])
        others = item.keys() - {"id", "url", "title", "content_text", "date_published", "tags"}
        assert others == {"_event"}  # extensions begin with an underscore
    items: list[dict[str, Any]] = feed["items"]
    return items


def test_the_feeds_of_an_archive_are_valid_and_have_the_same_ids(run: Kaaw, filled_path: Path) -> None:
    atom = [run(filled_path, "events", "--format", "atom").stdout for _ in range(2)]
    assert atom[0] == atom[1]
    entries = check_atom(atom[0].encode())
    items = check_json_feed(document(run(filled_path, "events", "--format", "json-feed")))
    assert len(entries) >= 4
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == [item["id"] for item in items]
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [item["title"] for item in items]


def test_a_feed_without_entries_is_valid() -> None:
    assert check_atom(atom_feed("Events", "Events", [])) == []
    assert check_json_feed(json_feed("Events", [])) == []


def test_control_characters_and_markup_stay_text() -> None:
    evil = event(title="<b>\x1b]0;x\x07 & \u202e\ufffe\uffff", sentence="\x00 <script>", source="\ufffe", rule="\x00")
    evil |= {"edit_kinds": ["\x1b"]}
    (entry,) = check_atom(atom_feed("Events \x00\ufffe", "Events", [evil]))
    assert "<b>" in str(entry.findtext(f"{ATOM}title"))
    assert json.loads(json.dumps(json_feed("Events", [evil])))
    assert (
        etree.fromstring(atom_feed("Events", "Events", [evil | {"url": "https://amt.example/\x0b\uffff"}])) is not None
    )


@pytest.mark.parametrize(
    ("values", "line", "part"),
    [
        ({}, "Edited silently: Haushalt", "3 -> 5 Millionen Euro in Absatz 2; Datum unverändert. Between 2016-09-01"),
        ({"is_silent": 0}, "Edited: Haushalt", "Between"),
        ({"kind": "withdrawn", "sentence": None}, "Withdrawn: Haushalt", "Present at 2016-09-01T06:00:00.000Z, not"),
        ({"kind": "new", "after_at": None, "sentence": None}, "New: Haushalt", "First seen at 2016-09-02T06:00:00"),
        ({"kind": "moved", "moved_to_url": "https://a.example/b"}, "Moved: Haushalt", "is at https://a.example/b."),
        ({"is_superseded": 1}, "No longer so: edited silently: Haushalt", "Rule: content differs."),
        ({"title": None, "kind": "link_dead"}, "Link dead: https://www.amt.example/a", "Between"),
        ({"is_reread": 1}, "Edited silently: Haushalt", "Found by reading old captures again."),
    ],
)  # fmt: skip
def test_an_entry_says_what_is_certain(values: dict[str, Any], line: str, part: str) -> None:
    assert headline(event(**values)) == line
    assert part in describe(event(**values))


def test_the_filters_of_the_list_are_those_of_the_feeds(run: Kaaw, filled_path: Path) -> None:
    events = document(run(filled_path, "events", "--json"))["events"]
    assert {one["kind"] for one in events} >= {"new", "edited"}
    for chosen, wanted in (
        (("--kind", "new"), [one for one in events if one["kind"] == "new"]),
        (("--source", events[0]["source"]), [one for one in events if one["source"] == events[0]["source"]]),
        (
            ("--significance", "1"),
            [one for one in events if one["kind"] != "edited" or (one["significance"] or 1) >= 1],
        ),
        (("--until", "2016-09-22"), [one for one in events if one["known_at"] < "2016-09-23"]),
        (("--since", "2016-09-23"), [one for one in events if one["known_at"] > "2016-09-23"]),
        ((events[-1]["url"],), [one for one in events if one["url"] == events[-1]["url"]]),
        (("--limit", "1"), events[:1]),
    ):
        assert document(run(filled_path, "events", "--json", *chosen))["events"] == wanted, chosen
    assert run(filled_path, "events", "--since", "2099-01-01").stdout == "no events\n"


def test_the_list_shows_source_and_day_and_leaves_out_what_was_published_before(run: Kaaw, filled_path: Path) -> None:
    shown = run(filled_path, "events", "--kind", "new").stdout
    assert " (stadt.example, published 2016-09-21)\n" in shown
    for since, days in (("2016-09-21", {None, "2016-09-21"}), ("2016-09-22", {None})):
        found = document(run(filled_path, "events", "--json", "--kind", "new", "--published-since", since))["events"]
        assert {one["published_on"] for one in found} == days


@pytest.mark.parametrize(("word", "number"), [("today", 0), ("yesterday", 2)])
def test_days_may_be_today_and_yesterday(
    run: Kaaw, filled_path: Path, monkeypatch: pytest.MonkeyPatch, word: str, number: int
) -> None:
    monkeypatch.setattr(options, "now", lambda: "2016-09-23T08:00:00.000Z")
    listed = ("events", "--json", "--kind", "new", "--until", "2016-09-23", "--since", word)
    assert len(document(run(filled_path, *listed))["events"]) == number


def test_a_page_that_is_no_news_is_no_new_article_but_of_its_own_address(run: Kaaw, own_path: Path) -> None:
    url = "https://www.stadt.example/presse/akte"
    with closing(sqlite3.connect(own_path)) as db, db:
        db.execute("UPDATE articles SET news_since_at = NULL WHERE url = ?", (url,))
    assert url not in run(own_path, "events", "--kind", "new").stdout
    assert url in run(own_path, "events", url, "--kind", "new").stdout


def test_a_reader_gets_each_event_once(run: Kaaw, own_path: Path) -> None:
    assert document(run(own_path, "events", "--json", "--limit", "2"))["total"] > 2
    cut = run(own_path, "events", "--limit", "2")
    assert cut.stderr == "the last 2 of 4 events; all of them: --limit 4\n"
    assert "the last" not in cut.stdout
    part = run(own_path, "events", "--json", "--reader", "morning", "--limit", "2")
    assert part.stderr == "2 events left for morning: give the command again\n"
    first = document(part)["events"]
    rest = document(run(own_path, "events", "--json", "--reader", "morning"))["events"]
    everything = document(run(own_path, "events", "--json"))["events"]
    assert len(first) == 2
    assert sorted(one["uid"] for one in [*first, *rest]) == sorted(one["uid"] for one in everything)
    assert document(run(own_path, "events", "--json", "--reader", "morning"))["events"] == []
    assert len(document(run(own_path, "events", "--json", "--reader", "evening"))["events"]) == len(everything)
