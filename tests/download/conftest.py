"""Downloads in a process of their own, for all tests of this room."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.fork_server.client import fork_server
from tests.program import PROJECT

Outcome = dict[str, Any]
Fetch = Callable[..., list[Outcome]]


@pytest.fixture
def fetch(tmp_path: Path) -> Fetch:
    """``fetch([{"url": …}], names={…}, settings={…})``: the outcomes in order, nothing written to stderr."""

    def run(requests: list[Outcome], *, env: dict[str, str] | None = None, **order: Any) -> list[Outcome]:
        order["settings"] = {
            "ARCHIVE": str(tmp_path / "archive.db"),
            "ARCHIVE_HOST_LOCKS": str(tmp_path / "archive.db.locks"),
        } | order.get("settings", {})
        process = fork_server().start(
            ["-W", "error", str(Path(__file__).with_name("fetch.py"))],
            cwd=tmp_path,
            env={"PATH": os.defpath, "PYTHONPATH": str(PROJECT)} | (env or {}),
            stdin=json.dumps(order | {"requests": requests}).encode(),
        )
        stdout, stderr = process.communicate(timeout=120)
        assert process.returncode == 0, stderr
        outcomes: list[Outcome] = json.loads(stdout)
        complaints = [line for line in stderr.splitlines() if "Remote certificate is not valid" not in line]
        assert not complaints, stderr
        return outcomes

    return run
