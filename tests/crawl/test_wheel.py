"""A wheel built from the project holds both packages and, installed elsewhere, crawls."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.german_pages import page
from tests.local_site import Answer
from tests.program import LOOPBACK, PROJECT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.local_site import LocalSite
    from tests.program import Program

pytestmark = pytest.mark.slow

NEEDED = (
    "kaaw_archive/settings.py",
    "kaaw_archive/archive/schema.py",
    "kaaw_archive/cli/__init__.py",
    "spiders/site.py",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built with the builder that is installed, so that nothing is downloaded."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(PROJECT)]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


def test_it_holds_both_packages_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert [name for name in NEEDED if name not in names] == []
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"kaaw_archive", "spiders"}


def test_installed_elsewhere_it_crawls(
    wheel: Path, program: Program, local_site: LocalSite, archive_path: Path
) -> None:
    elsewhere = program.folder / "elsewhere"
    venv.create(elsewhere, with_pip=False)
    python = elsewhere / "bin" / "python"
    site_packages = next(elsewhere.glob("lib/python*/site-packages"))
    # the dependencies of the environment that runs the tests; paths in a .pth file do not bring its editable install
    (site_packages / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"])
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(pip, check=True, capture_output=True)

    alone = {"PYTHONPATH": "", "SCRAPY_SETTINGS_MODULE": ""}
    where = program.run(str(python), "-c", "import kaaw_archive; print(kaaw_archive.__file__)", env=alone)
    assert where.stdout.startswith(str(elsewhere))

    url = local_site.add("", "/x", Answer(page(1)))
    settings = {"ARCHIVE": archive_path, "DOWNLOAD_DELAY": 0, "ARCHIVE_ALLOW_NETWORKS": LOOPBACK}
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    ran = program.run(str(elsewhere / "bin" / "kaaw"), "crawl", "site", "-a", f"urls={url}", *options, env=alone)
    assert ran.code == 0, ran.output
    kept = program.read_bytes(str(elsewhere / "bin" / "kaaw"), "payload", url, "--archive", str(archive_path))
    assert kept == page(1)
