"""The README is short, and its tables and those of the pages behind it are complete."""

from __future__ import annotations

import click

from kaaw_archive import setting_table, settings
from kaaw_archive.changes import beside_text, kinds
from kaaw_archive.changes.kinds import KINDS
from kaaw_archive.cli import kaaw
from kaaw_archive.exit_codes import ExitCode
from kaaw_archive.linkrot import schedule
from tests.docs.pages import Page, rows

README = Page("README.md")
EDITS = Page("docs/researchers/edits.md")


def test_the_readme_is_short() -> None:
    assert len(README.text.encode()) <= 8_000


def test_each_command_is_explained() -> None:
    explained = {row[0].strip("`").split()[1] for row in rows(README.section("Commands"))[1:]}
    assert explained == set(kaaw.list_commands(click.Context(kaaw)))


def test_each_setting_of_ours_is_in_the_table_from_which_its_page_is_made() -> None:
    ours = {name for name in dir(settings) if name.startswith("ARCHIVE")}
    assert ours <= {setting.name for setting in setting_table.SETTINGS}
    page = Page("docs/settings.md").text
    assert page == setting_table.markdown(), "python -m kaaw_archive.setting_table > docs/settings.md"


def test_each_exit_code_is_explained() -> None:
    explained = [int(row[0]) for row in rows(Page("docs/operators/exit-codes.md").text)[1:]]
    assert explained == sorted(ExitCode)


def test_the_weights_and_reasons_of_edits_are_those_of_the_code() -> None:
    shown = {row[0]: row[1:] for row in rows(EDITS.text) if len(row) == 3}
    del shown["kind"]
    assert {kind: weight for kind, (_, weight) in shown.items()} == {
        f"`{kind}`": f"{rule.weight:g}" for kind, rule in KINDS.items()
    }
    assert [kind for kind, rule in KINDS.items() if rule.reason not in shown[f"`{kind}`"][0]] == []


def test_the_classes_of_edits_are_those_of_the_code() -> None:
    table = dict(row for row in rows(EDITS.section("Significance"))[1:])
    classes = [0.0, *kinds.CLASSES]
    names = ["below 0.3", *(f"from {least:g}" for least in kinds.CLASSES)]
    assert list(table) == names[::-1]
    for kind, rule in KINDS.items():
        (name,) = [name for name, text in table.items() if f"`{kind}`" in text]
        assert name == names[_class_of(rule.weight, classes)]
    for words, weight in [
        ("must, may, can or is not", kinds.OBLIGATION_WEIGHT),
        ("leads to another host", beside_text._GONE_WEIGHT),
        ("leads to another host", beside_text._OTHER_HOST_WEIGHT),
        ("another order of sentences", kinds.MOVED_WEIGHT),
    ]:
        assert words in table[names[_class_of(weight, classes)]]


def _class_of(weight: float, classes: list[float]) -> int:
    return sum(weight >= least for least in classes) - 1


def test_the_times_of_link_checks_are_those_of_the_code() -> None:
    page = Page("docs/maintainers/verdicts.md")
    shown = {row[0]: row[1] for row in rows(page.section("When a link is checked again"))[1:]}
    assert shown == {
        "alive": f"{schedule.ALIVE.days} days",
        "failing": f"{schedule.FAILING.days} days; {schedule.CLEARLY_FAILING.days} day after `gone` and `domain_lost`",
        "dead": f"{schedule.DEAD.days} days, in the second year and later {schedule.LONG_DEAD.days} days",
        "returned": f"{schedule.RETURNED.days} days",
        "not judged": f"{schedule.NOT_JUDGED.days} days; {schedule.ROBOTS_DENIED.days} days after `robots_denied`",
        "last verdict `unknown`": f"{schedule.UNKNOWN.days} day; at once after a fault of ours",
    }
