"""Commands run as a user runs them: from a folder outside the project, in a closed environment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

PROJECT = Path(__file__).resolve().parent.parent
LOOPBACK = "127.0.1.0/24"  # where local sites listen; 127.0.0.1 stays forbidden, for the tests of the guard


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it said."""

    code: int
    stdout: str
    stderr: str

    @property
    def output(self) -> str:
        return self.stdout + self.stderr

    def check_one_error(self) -> str:
        """The error that it ended with: one line, the last, and no traceback."""
        assert "Traceback" not in self.output, self.output
        lines = [line for line in self.stderr.splitlines() if line.startswith(("error:", "kaaw: error:"))]
        assert lines == self.stderr.splitlines()[-1:], self.stderr
        return lines[0]


class Program:
    """Starts commands in a folder of their own with a closed environment: nothing of the caller's gets in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._started: list[subprocess.Popen[str]] = []

    def environment(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        closed = {
            "PATH": os.defpath,
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(PROJECT),
            "SCRAPY_SETTINGS_MODULE": "kaaw_archive.settings",
        }
        return closed | dict(extra or {})

    def start(self, *command: str, env: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
        """The command as a process group of its own, still running; killed when the test ends."""
        process = subprocess.Popen(
            command,
            cwd=self.folder,
            env=self.environment(env),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self._started.append(process)
        return process

    def run(self, *command: str, env: Mapping[str, str] | None = None, timeout: float = 240) -> Ran:
        process = self.start(*command, env=env)
        try:
            stdout, stderr = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            kill_group(process)
            stdout, stderr = process.communicate()
            pytest.fail(f"{' '.join(command)} did not end in {timeout} s\n{stdout}{stderr}")
        return Ran(process.returncode, stdout, stderr)

    def read_bytes(self, *command: str) -> bytes:
        """What a command that must succeed wrote to stdout."""
        done = subprocess.run(command, cwd=self.folder, env=self.environment(), capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode(errors="replace")
        return done.stdout

    def close(self) -> None:
        for process in self._started:
            kill_group(process)
            process.communicate()


def kill_group(process: subprocess.Popen[str]) -> None:
    """kill -9 of a started command and of all that it started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)


def scrapy_command(*args: str) -> list[str]:
    return [sys.executable, "-m", "scrapy", "crawl", *args]


def kaaw_command(*args: str) -> list[str]:
    return [sys.executable, "-m", "kaaw_archive.cli", *args]
