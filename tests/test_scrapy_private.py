"""Private names of Scrapy are used in one module alone, and the version of Scrapy is pinned for their sake."""

from __future__ import annotations

import re
import tomllib

from kaaw_archive.scrapy_private import PINNED
from tests.program import PROJECT

PRIVATE = re.compile(r"^\s*from (?:scrapy|twisted)[\w.]*(?:\._\w+ import| import .*\b_[A-Za-z])")


def test_the_pin_of_scrapy_is_that_of_its_private_names() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert PINNED in project["dependencies"]


def test_no_other_module_imports_a_private_name_of_scrapy_or_twisted() -> None:
    found = [
        f"{file.relative_to(PROJECT)}: {line}"
        for file in (PROJECT / "kaaw_archive").rglob("*.py")
        if file.name != "scrapy_private.py"
        for line in file.read_text(encoding="utf-8").splitlines()
        if PRIVATE.search(line)
    ]
    assert found == []
