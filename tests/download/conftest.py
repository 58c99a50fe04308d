"""Downloads in a process of their own, for all tests of this room."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).resolve().parents[2]
Outcome = dict[str, Any]
Fetch = Callable[..., list[Outcome]]


@pytest.fixture
def fetch(tmp_path: Path) -> Fetch:
    """``fetch([{"url": …}], names={…}, settings={…})``: the outcomes in order, nothing written to stderr."""

    def run(requests: list[Outcome], *, env: dict[str, str] | None = None, **order: Any) -> list[Outcome]:
        order["settings"] = {"ARCHIVE": str(tmp_path / "archive.db")} | order.get("settings", {})
        done = subprocess.run(
            [sys.executable, "-W", "error", str(Path(__file__).with_name("fetch.py"))],
            input=json.dumps(order | {"requests": requests}),
            env={"PATH": os.defpath, "PYTHONPATH": str(PROJECT)} | (env or {}),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        outcomes: list[Outcome] = json.loads(done.stdout)
        complaints = [line for line in done.stderr.splitlines() if "Remote certificate is not valid" not in line]
        assert not complaints, done.stderr
        return outcomes

    return run
