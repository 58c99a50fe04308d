"""``kaaw mcp`` speaks the protocol; its answers are bounded, name their origin, and mark text of others."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from kaaw_archive.agents.tools import MOST_CHARACTERS, NAMES, NOTICE, Tools
from kaaw_archive.cite import FORMATS
from kaaw_archive.errors import ArchiveError, WrongArguments
from tests.archive.queries.builder import AKTE, STRASSE
from tests.cli.conftest import filled_path

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["filled_path"]
OPENING = (
    {
        "jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
    },
    {"jsonrpc": "2.0", "method": "notifications/initialized"},
)  # fmt: skip


def talk(path: Path, *requests: dict[str, Any]) -> dict[int, dict[str, Any]]:
    """Return the answers of a server by the ids of their requests; its input ends when all have been answered."""
    command = [sys.executable, "-m", "kaaw_archive.cli", "mcp", "--archive", str(path)]
    wanted = {1} | {request["id"] for request in requests}
    answers: dict[int, dict[str, Any]] = {}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        for request in (*OPENING, *requests):
            process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()
        while set(answers) != wanted:
            line = process.stdout.readline()
            assert line, "the server has ended"
            answer = json.loads(line)
            answers[answer["id"]] = answer
        process.stdin.close()
        assert process.wait(60) == 0
    return answers


def call(number: int, name: str, **arguments: Any) -> dict[str, Any]:
    parameters = {"name": name, "arguments": arguments}
    return {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": parameters}


@pytest.mark.slow
def test_a_conversation(filled_path: Path) -> None:
    before = filled_path.read_bytes()
    answers = talk(
        filled_path,
        {"jsonrpc": "2.0", "id": 2, "method": "tools/list", "params": {}},
        call(3, "search", words="Förderung"),
        call(4, "show", reference="https://nirgends.example/"),
    )
    tools = answers[2]["result"]["tools"]
    assert {tool["name"] for tool in tools} == set(NAMES)
    assert all(tool["annotations"]["readOnlyHint"] for tool in tools)
    found = json.loads(answers[3]["result"]["content"][0]["text"])
    assert found["hits"][0]["url"] == STRASSE
    assert answers[4]["result"]["isError"]
    assert filled_path.read_bytes() == before


def test_every_answer_names_its_origin_and_marks_text_of_others(filled_path: Path) -> None:
    tools = Tools(filled_path)
    hits = tools.search("Förderung OR Akte")
    one = tools.show(STRASSE, at="2016-09-22")
    two = tools.show(STRASSE)
    difference = tools.diff(one["capture_uid"], two["capture_uid"])
    citations = [tools.cite(STRASSE, form) for form in FORMATS]
    answers = [hits, one, two, difference, tools.links(host="bund.example"), *citations]
    assert all(answer["notice"] == NOTICE for answer in answers)
    for part in (*hits["hits"], one, two, difference["old"], difference["new"], *citations):
        assert part["capture_uid"] and part["payload_digest"].startswith("sha256:")
    own = json.dumps([own_words(answer) for answer in answers], ensure_ascii=False)
    assert not [word for word in ("Ausbau", "Förderung", "Straße") if word in own]
    assert "Ausbau" in one["archived_text"]
    assert all(one["archived_title"].split()[0] in citation["archived_citation"] for citation in citations[:1])


def own_words(answer: Any) -> Any:
    """Return what an answer states as its own: everything but ``archived_*``, at each depth."""
    if isinstance(answer, dict):
        return {key: own_words(value) for key, value in answer.items() if not key.startswith("archived_")}
    return [own_words(one) for one in answer] if isinstance(answer, list) else answer


def test_answers_are_bounded_and_harmless(filled_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaaw_archive.agents.tools.MOST_CHARACTERS", 10)
    tools = Tools(filled_path)
    first = tools.show(AKTE)
    assert (len(first["archived_text"]), first["next_start"]) == (10, 10)
    text, start = "", 0
    while start is not None:
        part = tools.show(AKTE, start=start)
        text, start = text + part["archived_text"], part["next_start"]
    assert text == "Die Akte.<U+001B>[31m Sie ist rot.<U+009B>2J"
    assert MOST_CHARACTERS == 8_000
    assert len(tools.search("Förderung OR Akte", limit=1)["hits"]) == 1


def test_filters_of_the_search(filled_path: Path) -> None:
    tools = Tools(filled_path)
    assert [hit["url"] for hit in tools.search("Förderung OR Akte", since="2016-09-22")["hits"]] == [AKTE]
    with pytest.raises(WrongArguments, match=r"no source nirgends\.example"):
        tools.search("Förderung", source="nirgends.example")
    with pytest.raises(ArchiveError):
        tools.show("20160922T120000Z-000000-99")
    with pytest.raises(ValueError, match="is no format"):
        tools.cite(STRASSE, "doc")
