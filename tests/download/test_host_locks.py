"""One request at a time a host name, over real processes; delays and pauses between them."""

from __future__ import annotations

import asyncio
import errno
import itertools
import json
import os
import struct
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from kaaw_archive.download.host_locks import HostLocks
from kaaw_archive.download.refusals import CrawlEndedError, HostPausedError
from kaaw_archive.errors import ArchiveReadOnly
from tests.program import PROJECT

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator

T = TypeVar("T")
HOLD = Path(__file__).with_name("hold.py")


def run(task: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(asyncio.wait_for(task, 10))


@contextmanager
def holder(folder: Path, *, delay_s: float, turns: int, held_s: float) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, str(HOLD), str(folder), "kaaw.de", str(delay_s), str(turns), str(held_s)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env={"PYTHONPATH": str(PROJECT)}) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


def begin(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


@pytest.mark.slow
def test_two_processes_take_turns_and_keep_the_delay_between_them(tmp_path: Path) -> None:
    delay_s = 0.08
    with (
        holder(tmp_path, delay_s=delay_s, turns=6, held_s=0.01) as first,
        holder(tmp_path, delay_s=delay_s, turns=6, held_s=0.01) as second,
    ):
        for process in (first, second):
            begin(process)
        answers = [process.communicate(timeout=120)[0].splitlines() for process in (first, second)]
    held = sorted(tuple(turn) for lines in answers for turn in json.loads(lines[1]))
    assert len(held) == 12
    for (begun, ended), (next_begun, _) in itertools.pairwise(held):
        assert next_begun >= ended, "two held the host at once"
        assert next_begun - begun >= delay_s - 1e-6, "sent too early"
    first_held = json.loads(answers[0][1])
    owners = [list(turn) in first_held for turn in held]
    changes = sum(a != b for a, b in itertools.pairwise(owners))
    assert changes >= 4, "one process starved the other"


def test_a_killed_holder_frees_the_host(tmp_path: Path) -> None:
    with holder(tmp_path, delay_s=0, turns=1, held_s=60) as process:
        begin(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"

        async def wait_for_it() -> float:
            locks = HostLocks(tmp_path)
            waiting = asyncio.create_task(_enter(locks))
            await asyncio.sleep(0.05)
            assert not waiting.done()
            process.kill()
            await waiting
            return await pause_left(locks, "kaaw.de")

        assert run(wait_for_it()) == 0


async def pause_left(locks: HostLocks, host: str) -> float:
    """Return the seconds for which a host must not be asked."""
    try:
        await locks.wait_for_pause(host, max_pause_s=0)
    except HostPausedError as paused:
        return paused.seconds
    return 0


async def _enter(locks: HostLocks, host: str = "kaaw.de", **options: Any) -> float:
    async with locks.hold(host, **options):
        return time.monotonic()


def test_tasks_of_one_process_come_in_their_order_and_one_at_a_time(tmp_path: Path) -> None:
    locks = HostLocks(tmp_path)
    seen: list[str] = []

    async def visit(name: str) -> None:
        async with locks.hold("kaaw.de"):
            seen.append(f"{name} in")
            await asyncio.sleep(0.005)
            seen.append(f"{name} out")

    async def all_at_once() -> None:
        await asyncio.gather(*(visit(name) for name in "abc"))

    run(all_at_once())
    assert seen == ["a in", "a out", "b in", "b out", "c in", "c out"]


def test_other_hosts_do_not_wait(tmp_path: Path) -> None:
    async def both() -> list[str]:
        locks = HostLocks(tmp_path)
        async with locks.hold("kaaw.de"), locks.hold("bmi.bund.de"):
            return sorted(path.name for path in tmp_path.iterdir())

    assert run(both()) == ["bmi.bund.de.lock", "kaaw.de.lock"]


def test_nobody_waits_when_the_run_ends(tmp_path: Path) -> None:
    async def ended() -> float:
        locks = HostLocks(tmp_path)
        locks.pause("kaaw.de", 60)
        waiting = asyncio.ensure_future(_enter(locks, delay_s=0))
        await asyncio.sleep(0.02)
        began = time.monotonic()
        locks.end()
        with pytest.raises(CrawlEndedError):
            await waiting
        return time.monotonic() - began

    assert run(ended()) < 2


def test_a_corrected_moment_of_sending_counts(tmp_path: Path) -> None:
    async def gap() -> float:
        locks = HostLocks(tmp_path)
        async with locks.hold("kaaw.de", delay_s=0.1) as turn:
            await asyncio.sleep(0.05)
            sent_at = time.monotonic()
            turn.note_sent(sent_at)
        return await _enter(locks, delay_s=0.1) - sent_at

    assert 0.099 <= run(gap()) < 1


def test_a_pause_holds_for_every_process_and_ends(tmp_path: Path) -> None:
    async def waited() -> float:
        HostLocks(tmp_path).pause("kaaw.de", 0.1)
        begun = time.monotonic()
        await HostLocks(tmp_path).wait_for_pause("kaaw.de")
        return await _enter(HostLocks(tmp_path)) - begun

    assert 0.09 <= run(waited()) < 2
    assert run(pause_left(HostLocks(tmp_path), "kaaw.de")) == 0


def test_a_pause_that_is_too_long_is_told_at_once(tmp_path: Path) -> None:
    locks = HostLocks(tmp_path)
    locks.pause("kaaw.de", 100)
    locks.pause("kaaw.de", 1)  # a shorter one does not end it
    for attempt in (_enter(locks, max_pause_s=50), locks.wait_for_pause("kaaw.de", max_pause_s=50)):
        with pytest.raises(HostPausedError) as caught:
            run(attempt)
        assert 90 < caught.value.seconds <= 100
    assert run(pause_left(locks, "bmi.bund.de")) == 0


@pytest.mark.parametrize("seconds", [86_401, 999_999_999, 1e300])
def test_a_pause_counts_for_a_day_at_most(tmp_path: Path, seconds: float) -> None:
    """So does one that another program wrote into the file of the host."""
    locks = HostLocks(tmp_path)
    locks.pause("kaaw.de", seconds)
    assert 86_000 < run(pause_left(locks, "kaaw.de")) <= 86_400
    (file,) = tmp_path.glob("kaaw.de.lock")
    marks = bytearray(file.read_bytes())
    mark = struct.Struct("=36sd")  # of the end of the pause, behind that of the last request
    boot, _ = mark.unpack_from(marks, mark.size)
    mark.pack_into(marks, mark.size, boot, time.monotonic() + seconds)
    file.write_bytes(marks)
    assert 86_000 < run(pause_left(HostLocks(tmp_path), "kaaw.de")) <= 86_400


def test_whoever_waits_for_the_host_hears_of_a_long_pause(tmp_path: Path) -> None:
    async def pause_while_waiting() -> None:
        locks, other = HostLocks(tmp_path), HostLocks(tmp_path)
        async with other.hold("kaaw.de"):
            waiting = asyncio.create_task(_enter(locks, max_pause_s=1))
            await asyncio.sleep(0.02)
            other.pause("kaaw.de", 60)
            with pytest.raises(HostPausedError):
                await waiting

    run(pause_while_waiting())


@pytest.mark.parametrize("seconds", [-5, 0, 1e12, float("inf"), float("nan")])
def test_an_absurd_pause_ends_within_a_day(tmp_path: Path, seconds: float) -> None:
    locks = HostLocks(tmp_path)
    locks.pause("kaaw.de", seconds)
    assert 0 <= run(pause_left(locks, "kaaw.de")) <= 86_400


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff" * 200,
        b"short",
        struct.pack("=36sd", b"another boot".ljust(36), 1e12) * 2,
        struct.pack("=36sd", Path("/proc/sys/kernel/random/boot_id").read_bytes().strip(), float("nan")) * 2,
    ],
)
def test_what_another_boot_or_nobody_wrote_is_not_believed(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "kaaw.de.lock").write_bytes(content)
    locks = HostLocks(tmp_path)
    assert run(pause_left(locks, "kaaw.de")) == 0
    begun = time.monotonic()
    assert run(_enter(locks, delay_s=5)) - begun < 1


