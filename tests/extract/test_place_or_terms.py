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


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Dieses Angebot ist aus urheberrechtlichen Gründen nicht verfügbar", "gate"),
        ("This page is not available for legal reasons", "gate"),
        ("Dieses Angebot ist nicht verfügbar", "absence"),
    ],
)
def test_a_page_withheld_by_law_is_not_gone(heading: str, kind: str) -> None:
    title = "This page is not available" if heading.startswith("This") else "Diese Seite ist nicht verfügbar"
    page = inspect_page(
        f"<html><head><title>{title}</title></head><body><h1>{heading}</h1></body></html>".encode(),
        url="https://netz.example/x",
        content_type="text/html; charset=utf-8",
    )
    assert {one.kind for one in page.notices} & {"gate", "absence"} == {kind}
