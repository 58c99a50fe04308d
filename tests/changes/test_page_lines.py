"""Lines around an article that are known by their form and place, and lines of articles that look like them."""

from __future__ import annotations

import pytest

from kaaw_archive.changes import compare
from kaaw_archive.items import EditKind, VersionContent

BODY = (
    "Der Rat der Stadt Hellau hat am Dienstag den Haushalt beschlossen. Er umfasst 240 Millionen Euro.",
    "Für Schulen sind 31 Millionen Euro vorgesehen. Die Grundsteuer bleibt gleich.",
)
URL = "https://www.hellau.example/n/1"
SAME: frozenset[EditKind] = frozenset()


def _version(*paragraphs: str, title: str = "Haushalt beschlossen") -> VersionContent:
    return VersionContent(title=title, paragraphs=paragraphs, published_on="2026-03-03", language="de", url=URL)


def _kinds(old: tuple[str, ...], new: tuple[str, ...]) -> frozenset[EditKind]:
    edit = compare(_version(*old), _version(*new)).edit
    return frozenset(edit.kinds) if edit else SAME


@pytest.mark.parametrize(
    "line",
    [
        "Textgröße A A+ A++ hoher Kontrast",  # a tool bar
        "Jetzt spenden und Retter unterstützen!",  # a call
        "Wir suchen Sie! 23 offene Stellen",
        "Worum es geht | Was es kostet | Wer zahlt",  # a row of labels
        "Gedruckt von hellau.example am 12.05.2025 09:41",  # the host of the page
        "Teil von: Haushalt und Steuern",  # a label that states no fact
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_line_without_a_full_stop_around_the_text_of_one_version_is_of_the_page(line: str, place: int) -> None:
    other = (*BODY[:place], line, *BODY[place:])
    assert _kinds(BODY, other) == SAME
    assert _kinds(other, BODY) == SAME


@pytest.mark.parametrize(
    "line",
    [
        "Die Sitzung ist öffentlich.",
        "Achtung: Die Veranstaltung ist abgesagt!",
        "Der Rat hat einstimmig beschlossen!",
        "Eintritt: frei",
        "Beginn um 18 Uhr",
        "Nächste Sitzung am Donnerstag",
        "Postponed until further notice",
        "- Ausweis mitbringen",
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_sentence_a_fact_a_state_or_an_item_is_of_the_article(line: str, place: int) -> None:
    other = (*BODY[:place], line, *BODY[place:])
    assert _kinds(BODY, other) == {EditKind.ADDED}
    assert _kinds(other, BODY) == {EditKind.REMOVED}


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        # one line of a list came
        ((*BODY, "Brot", "Milch"), (*BODY, "Brot", "Käse", "Milch"), {EditKind.ADDED}),
        ((BODY[0], "Mitzubringen sind:"), (BODY[0], "Mitzubringen sind:", "Decke"), {EditKind.ADDED}),
        # a line was rewritten, a full stop among it
        ((*BODY, "Karten gelten weiter"), (*BODY, "Karten gelten weiter!"), {EditKind.TYPO}),
        ((*BODY, "Karten gelten weiter."), (*BODY, "Karten gelten weiter!"), {EditKind.TYPO}),
        # rows that roll on, and a row of a table of which one cell changed
        ((*BODY, "Termine: Kinderuni | Flohmarkt"), (*BODY, "Termine: Lesung | Personalrat"), SAME),
        ((*BODY, "Preise: Kind 2 | Erwachsene 4"), (*BODY, "Preise: Kind 2 | Erwachsene 5"), {EditKind.NUMBERS}),
        # titles below a heading, and a block of them without one
        (
            (*BODY, "Das könnte Sie auch interessieren", "Falsche Handwerker", "Neue Wagen"),
            (*BODY, "Das könnte Sie auch interessieren", "312 Verstöße", "Offene Tür am 1. Mai"),
            SAME,
        ),
        ((*BODY, "Neue Wagen", "Falsche Handwerker"), (*BODY, "Tag im Mai", "Blitzer", "Kirmes"), SAME),
        # a label that came within the text together with a request for consent
        (
            BODY,
            (BODY[0], "Empfohlener Inhalt", "Mit Klick auf „Laden“ gehen Daten an YouTube, Sie stimmen zu.", BODY[1]),
            SAME,
        ),
        # how a publisher describes itself
        (
            (*BODY, "Über die Stadtwerke", "Die Stadtwerke beschäftigen 310 Menschen."),
            (*BODY, "Über die Stadtwerke", "Die Stadtwerke beschäftigen 325 Menschen."),
            SAME,
        ),
        # signs of list items, and notes behind links
        (("- Trinken Sie Wasser.", *BODY), ("• Trinken Sie Wasser.", *BODY), SAME),
        (
            (*BODY, "Die Satzung (PDF, 240 KB) gilt ab Mai."),
            (*BODY, "Die Satzung (PDF, 0,2 MB, öffnet in neuem Fenster) gilt ab Mai."),
            SAME,
        ),
    ],
)  # fmt: skip
def test_lines_are_judged_by_what_stands_beside_them(
    old: tuple[str, ...], new: tuple[str, ...], kinds: frozenset[EditKind]
) -> None:
    assert _kinds(old, new) == kinds


def test_a_line_that_is_the_beginning_of_a_lost_sentence_shows_that_the_capture_is_cut_off() -> None:
    """It is no line of the page: the capture is bad, and nothing was edited."""
    old = (
        *BODY,
        "Die Verwaltung legt im Herbst einen Plan vor, wie die Schulden bis 2030 sinken sollen. Er ist nötig.",
    )
    found = compare(_version(*old), _version(*BODY, "Die Verwaltung legt im Herbst einen Plan"))
    assert found.edit is None
    assert found.is_new_bad


@pytest.mark.parametrize(
    "text",
    [
        '{"status":200,"node":{"id":88412,"type":"press_release","langcode":"de"}}',
        "{{ article.title }} {% for p in article.body %}{{ p }}{% endfor %}",
    ],
)
def test_data_or_a_template_in_the_place_of_a_text_is_a_bad_capture(text: str) -> None:
    found = compare(_version(*BODY), _version(text))
    assert (found.edit, found.is_new_bad) == (None, True)


def test_an_entity_in_a_title_is_the_sign_that_it_stands_for() -> None:
    assert compare(_version(*BODY, title="Rat & Haushalt"), _version(*BODY, title="Rat &amp; Haushalt")).edit is None


def test_another_article_before_the_same_noun_is_a_slip() -> None:
    old, new = ((*BODY, f"{word} Formular liegt im Rathaus aus.") for word in ("Die", "Das"))
    assert _kinds(old, new) == {EditKind.TYPO}


def test_a_sentence_ends_behind_an_amount() -> None:
    old = (*BODY, "Cars travel for £21. Holders of a pass travel free on Sundays. Dogs go free.")
    assert _kinds(old, (*BODY, "Cars travel for £21. Dogs go free.")) == {EditKind.REMOVED}