def test_a_mark_in_the_future_costs_one_delay(tmp_path: Path) -> None:
    async def waited() -> float:
        locks = HostLocks(tmp_path)
        async with locks.hold("kaaw.de") as turn:
            turn.note_sent(time.monotonic() + 1e6)
        begun = time.monotonic()
        return await _enter(locks, delay_s=0.05) - begun

    assert 0.045 <= run(waited()) < 2


@pytest.mark.parametrize(
    "host", ["../../etc/passwd", "a/b", "", ".", "..", "::1", "x" * 300, "ü.de", "a\x00b", "\udce4"]
)
def test_any_host_has_a_file_inside_the_folder(tmp_path: Path, host: str) -> None:
    folder = tmp_path / "archive.db.locks"
    run(_enter(HostLocks(folder), host))
    assert [path.suffix for path in folder.iterdir()] == [".lock"]
    assert list(tmp_path.iterdir()) == [folder]


def test_open_files_are_bounded(tmp_path: Path) -> None:
    async def visit_many() -> int:
        locks = HostLocks(tmp_path)
        async with locks.hold("held.test"):
            for number in range(400):
                await _enter(locks, f"h{number}.test")
        return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - Path.iterdir holds a descriptor of its own

    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - as above
    assert run(visit_many()) - before < 300


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    in_the_way = tmp_path / "archive.db.locks"
    in_the_way.write_text("a file")
    with pytest.raises(ArchiveReadOnly, match=r"archive\.db\.locks") as caught:
        run(_enter(HostLocks(in_the_way)))
    assert len(str(caught.value).splitlines()) == 1


