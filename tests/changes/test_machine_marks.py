"""Marks that programs put into texts, and signs and words of texts that look like them."""

from __future__ import annotations

import pytest

from kaaw_archive.changes import compare
from kaaw_archive.items import ContentImage, NoEdit, VersionContent

FIRST = "Der Deichverband prüft am Montag die Anlagen an der Hunte. Gesucht wird nach Rissen und Löchern im Siel."
SECOND = "Treffpunkt ist das Siel im Norden. Wer mitgehen will, meldet sich beim Verband an und bringt Spaten mit."
URL = "https://www.deichverband.example/n/1"


def _version(*paragraphs: str, images: tuple[ContentImage, ...] = ()) -> VersionContent:
    return VersionContent(
        title="Deiche werden geprüft", paragraphs=paragraphs, published_on="2026-03-03", language="de", url=URL,
        images=images,
    )  # fmt: skip


MARKS = {
    "numbers of paragraphs": (f"[1] {FIRST}", f"[2] {SECOND}"),
    "numbers and anchors": (f"1¶ {FIRST}", f"2¶ {SECOND}"),
    "a link to the section": (f"{FIRST} Permalink to this section", f"{SECOND} ¶"),
    "marks of notes": (FIRST.replace("Hunte.", "Hunte.[1]"), SECOND.replace("Verband an", "Verband² an")),
    "printed addresses": (FIRST.replace("Anlagen", "Anlagen (https://a.example/x)"), SECOND),
    "a printed number": (FIRST, SECOND.replace("Verband", "Verband (tel:105)")),
    "a glossary": (
        FIRST.replace("Anlagen", "Anlagen (Glossar: Deiche und Gräben)"),
        SECOND.replace("Siel", "Siel (Glossar: Tor im Deich)"),
    ),
    "ligatures": (FIRST.replace("Treff", "Treﬀ"), SECOND.replace("Treff", "Treﬀ")),
    "words of a narrow column": (FIRST.replace("Anlagen", "Anla- gen"), SECOND.replace("Treffpunkt", "Treff-punkt")),
}
EDITS = {
    "an explanation": (FIRST.replace("Siel", "Siel (Tor: im Deich)"), SECOND),
    "two telephone numbers": (
        FIRST.replace("Hunte", "Hunte (Telefon: 04711)"), SECOND.replace("Norden", "Norden (Telefon: 04712)"),
    ),
    "a number in front of one paragraph": (f"12 {FIRST}", SECOND),
    "an area": (FIRST.replace("Hunte.", "Hunte auf 12 km²."), SECOND),
    "a name in brackets": (FIRST.replace("Hunte", "Hunte (Ollen)"), SECOND),
}  # fmt: skip


@pytest.mark.parametrize("paragraphs", MARKS.values(), ids=MARKS)
def test_marks_of_programs_are_no_edit(paragraphs: tuple[str, ...]) -> None:
    plain, other = _version(FIRST, SECOND), _version(*paragraphs)
    assert (compare(plain, other).edit, compare(other, plain).edit) == (None, None)


@pytest.mark.parametrize("paragraphs", EDITS.values(), ids=EDITS)
def test_what_looks_like_a_mark_is_an_edit(paragraphs: tuple[str, ...]) -> None:
    plain, other = _version(FIRST, SECOND), _version(*paragraphs)
    assert compare(plain, other).edit is not None
    assert compare(other, plain).edit is not None


def test_a_label_and_its_value_on_one_line_are_the_same_on_two() -> None:
    rows, lines = _version(FIRST, "Name: Albion Dock", SECOND), _version(FIRST, "Name", "Albion Dock", SECOND)
    assert (compare(rows, lines).edit, compare(lines, rows).edit) == (None, None)
    assert compare(rows, _version(FIRST, "Name", "Albion Quay", SECOND)).edit is not None


def test_an_item_more_of_a_numbered_list_is_an_edit() -> None:
    short, long = (_version(FIRST, SECOND, "1 Spaten", "2 Stiefel", *more) for more in ((), ("3 Helme",)))
    assert compare(short, long).edit is not None


def test_a_text_of_which_only_the_notes_are_left_is_cut_off() -> None:
    judged = compare(_version(FIRST, f"{SECOND}[1]"), _version("[1] Akten des Verbandes, Blatt 88. [2] Protokolle."))
    assert (judged.no_edit, judged.is_new_bad) == (NoEdit.CUT_OFF, True)


@pytest.mark.parametrize(
    ("url", "caption"),
    [
        ("https://cdn.deichverband.example/w_1200,f_webp/bilder/siel.webp", "Das Siel"),
        ("https://www.deichverband.example/bilder/siel.jpg", "Bild 1/4 - Das Siel - klicken zum Vergrößern"),
    ],
)
def test_a_picture_of_another_server_or_gallery_is_the_same(url: str, caption: str) -> None:
    old = ContentImage("https://www.deichverband.example/bilder/siel.jpg", "Das Siel")
    versions = [_version(FIRST, SECOND, images=(one,)) for one in (old, ContentImage(url, caption))]
    assert compare(*versions).edit is None
    assert compare(versions[0], _version(FIRST, SECOND, images=(ContentImage(url, "Der Deich"),))).edit is not None
