"""The README is short, and its tables and those of the pages behind it are complete."""

from __future__ import annotations

import click

from kaaw_archive import setting_table, settings
from kaaw_archive.cli import kaaw
from kaaw_archive.exit_codes import ExitCode
from tests.docs.pages import Page, rows

README = Page("README.md")


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