def test_a_turn_costs_next_to_nothing(tmp_path: Path) -> None:
    async def seconds_a_turn() -> float:
        locks = HostLocks(tmp_path)
        await _enter(locks)
        begun = time.perf_counter()
        for _ in range(500):
            await _enter(locks)
        return (time.perf_counter() - begun) / 500

    assert min(run(seconds_a_turn()) for _ in range(3)) < 0.0005  # 0.02 ms on an idle machine


@pytest.mark.parametrize("call", ["fcntl.flock", "os.pread", "os.pwrite"])
def test_a_lock_that_the_system_refuses_is_our_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    async def visit() -> None:
        async with HostLocks(tmp_path).hold("amt.example", delay_s=1.0):
            raise AssertionError("nothing is held")

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(call, refuse)
    with pytest.raises(ArchiveReadOnly, match="No locks available"):
        run(visit())


def aged(folder: Path) -> list[str]:
    """Make all files of a folder a day old, close some locks there, and return the names that are left."""
    yesterday = time.time() - 86_400
    for path in folder.iterdir():
        os.utime(path, (yesterday, yesterday))
    HostLocks(folder).close()
    return sorted(path.stem for path in folder.iterdir())


def test_files_that_nothing_depends_on_are_removed_at_the_end_of_a_crawl(tmp_path: Path) -> None:
    async def use() -> list[str]:
        locks = HostLocks(tmp_path)
        for host in ("just-asked.test", "asked-long-ago.test", "held.test"):
            async with locks.hold(host) as turn:
                turn.note_sent(time.monotonic() - (0 if host == "just-asked.test" else 4_000))
        locks.pause("paused.test", 60)
        (tmp_path / "of-another-boot.test.lock").write_bytes(struct.pack("=36sd", UUID_OF_A_BOOT, 1e12) * 2)
        (tmp_path / "not-ours").touch()
        async with locks.hold("held.test") as turn:
            turn.note_sent(time.monotonic() - 4_000)
            return aged(tmp_path)

    assert run(use()) == ["held.test", "just-asked.test", "not-ours", "paused.test"]


UUID_OF_A_BOOT = b"01234567-89ab-cdef-0123-456789abcdef"
FOREIGN = [
    b"",
    b"[[package]]\nname = 'lxml'\n",
    b"4711\n",
    bytes(44),
    b"0123456789ab" * 11,
    struct.pack("=36sd", b"no boot".ljust(36), 1.0),
    struct.pack("=36sd", UUID_OF_A_BOOT, 1.0) + b"\n",
    struct.pack("=36sd", UUID_OF_A_BOOT, 1.0) * 4,
]


@pytest.mark.parametrize("content", FOREIGN)
def test_lock_files_of_other_programs_stay(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "poetry.lock").write_bytes(content)
    (tmp_path / "folder.lock").mkdir()
    (tmp_path / "link.lock").symlink_to(tmp_path / "poetry.lock")
    assert aged(tmp_path) == ["folder", "link", "poetry"]
    assert (tmp_path / "poetry.lock").read_bytes() == content


def test_a_file_of_a_host_that_was_only_looked_at_is_removed(tmp_path: Path) -> None:
    assert run(pause_left(HostLocks(tmp_path), "kaaw.de")) == 0
    assert aged(tmp_path) == []


def test_a_file_that_was_removed_meanwhile_lets_no_two_in(tmp_path: Path) -> None:
    async def ask() -> float:
        early, late = HostLocks(tmp_path), HostLocks(tmp_path)
        await _enter(early)  # has the file open from here on
        (tmp_path / "kaaw.de.lock").unlink()
        async with late.hold("kaaw.de"):
            again = asyncio.create_task(_enter(early))
            await asyncio.sleep(0.05)
            assert not again.done()
        await again
        (tmp_path / "kaaw.de.lock").unlink()
        early.pause("kaaw.de", 60)
        return await pause_left(HostLocks(tmp_path), "kaaw.de")

    assert run(ask()) > 50


def test_a_lock_that_is_taken_on_a_removed_file_is_taken_again(tmp_path: Path) -> None:
    async def ask() -> None:
        first, second = HostLocks(tmp_path), HostLocks(tmp_path)
        async with first.hold("kaaw.de"):
            waiting = asyncio.create_task(_enter(second))  # waits at the file that is removed now
            await asyncio.sleep(0.02)
            (tmp_path / "kaaw.de.lock").unlink()
        async with HostLocks(tmp_path).hold("kaaw.de"):
            await asyncio.sleep(0.1)
            assert not waiting.done()
        await waiting

    run(ask())
