"""What commands import: each third-party module that one does not need makes every start of it slower."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from kaaw_archive import derive, extract, items, late_names, seeds, urls

if TYPE_CHECKING:
    from pathlib import Path

_ALWAYS = {
    "asyncio", "concurrent.futures", "dateutil", "email", "idna", "importlib.metadata", "lxml", "platformdirs",
    "requests", "scrapy", "simplemma", "sqlite_utils", "ssl", "tldextract", "trafilatura", "twisted", "zstandard",
}  # fmt: skip
_FOR_TERMINALS = {"rich"}
_FOR_UNKNOWN_WORDS = {"marisa_trie", "kaaw_archive.analysis.terms", "kaaw_archive.analysis.compounds", "difflib"}
_OF_OURS = {
    "kaaw_archive.urls.parts",
    "kaaw_archive.setting_table",
    "kaaw_archive.items.links",
    "kaaw_archive.archive.store",
}
_NOT_FOR_SEARCH = _ALWAYS | _FOR_TERMINALS | _OF_OURS

# prints the modules that are there when the command has ended; -I, so that nothing of the tests is
_PROGRAM = """
import atexit, sys
atexit.register(lambda: print(*sys.modules, sep="\\n", file=sys.__stderr__))
from kaaw_archive.cli import main
main()
"""


@pytest.mark.parametrize(
    ("arguments", "not_imported"),
    [
        (("--version",), _NOT_FOR_SEARCH | _FOR_UNKNOWN_WORDS | {"kaaw_archive.archive"}),
        (("search", "Akte"), _NOT_FOR_SEARCH | _FOR_UNKNOWN_WORDS),
        (("search", "Akten"), _NOT_FOR_SEARCH),
        (("search", "unbekanntes"), _NOT_FOR_SEARCH),
        (("search", "Akte", "--json"), _NOT_FOR_SEARCH | _FOR_UNKNOWN_WORDS),
        (("trend", "Akte"), _ALWAYS),
        (("status",), _ALWAYS - {"idna"}),  # of hosts
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_command_imports_what_it_needs(
    arguments: tuple[str, ...], not_imported: set[str], filled_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KAAW_ARCHIVE", str(filled_path))
    ran = subprocess.run([sys.executable, "-I", "-c", _PROGRAM, *arguments], capture_output=True, text=True, check=True)
    assert not_imported & set(ran.stderr.split()) == set()


@pytest.mark.parametrize("package", [derive, extract, items, seeds, urls], ids=lambda package: package.__name__)
def test_late_names_are_all_there(package: object) -> None:
    names: list[str] = getattr(package, "__all__")  # noqa: B009
    assert [name for name in names if not hasattr(package, name)] == []
    assert not hasattr(package, "nothing_of_ours")


def test_a_name_that_a_package_does_not_have_is_named() -> None:
    with pytest.raises(AttributeError, match=r"module 'kaaw_archive\.urls' has no attribute 'nichts'"):
        late_names.late("kaaw_archive.urls", {"parts": "host"})("nichts")
