"""Wrong inputs: each ends with one line that says what is wrong, and with the documented exit code.

The cases lie in ``wrong_inputs/``; URL stands for the address of an article in the archive. Crawls run as processes.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from kaaw_archive.cli import kaaw
from tests.archive.queries.builder import STRASSE, fill
from tests.program import PROJECT, kaaw_command

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.program import Program

FOLDER = Path(__file__).with_name("wrong_inputs")
CASES: dict[str, dict[str, Any]] = {
    f"{file.stem}: {' '.join(case['args'])[:60]}": case
    for file in sorted(FOLDER.glob("*.json"))
    for case in json.loads(file.read_text(encoding="utf-8"))
}
CRAWLS = [name for name, case in CASES.items() if case["args"][0] == "crawl"]
FILES = {
    "windows.txt": b"https://www.stadt.example/\nhttps://www.m\xfcller.example/\n",
    "binary.txt": b"\x89PNG\x00\xff\xfe",
    "empty.txt": b"",
    "comments.txt": b"# nothing\n\n",
    "words.txt": b"https://www.stadt.example/\nno address\n",
}
# words of Python, which say nothing to a user
PYTHON = re.compile(
    r"unexpected \w+Error|Traceback|Errno|codec|\bNone(Type)?\b|<class|\bint\b|invalid literal|integer range|embedded"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    made = tmp_path_factory.mktemp("wrong")
    assert PROJECT not in made.parents, "folders of tests in a checkout: a command would write into its project"
    fill(made / "archive.db")
    for name, content in FILES.items():
        (made / name).write_bytes(content)
    (made / "folder").mkdir()
    before = Path.cwd()
    os.chdir(made)
    yield made
    os.chdir(before)


def test_there_are_two_hundred() -> None:
    assert len(CASES) >= 200


def arguments(case: dict[str, Any]) -> list[str]:
    return [STRASSE if word == "URL" else word for word in case["args"]]


def check(case: dict[str, Any], code: int, stdout: str, stderr: str) -> None:
    lines = [line for line in stderr.splitlines() if "INFO: Scrapy" not in line]  # the log that a crawl begins with
    assert (code, len(lines)) == (case["code"], 1), stderr
    assert lines[0].startswith("kaaw: error: ")
    assert case["says"] in lines[0]
    assert not PYTHON.search(lines[0])
    assert stdout == ""


@pytest.mark.parametrize("name", [name for name in CASES if name not in CRAWLS])
def test_a_wrong_input_is_named_in_one_line(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = CASES[name]
    monkeypatch.delenv("KAAW_ARCHIVE", raising=False)
    assert folder == Path.cwd()
    result = CliRunner().invoke(kaaw, arguments(case), prog_name="kaaw")
    check(case, result.exit_code, result.stdout, result.stderr)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(2))
def test_wrong_inputs_of_crawls_are_named_in_one_line(part: int, folder: Path, program: Program) -> None:
    for name in CRAWLS[part::2]:
        ran = program.run(*kaaw_command(*arguments(CASES[name])), cwd=folder)
        check(CASES[name], ran.code, ran.stdout, ran.stderr)
