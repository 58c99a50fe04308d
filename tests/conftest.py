"""What all tests share: an archive path, a local site, and the commands run as a user runs them."""

from __future__ import annotations

import gc
import os
import shutil
import signal
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest

from kaaw_archive.archive.connect import open_for_writing
from tests.fork_server.client import close_fork_server, fork_server
from tests.local_site import LocalSite
from tests.program import PROJECT, Program, Ran, kaaw_command, scrapy_command
from tests.properties import register_profiles

RunCommand = Callable[..., Ran]

MEMORY, ROOM_BYTES = Path("/dev/shm"), 4 << 30  # so much must be free there
MARKED = pytest.StashKey[Counter[str]]()  # how many of the collected tests are slow or long, and of all

register_profiles()

# a shell that runs us in the background has interrupts ignored, and so would every program that the tests start
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_configure(config: pytest.Config) -> None:
    """Let folders of tests lie in memory if there is room: their archives are synced ten thousands of times."""
    if config.option.basetemp is None and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM_BYTES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect no garbage while ten thousand tests are made, which all stay: it took a third of the time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the slow tests, so that no process has one left when the others have done their work.

    The first of them crawl the demo, and those that share it come last, so that no process waits for it.
    """
    items.sort(key=_place)
    config.stash[MARKED] = Counter({"all": len(items), "slow": sum(map(_is_slow, items))})


def _place(item: pytest.Item) -> int:
    if not _is_slow(item):
        return 3
    if "demo" not in getattr(item, "fixturenames", ()):
        return 1
    return 0 if item.path.name == "test_crawl.py" else 2


def _is_slow(item: pytest.Item) -> bool:
    """Return True for a slow test, and for a long one. Raise UsageError if that does not say what it adds."""
    long = item.get_closest_marker("long")
    if long is not None and not (len(long.args) == 1 and isinstance(long.args[0], str)):
        raise pytest.UsageError(f"{item.nodeid}: the mark long has one text, what the test adds to a quicker one")
    return long is not None or item.get_closest_marker("slow") is not None


def pytest_unconfigure() -> None:
    close_fork_server()


@pytest.fixture
def program(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Program]:
    """Commands by fork, or as on a command line in a test that is marked so."""
    is_real = request.node.get_closest_marker("real_commands") is not None
    programs = Program(tmp_path, None if is_real else fork_server())
    yield programs
    programs.close()


@pytest.fixture
def run_scrapy(program: Program) -> RunCommand:
    """``run_scrapy("site", "-a", "urls=…", env={…}, timeout=60)``: scrapy crawl, from a folder outside the project."""
    return lambda *args, **options: program.run(*scrapy_command(*args), **options)


@pytest.fixture
def run_kaaw(program: Program) -> RunCommand:
    """``run_kaaw("status", "--archive", path)``: the kaaw command, from a folder outside the project."""
    return lambda *args, **options: program.run(*kaaw_command(*args), **options)


@pytest.fixture
def archive_path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


@pytest.fixture(scope="session")
def empty_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive without rows, to be copied: its migrations take longer than most tests."""
    path = tmp_path_factory.mktemp("empty") / "archive.db"
    open_for_writing(path).close()
    return path


@pytest.fixture
def empty_path(archive_path: Path, empty_archive: Path) -> Path:
    """Return the path of the test's archive, with no rows in it."""
    shutil.copy(empty_archive, archive_path)
    return archive_path


@pytest.fixture
def local_site() -> Iterator[LocalSite]:
    with LocalSite() as site:
        yield site


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of test material beside the checkout: real pages and the tools for them."""
    folder = PROJECT.parent / "shared"
    if not (folder / "corpus" / "truth.json").exists():
        pytest.skip("no real pages here: ../shared/corpus is not beside this checkout")
    return folder
