"""A page for visitors of other places, or in front of terms, has words of loss and is not gone."""

from __future__ import annotations

import pytest

from kaaw_archive.extract.page_features import inspect_page


@pytest.mark.parametrize(
    "text",
    [
        "Das läuft hier leider nicht. Für das Land, aus dem du zugreifst, haben wir keine Rechte an diesem Video.",
        "The records are not official and no longer complete. By clicking “I Agree” you accept that nothing is owed.",
    ],
)
def test_a_page_for_other_places_or_before_terms_is_not_gone(text: str) -> None:
    page = inspect_page(
        f"<html><head><title>Amt</title></head><body><p>{text}</p></body></html>".encode(),
        url="https://amt.example/x",
        content_type="text/html; charset=utf-8",
    )
    assert [one for one in page.notices if one.kind == "absence"] == []
