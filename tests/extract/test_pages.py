"""Each folder of ``pages`` holds a page and the fields that its reading must have."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kaaw_archive import cms
from kaaw_archive.extract import EXTRACTOR, EXTRACTOR_VERSION, read

CASES = sorted((Path(__file__).parent / "pages").iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_page_reads_as_expected(case: Path) -> None:
    expected: dict[str, Any] = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    payload = (case / "page.html").read_bytes()
    url = expected["url"]
    reading = read(payload, url=url, content_type="text/html", system=cms.detect(payload, url))
    assert (reading.page_kind, reading.problem) == (expected["page_kind"], expected.get("problem"))
    assert expected.get("options", {}).items() <= reading.options.items()
    assert (reading.extractor, reading.extractor_version) == (EXTRACTOR, EXTRACTOR_VERSION)
    for article in reading.articles:
        wanted = expected.get("article", {})
        assert {name: getattr(article, name) for name in wanted} == wanted
        assert article.text.startswith(article.lead or "")
        assert [part for part in expected.get("with", []) if part not in article.text] == []
        assert [part for part in expected.get("without", []) if part in article.text] == []
        if "blocks" in expected:
            assert [block["type"] for block in article.structure] == expected["blocks"]
        if "credits" in expected:
            assert [block["credit"] for block in article.structure if block["type"] == "image"] == expected["credits"]
        if "links" in expected:
            found = [[link.url, link.anchor_text, link.role, link.sentence] for link in article.links]
            assert found == expected["links"]
            assert [link.position for link in article.links] == list(range(1, len(found) + 1))
        json.dumps(article.structure)
    assert len(reading.articles) == (1 if "article" in expected or expected["page_kind"] == "article" else 0)
