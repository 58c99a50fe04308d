"""Commands run as a user runs them: from a folder outside the project, in a closed environment.

Those of this interpreter come from the fork server, if there is one: real processes without the second of imports.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.fork_server.client import ForkServer, Process

    Started = subprocess.Popen[str] | Process

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
    """Starts commands in a folder of their own with a closed environment: nothing of the caller's gets in.

    ``server`` None: each command is a new interpreter, as on a user's machine.
    """

    def __init__(self, folder: Path, server: ForkServer | None = None) -> None:
        self.folder = folder
        self._server = server
        self._started: list[Started] = []

    def environment(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        closed = {
            "PATH": os.defpath,
            "HOME": str(self.folder),
            "KAAW_HOST_LOCKS": str(self.folder / "archive.db.locks"),
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(PROJECT),
            "SCRAPY_SETTINGS_MODULE": "kaaw_archive.settings",
        }
        return closed | dict(extra or {})

    def start(
        self,
        *command: str,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        limits: Mapping[str, int] | None = None,
    ) -> Started:
        """Start the command as a process group of its own, in ``cwd`` or the folder; :meth:`close` kills it.

        ``limits`` are resource limits by name, such as RLIMIT_NOFILE; only the fork server can set them.
        """
        where, environment = cwd or self.folder, self.environment(env)
        process: Started
        if self._server is not None and self._server.understands(command, environment):
            process = self._server.start(command[1:], cwd=where, env=environment, limits=limits)
        elif limits:
            raise ValueError("the command line sets no limits: give `sh -c 'ulimit …'`")
        else:
            process = subprocess.Popen(
                command,
                cwd=where,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
        self._started.append(process)
        return process

    def run(self, *command: str, timeout: float = 240, **options: Any) -> Ran:
        """Run the command to its end, with the options of :meth:`start`. Fails the test after ``timeout`` seconds."""
        process = self.start(*command, **options)
        try:
            stdout, stderr = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            kill_group(process)
            stdout, stderr = process.communicate()
            pytest.fail(f"{' '.join(command)} did not end in {timeout} s\n{stdout}{stderr}")
        assert process.returncode is not None
        return Ran(process.returncode, stdout, stderr)

    def read_bytes(self, *command: str) -> bytes:
        """Return what a command that must succeed wrote to stdout."""
        environment = self.environment()
        if self._server is not None and self._server.understands(command, environment):
            process = self._server.start(command[1:], cwd=self.folder, env=environment)
            (stdout, stderr), code = process.read(), process.wait()
        else:
            done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, check=False)
            stdout, stderr, code = done.stdout, done.stderr, done.returncode
        assert code == 0, stderr.decode(errors="replace")
        return stdout

    def close(self) -> None:
        for process in self._started:
            kill_group(process)
            process.communicate()


def kill_group(process: Started) -> None:
    """kill -9 of a started command and of all that it started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)


def scrapy_command(*args: str) -> list[str]:
    return [sys.executable, "-m", "scrapy", "crawl", *args]


def kaaw_command(*args: str) -> list[str]:
    return [sys.executable, "-m", "kaaw_archive.cli", *args]
