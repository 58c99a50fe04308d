"""Entries of a report of links: where they stand, in which words, and what is to be done about them."""

from __future__ import annotations

import string
from dataclasses import fields
from typing import Any

import pytest

from kaaw_archive.cli._links import html, markdown
from kaaw_archive.cli._links.entries import Wording, group_entries
from kaaw_archive.cli._links.formats import write
from kaaw_archive.cli._links.report_words import ENGLISH, GERMAN, LANGUAGES, ReportWords
from kaaw_archive.verdicts import LinkHealth, Verdict

NOW = "2016-10-10T08:00:00.000Z"
DEAD: dict[str, Any] = {
    "url": "https://amt.example/alt", "health": "dead", "verdict": "not_found", "reason": "not found (404)",
    "rule": "is_not_found", "first_bad_at": "2016-09-22T08:00:00.000Z", "dead_since_at": "2016-10-01T08:00:00.000Z",
    "last_good_at": None, "checked_at": "2016-10-09T08:00:00.000Z", "last_checked_at": "2016-10-09T08:00:00.000Z",
    "first_cited_at": "2016-01-01T08:00:00.000Z",
    "next_check_at": "2016-11-09T08:00:00.000Z", "incident_id": None, "candidates": [], "final_url": None,
}  # fmt: skip
MENTION: dict[str, Any] = {
    "article_url": "https://stadt.example/1", "article_title": "Meldung", "article_state": "live", "version": 1,
    "source": "stadt.example", "anchor_text": "Bericht", "sentence": "Der Bericht liegt vor.",
}  # fmt: skip
OWN_COPY: dict[str, Any] = {
    "url": "sha256:00", "confidence": 0.99, "reason": "our own copy", "kind": "memento", "is_proposed": True,
    "capture": "20160101T080000Z-aaaaaa-1", "captured_at": "2016-01-01T08:00:00.000Z",
}  # fmt: skip
PAGE: dict[str, Any] = {
    "url": "https://amt.example/neu", "confidence": 0.9, "reason": "same text", "kind": "page", "is_proposed": True,
    "capture": None, "captured_at": None,
}  # fmt: skip


def entry_of(row: dict[str, Any], wording: Wording | None = None) -> dict[str, Any]:
    (group,) = group_entries([row], lambda _: [MENTION], {}, wording or Wording())
    return group.entries[0]


def test_articles_that_are_gone_stand_apart_at_the_end_and_ask_for_nothing() -> None:
    gone = MENTION | {"article_url": "https://stadt.example/0", "article_title": "Alt", "article_state": "withdrawn"}
    groups = group_entries([DEAD], lambda _: [gone, MENTION], {}, Wording())
    assert [(group.kind, group.url) for group in groups] == [
        ("article", "https://stadt.example/1"), ("gone_article", "https://stadt.example/0"),
    ]  # fmt: skip
    text = markdown.text(groups, NOW, ENGLISH)
    before, _, after = text.partition("# In articles that are gone: nothing to mend there")
    assert "- [ ] **not_found**" in before
    assert "- **not_found**" in after
    assert "to do" not in after
    assert "withdrawn" in after
    assert "In articles that are gone" in html.page(groups, NOW, ENGLISH)


def test_an_incident_holds_watched_links_too_and_names_the_article_of_each_entry() -> None:
    incident = {"id": 1, "kind": "relaunch", "pattern": "amt.example/*", "links": 7, "started_at": NOW}
    broken = DEAD | {"incident_id": 1}
    second = MENTION | {"article_url": "https://stadt.example/2", "article_title": "Zweite Meldung"}
    groups = group_entries(
        [broken, broken | {"url": "https://amt.example/b"}],
        lambda row: [MENTION, second] if row["url"] == DEAD["url"] else [],
        {1: incident},
        Wording(),
        by_incident=True,
    )
    (group,) = groups
    assert (group.kind, len(group.entries)) == ("incident", 3)
    for text in (markdown.text(groups, NOW, ENGLISH), html.page(groups, NOW, ENGLISH)):
        assert "https://stadt.example/1" in text
        assert "Zweite Meldung" in text


