"""A relaunch is one incident that says where each page went; nothing wrong is proposed, and health tells the truth."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from kaaw_archive import urls
from kaaw_archive.linkrot.successors import PROPOSED_FROM

if TYPE_CHECKING:
    from tests.demo.crawled import Crawled

pytestmark = pytest.mark.slow

MAPPED = 0.95  # of the addresses that have a successor


def _later(crawled: Crawled) -> dict[str, set[str]]:
    """The keys under which the article of an address was at any later time, by the key of the address."""
    next_one = {urls.key(old): urls.key(new) for old, new in crawled.world.successors().items()}
    found: dict[str, set[str]] = {}
    for key in next_one:
        found[key], at = set(), key
        while at in next_one:
            at = next_one[at]
            found[key].add(at)
    return found


def test_each_relaunch_is_one_incident_with_the_right_mapping(crawled: Crawled) -> None:
    later = _later(crawled)
    told = crawled.rows("SELECT * FROM incidents")
    of_key = {urls.key(row["url"]): row["incident_id"] for row in crawled.rows("SELECT url, incident_id FROM links")}
    right, wrong = set(), []
    for incident in told:
        for url, one in json.loads(incident["mapping_json"] or "{}").items():
            if one["confidence"] < PROPOSED_FROM:
                continue
            if urls.key(one["url"]) in later.get(urls.key(url), ()):
                right.add(urls.key(url))
            else:
                wrong.append((url, one))
    assert wrong == []
    assert len(later) >= 30
    assert len(right) >= MAPPED * len(later)
    hosts = {urls.host(old) for old in crawled.world.successors()}
    for host in hosts:
        ids = {of_key[urls.key(old)] for old in crawled.world.successors() if urls.host(old) == host}
        assert len(ids) == 1, host
    assert sorted(incident["kind"] for incident in told) == ["relaunch"] * len(hosts)


def test_what_flaps_is_never_dead_and_what_comes_back_says_so(crawled: Crawled) -> None:
    health = {row["url"]: row["health"] for row in crawled.rows("SELECT url, health FROM links")}
    changes: dict[str, set[str]] = {}
    for row in crawled.rows("SELECT l.url, h.to_health FROM health_changes h JOIN links l ON l.id = h.link_id"):
        changes.setdefault(row["url"], set()).add(row["to_health"])
    told = {url: changes.get(url, set()) for url in health}
    returned = {url for url, states in told.items() if "returned" in states}
    assert [urls.host(url) for url in returned] == ["www.verwaltung-innovativ.de"]
    flapping = [url for url in health if urls.host(url) == "www.modellkommune-egovernment.de"]
    assert flapping
    assert all("dead" not in told[url] for url in flapping)
