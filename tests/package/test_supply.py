"""The supply chain: hashes of all that is installed, its licences, and the bill of materials of the wheel."""

from __future__ import annotations

import re
from importlib.metadata import version

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from supply.bill import bill
from supply.installed import EXTRAS, libraries, needed
from supply.installed import PROJECT as OURS
from supply.licences import page
from tests.program import PROJECT

LOCK = (PROJECT / "constraints.txt").read_text(encoding="utf-8")


def pins() -> list[tuple[Requirement, str]]:
    """Return each pinned requirement with the text of its hashes."""
    blocks = re.findall(r"^([A-Za-z0-9][^\n]*?) \\\n((?:    --hash=\S+(?: \\)?\n?)+)", LOCK, re.MULTILINE)
    return [(Requirement(pin), hashes) for pin, hashes in blocks]


def test_each_line_of_the_lock_is_a_comment_a_pin_or_a_hash() -> None:
    forms = re.compile(r"#.*|[a-z0-9-]+==[^ ;]+( ; .+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")
    assert [line for line in LOCK.splitlines() if not forms.fullmatch(line)] == []
    assert len(pins()) == sum("==" in line and not line.startswith("#") for line in LOCK.splitlines() if line[0] != " ")


def test_the_lock_names_no_address() -> None:
    assert re.findall(r"https?:|file:|--(?:extra-)?index-url|--find-links|@ ", LOCK) == []


@pytest.mark.slow
def test_all_that_is_installed_has_its_version_and_hashes_in_the_lock() -> None:
    locked: dict[str, Requirement] = {
        canonicalize_name(pin.name): pin for pin, _ in pins() if pin.marker is None or pin.marker.evaluate()
    }
    wrong = [f"{name} {each.version}" for name, each in libraries().items() if name not in locked]
    wrong += [
        name for name, each in libraries().items() if name in locked and each.version not in locked[name].specifier
    ]
    assert wrong == []


def test_wheels_of_other_machines_have_hashes_too() -> None:
    several = {pin.name: hashes.count("--hash=") for pin, hashes in pins()}
    assert several["lxml"] > 50
    assert several["scrapy"] == 2, "a wheel and the source"


def test_make_takes_nothing_without_a_hash() -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    installs = [line.strip() for line in makefile.splitlines() if line.startswith("\t$(PIP) install")]
    assert len(installs) == 3
    assert "--require-hashes --requirement constraints.txt" in installs[0]
    assert "--no-index --no-deps --no-build-isolation" in installs[1], "the project itself, which has no hash"
    assert "--require-hashes --no-deps" in installs[2], "what `make notebook` needs"


@pytest.mark.slow
def test_each_library_has_a_licence_and_stands_in_the_list() -> None:
    assert [name for name, library in libraries().items() if not library.licence] == []
    listed = (PROJECT / "docs" / "licences.md").read_text(encoding="utf-8")
    assert [row for row in page().splitlines() if row not in listed.splitlines()] == []
    names = {canonicalize_name(pin.name) for pin, _ in pins()}
    assert set(re.findall(r"^\| ([a-z0-9-]+) \|", listed, re.MULTILINE)) - names - {"library"} == set()


@pytest.mark.slow
def test_the_bill_lists_all_that_a_run_needs() -> None:
    made = bill()
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    component = made["metadata"]["component"]
    assert (component["name"], component["version"]) == (OURS, version(OURS))
    parts = {part["name"]: part for part in made["components"]}
    assert set(parts) == needed(EXTRAS)
    assert {"scrapy", "twisted", "lxml", "trafilatura", "pebble"} <= {
        name for name, part in parts.items() if part["scope"] == "required"
    }
    assert "pytest" not in parts
    assert all(part["purl"] == f"pkg:pypi/{part['name']}@{part['version']}" for part in parts.values())


@pytest.mark.slow
def test_the_bill_says_what_needs_what() -> None:
    made = bill()
    references = {part["bom-ref"] for part in made["components"]} | {made["metadata"]["component"]["bom-ref"]}
    graph = {each["ref"]: each["dependsOn"] for each in made["dependencies"]}
    assert set(graph) == references
    reached, pending = set[str](), [made["metadata"]["component"]["bom-ref"]]
    while pending:
        reference = pending.pop()
        if reference not in reached:
            reached.add(reference)
            pending += graph[reference]
    assert reached == references


@pytest.mark.slow
def test_each_part_of_the_bill_has_its_fields() -> None:
    fields = ("name", "version", "licenses", "purl", "bom-ref")
    parts = bill()["components"]
    assert [(part["name"], field) for part in parts for field in fields if not part.get(field)] == []