@pytest.mark.parametrize(
    ("changed", "action"),
    [
        ({}, "look for a new address"),
        ({"candidates": [OWN_COPY]}, "kaaw payload 20160101T080000Z-aaaaaa-1"),
        ({"candidates": [OWN_COPY, PAGE]}, "replace the link by the suggestion"),
        ({"health": "failing"}, "wait: it is checked again on 2016-11-09"),
        ({"health": "alive", "verdict": "drifted"}, "check if it still says what you cite"),
        ({"health": "alive", "verdict": "fragment_lost"}, "the part behind #"),
        ({"health": "not_judged", "verdict": "tls_invalid"}, "tell the site"),
        ({"verdict": "bad_url"}, "the address is mistyped"),
    ],
)
def test_each_entry_says_what_to_do(changed: dict[str, Any], action: str) -> None:
    assert action in entry_of(DEAD | changed)["action"]


def test_a_robust_link_never_leads_to_the_broken_address_alone() -> None:
    assert entry_of(DEAD)["robust_link"] is None
    assert entry_of(DEAD | {"candidates": [OWN_COPY]})["robust_link"] is None
    served = entry_of(DEAD | {"candidates": [OWN_COPY]}, Wording(mementos="https://kopien.example"))["robust_link"]
    assert 'data-versionurl="https://kopien.example/20160101080000/https://amt.example/alt"' in served
    assert entry_of(DEAD | {"candidates": [PAGE]})["robust_link"].startswith('<a href="https://amt.example/neu"')


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=list(LANGUAGES))
def test_every_language_has_every_word(words: ReportWords) -> None:
    assert words.healths.keys() == {health.value for health in LinkHealth}
    assert words.verdicts is None or words.verdicts.keys() == set(Verdict)
    assert all(getattr(words, each.name) not in ("", ()) for each in fields(words))
    for name in ("actions", "states", "incidents"):
        assert getattr(words, name).keys() == getattr(ENGLISH, name).keys()
    assert _gaps(words.actions["own_copy"]) == {"capture"}
    assert _gaps(words.broke_together) == {"links", "day"}


def test_reasons_in_german_come_from_the_verdict() -> None:
    found = entry_of(DEAD | {"candidates": [PAGE]}, Wording(GERMAN))
    assert found["reason"] == "Der Server meldet: nicht gefunden (404)."
    assert found["suggestion_reason"] == "gleicher Titel oder gleicher Text im Archiv"


def _gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (ENGLISH, "not found (404); the last check, on 2016-10-10, showed nothing"),
        (GERMAN, "Der Server meldet: nicht gefunden (404). Die letzte Prüfung am 2016-10-10 hat nichts ergeben."),
    ],
)
def test_a_check_that_showed_nothing_is_named_after_the_reason(words: ReportWords, reason: str) -> None:
    assert entry_of(DEAD | {"last_checked_at": NOW}, Wording(words))["reason"] == reason


def test_an_entry_in_an_article_that_is_gone_says_that_nothing_is_to_be_done() -> None:
    """Also where entries stand in one list, as in CSV."""
    gone = MENTION | {"article_state": "withdrawn"}
    for words, action in (
        (ENGLISH, "nothing: the article is gone"),
        (GERMAN, "nichts: den Artikel gibt es nicht mehr"),
    ):
        (group,) = group_entries([DEAD | {"candidates": [PAGE]}], lambda _: [gone], {}, Wording(words))
        assert group.entries[0]["action"] == action


@pytest.mark.parametrize(
    ("checked_at", "words", "dated"),
    [
        (None, ENGLISH, "(2016-09-22)"),
        ("2016-09-22T01:00:00.000Z", ENGLISH, "(2016-09-22)"),
        ("2016-03-01T01:00:00.000Z", ENGLISH, "(2016-09-22, last check of 2016-03-01)"),
        ("2016-03-01T01:00:00.000Z", GERMAN, "(2016-09-22, letzte Prüfung vom 2016-03-01)"),
    ],
)
def test_a_report_on_old_checks_says_of_which_day_they_are(
    capsys: pytest.CaptureFixture[str], checked_at: str | None, words: ReportWords, dated: str
) -> None:
    write("markdown", [], "2016-09-22T12:00:00.000Z", words, checked_at=checked_at)
    assert capsys.readouterr().out.splitlines()[0] == f"# {words.title} {dated}"
