"""CITATION.cff and the metadata of the package say the same."""

from __future__ import annotations

import tomllib

import yaml

from tests.program import PROJECT


def test_the_citation_and_the_package_agree() -> None:
    citation = yaml.safe_load((PROJECT / "CITATION.cff").read_text(encoding="utf-8"))
    package = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert citation["version"] == package["version"]
    assert citation["license"] == package["license"]
    assert [author["name"] for author in citation["authors"]] == [author["name"] for author in package["authors"]]
