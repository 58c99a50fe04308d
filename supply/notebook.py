"""Notebook of the questions of researchers: docs/researchers/questions.md as cells, run from top to bottom.

``python -m supply.notebook ARCHIVE NOTEBOOK`` needs nbclient and ipykernel: `make notebook` has them.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

QUESTIONS = Path(__file__).parents[1] / "docs" / "researchers" / "questions.md"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```\n?", re.MULTILINE | re.DOTALL)
_FUNCTION = re.compile(r"^def (\w+)\(archive\)", re.MULTILINE)
_LOADS = ("<script", " src=", "<link", "@import", "<iframe")


def cells(page: str, archive: str) -> Iterator[tuple[str, str]]:
    """Yield kind (markdown or code) and text of each cell: texts as they are, SQL and Python asked of an archive."""
    introduction, *questions = re.split(r"^(?=## )", page, flags=re.MULTILINE)
    yield "markdown", introduction.strip()
    yield "code", f"import kaaw_archive\n\narchive = kaaw_archive.open({archive!r})\narchive"
    for question in questions:
        at = 0
        for block in _BLOCK.finditer(question):
            if text := question[at : block.start()].strip():
                yield "markdown", text
            at = block.end()
            if block[1] == "sh":
                yield "markdown", block[0].strip()
            else:
                yield "code", _code(block[1], block[2].strip())


def _code(language: str, text: str) -> str:
    if language == "sql":
        return f'archive.sql(\n    """\n{text}\n"""\n)'
    (name,) = _FUNCTION.findall(text)
    return f"{text}\n\n\n{name}(archive)"


def notebook(page: str, archive: str) -> dict[str, Any]:
    """Return a notebook in the format 4.5 (nbformat.readthedocs.io), without outputs; the same page gives the same."""
    made = []
    for number, (kind, text) in enumerate(cells(page, archive)):
        cell: dict[str, Any] = {"cell_type": kind, "id": f"cell-{number}", "metadata": {}, "source": text}
        made.append(cell | ({"execution_count": None, "outputs": []} if kind == "code" else {}))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"cells": made, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def loading_outputs(run: dict[str, Any]) -> list[str]:
    """Return the outputs of a notebook that load something from elsewhere; there should be none."""
    shown = [
        "".join(output["data"]["text/html"])
        for cell in run["cells"]
        for output in cell.get("outputs", ())
        if "text/html" in output.get("data", {})
    ]
    return [html for html in shown if any(sign in html for sign in _LOADS)]


def main(archive: Path, to: Path) -> None:
    """Make the notebook, run it, and write it with its outputs. Raises CellExecutionError for a cell that fails."""
    import nbclient
    import nbformat

    made = nbformat.from_dict(notebook(QUESTIONS.read_text(encoding="utf-8"), archive.name))
    nbformat.validate(made)
    client = nbclient.NotebookClient(made, timeout=120, kernel_name="python3", record_timing=False)
    client.execute(cwd=str(archive.absolute().parent))
    if loading := loading_outputs(made):
        sys.exit(f"outputs load something from elsewhere: {loading[0][:200]}")
    nbformat.write(made, str(to))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
