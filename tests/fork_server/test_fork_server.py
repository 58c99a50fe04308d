"""A command from the fork server finds itself as one of a new interpreter does, and ends as it does."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.fork_server.client import ForkServer, fork_server
from tests.program import PROJECT, Program

if TYPE_CHECKING:
    from pathlib import Path

LOOK = """
import gc, json, locale, os, resource, signal, sys, threading
print("ü\\udcff", file=sys.stderr)
print(json.dumps({
    "argv": sys.argv, "path": sys.path, "name": __name__, "main": sys.modules["__main__"].__dict__ is globals(),
    "cwd": os.getcwd(), "environment": dict(os.environ), "leads": os.getsid(0) == os.getpid(),
    "files": sorted(int(name) for name in os.listdir("/proc/self/fd")), "threads": threading.active_count(),
    "streams": [(s.encoding, s.errors, s.line_buffering, s.fileno()) for s in (sys.stdin, sys.stdout, sys.stderr)],
    "signals": {n: str(signal.getsignal(n)) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE, signal.SIGCHLD)},
    "limit": resource.getrlimit(resource.RLIMIT_CORE), "settings": "kaaw_archive.settings" in sys.modules,
    "reactor": "twisted.internet.reactor" in sys.modules, "mask": list(signal.pthread_sigmask(signal.SIG_BLOCK, [])),
}))
"""
STARTS = """
import json, os, subprocess, sys
from kaaw_archive.schedule.crawls import _ending_with
started = subprocess.Popen(
    [sys.executable, "-P", "-m", "look", "a", "ü"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
    stderr=subprocess.STDOUT, start_new_session=True, cwd="there", preexec_fn=_ending_with(os.getpid()),
    env={**os.environ, "MORE": "y"}, text=True,
)
print(json.dumps([os.getpid(), started.pid, started.communicate()[0], started.returncode]))
"""
LEAVES = """
import os, subprocess, sys, time
from kaaw_archive.schedule.crawls import _ending_with
command = [sys.executable, "-P", "-m", "wait"]
subprocess.Popen(command, stdin=0, stdout=1, stderr=2, start_new_session=True, preexec_fn=_ending_with(os.getpid()))
time.sleep(60)
"""
ENDS = {
    "raise SystemExit(3)": 3,
    "1 / 0": 1,
    "import os; os.kill(os.getpid(), 9)": -9,
    "import atexit; atexit.register(print, 'end'); print('begin')": 0,
    "import threading, time; threading.Timer(0.05, print, ['late']).start()": 0,
    "import warnings; warnings.warn('old', DeprecationWarning)": 0,
    "raise SystemExit('why')": 1,
    "import sys; print('said', end=''); sys.exit()": 0,
    "import sys; sys.stdout = open('/dev/full', 'w'); print('lost')": 120,
    "import sys, weakref; weakref.finalize(sys.stdout, print, 'left')": 0,
}


@pytest.fixture(params=["real", "forked"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Program:
    return Program(tmp_path, fork_server() if request.param == "forked" else None)


def seen_by(program: Program, *arguments: str) -> tuple[dict[str, Any], str]:
    """Return what the command says of itself, with what it wrote to stderr."""
    ran = program.run(sys.executable, *arguments, "a", "-b", "ü", env={"MORE": "x"})
    assert ran.code == 0, ran.output
    looked: dict[str, Any] = json.loads(ran.stdout)
    looked["files"].pop()  # of the look itself
    return looked, ran.stderr


@pytest.mark.parametrize("way", ["-m", "-c", "file"])
def test_a_command_finds_itself_as_in_a_new_interpreter(tmp_path: Path, way: str) -> None:
    (tmp_path / "look.py").write_text(LOOK)
    arguments = {"-m": ["-m", "look"], "-c": ["-c", LOOK], "file": [str(tmp_path / "look.py")]}[way]
    real, forked = (seen_by(Program(tmp_path, server), *arguments) for server in (None, fork_server()))
    assert forked[0]["files"].pop() == 3  # leads to the process that stands by to become the server of readers
    assert {name: (said, real[0][name]) for name, said in forked[0].items() if said != real[0][name]} == {}
    assert forked[1] == real[1]


@pytest.mark.slow
def test_what_a_command_starts_finds_itself_as_in_a_new_interpreter(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    ids = "import json, os, sys; print(json.dumps([os.getpid(), os.getppid(), 'twisted' in sys.modules]), flush=True)"
    (tmp_path / "look.py").write_text(f"{ids}\n{LOOK}\nraise SystemExit(3)")
    looks = []
    for server in (None, fork_server()):
        ran = Program(tmp_path, server).run(sys.executable, "-c", STARTS, env={"PYTHONPATH": f"{PROJECT}:{tmp_path}"})
        command, started, output, code = json.loads(ran.stdout)
        first, said, looked = output.splitlines()
        assert json.loads(first) == [started, command, server is not None]
        looks.append((json.loads(looked), said, code))
        looks[-1][0]["files"].pop()
    real, forked = looks
    assert forked[0]["files"].pop() == 3  # as above
    assert {name: (said, real[0][name]) for name, said in forked[0].items() if said != real[0][name]} == {}
    assert forked[1:] == real[1:] == ("ü\\udcff", 3)


def test_what_a_command_starts_ends_when_it_is_killed(either: Program) -> None:
    begun = either.folder / "begun"
    code = f"import pathlib, time; pathlib.Path({str(begun)!r}).touch(); time.sleep(60)"
    (either.folder / "wait.py").write_text(code)
    process = either.start(sys.executable, "-c", LEAVES, env={"PYTHONPATH": f"{PROJECT}:{either.folder}"})
    while not begun.exists():
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)  # returns when all that it started have closed their streams
    assert process.returncode == -signal.SIGKILL


@pytest.mark.parametrize("code", ENDS)
def test_a_command_ends_as_in_a_new_interpreter(tmp_path: Path, code: str) -> None:
    real, forked = (Program(tmp_path, server).run(sys.executable, "-c", code) for server in (None, fork_server()))
    assert (forked.code, forked.stdout) == (real.code, real.stdout) == (ENDS[code], real.stdout)
    assert forked.stderr.splitlines()[-1:] == real.stderr.splitlines()[-1:]


def test_a_signal_reaches_it_and_a_timeout_loses_nothing(either: Program) -> None:
    begun = either.folder / "begun"
    code = f"import pathlib, time; print('begun', flush=True); pathlib.Path({str(begun)!r}).touch(); time.sleep(60)"
    process = either.start(sys.executable, "-c", code)
    while not begun.exists():
        time.sleep(0.01)
    with pytest.raises(subprocess.TimeoutExpired):
        process.communicate(timeout=0.1)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=30)[0] == "begun\n"
    assert process.returncode == -signal.SIGINT


def test_it_is_killed_with_all_that_it_started(either: Program) -> None:
    process = either.start(sys.executable, "-c", "import os, time; os.fork(); time.sleep(60)")
    assert process.poll() is None
    began = time.monotonic()
    either.close()
    assert process.returncode == -signal.SIGKILL
    assert time.monotonic() - began < 30


def test_what_is_given_is_read_and_limits_hold(tmp_path: Path) -> None:
    code = "import resource, sys; print(sys.stdin.read(), resource.getrlimit(resource.RLIMIT_NOFILE))"
    process = fork_server().start(["-c", code], cwd=tmp_path, env={}, stdin="Ä".encode(), limits={"RLIMIT_NOFILE": 64})
    assert process.communicate(timeout=30) == ("Ä (64, 64)\n", "")


@pytest.mark.parametrize(
    ("command", "env", "is_understood"),
    [
        ([sys.executable, "-m", "scrapy"], {"PYTHONPATH": "/x"}, True),
        ([sys.executable, "look.py"], {}, True),
        ([sys.executable, "-X", "dev", "look.py"], {}, False),
        ([sys.executable, "-m", "scrapy"], {"PYTHONIOENCODING": "ascii"}, False),
        (["/usr/bin/python3", "-m", "scrapy"], {}, False),
    ],
)
def test_what_is_known_only_when_an_interpreter_starts_is_not_forked(
    command: list[str], env: dict[str, str], is_understood: bool
) -> None:
    assert ForkServer.understands(command, env) is is_understood
