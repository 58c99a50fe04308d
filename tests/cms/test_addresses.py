"""What the address alone says on a site of each system: article, listing, trap; the cases are ``addresses.json``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kaaw_archive import cms
from kaaw_archive.seeds import SeedRules
from kaaw_archive.seeds.addresses import Addresses

CASES: dict[str, dict[str, list[str]]] = json.loads(
    (Path(__file__).parent / "addresses.json").read_text(encoding="utf-8")
)
HOST = "https://amt.example"


@pytest.mark.parametrize("name", CASES)
def test_an_address_is_what_it_says(name: str) -> None:
    system = cms.system_by_name(name)
    addresses = Addresses(f"{HOST}/seite-die-fragt", SeedRules(), system)
    asked: dict[str, tuple[Any, bool]] = {
        "articles": (addresses.is_article, True),
        "not_articles": (addresses.is_article if name != "plain" else addresses.may_be_article, False),
        "listings": (addresses.is_listing, True),
        "traps": (addresses.is_trap, True),
        "no_traps": (addresses.is_trap, False),
    }
    wrong = [
        (kind, path)
        for kind, (ask, answer) in asked.items()
        for path in CASES[name][kind]
        if ask(HOST + path) is not answer
    ]
    assert wrong == []


def test_every_trap_of_one_system_is_harmless_on_the_listings_and_articles_of_its_own() -> None:
    for name, case in CASES.items():
        system = cms.system_by_name(name)
        trapped = [path for path in (*case["articles"], *case["listings"]) if cms.is_trap(HOST + path, system)]
        assert trapped == [], name


def test_every_system_has_addresses() -> None:
    assert sorted(CASES) == [system.name for system in cms.systems()]
