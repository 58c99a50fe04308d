"""A wheel built from the project: it owns no name but its own and, installed elsewhere, crawls."""

from __future__ import annotations

import json
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
    from tests.program import Program, Ran

pytestmark = pytest.mark.slow

ALONE = {"PYTHONPATH": "", "SCRAPY_SETTINGS_MODULE": ""}
NEEDED = (
    "kaaw_archive/settings.py",
    "kaaw_archive/archive/migrations.py",
    "kaaw_archive/archive/schema.py",
    "kaaw_archive/cli/__init__.py",
    "kaaw_archive/spider/site.py",
    "kaaw_demo/data/calendar.toml",
    "kaaw_demo/templates/rss.xml",
)
OURS = {file.stem for file in (PROJECT / "spiders").glob("[a-z]*.py")}
THEIRS = """
from kaaw_archive.spider import NewsSpider


class StadtSpider(NewsSpider):
    name = "stadt"
    source = "stadt.example"
    seeds = ("https://www.stadt.example/",)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built with the builder that is installed, so that nothing is downloaded."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(PROJECT)]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of an environment with nothing of ours but the wheel."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    venv.create(elsewhere, with_pip=False)
    site_packages = next(elsewhere.glob("lib/python*/site-packages"))
    # the dependencies of the environment that runs the tests; paths in a .pth file do not bring its editable install
    (site_packages / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"])
    python = str(elsewhere / "bin" / "python")
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(pip, check=True, capture_output=True)
    return elsewhere / "bin"


def spiders_of(ran: Ran) -> set[str]:
    assert ran.code == 0, ran.output
    return {row["spider"] for row in json.loads(ran.stdout)}


def test_it_holds_its_packages_under_two_names_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert [name for name in NEEDED if name not in names] == []
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"kaaw_archive", "kaaw_demo"}


def test_what_is_installed_owns_no_other_name(installed: Path) -> None:
    (record,) = installed.parent.glob("lib/python*/site-packages/kaaw_archive-*.dist-info/RECORD")
    files = [line for line in record.read_text().splitlines() if not line.startswith(("..", "kaaw_archive-"))]
    assert {file.split("/")[0] for file in files} == {"kaaw_archive", "kaaw_demo"}


def test_installed_elsewhere_it_crawls(
    installed: Path, program: Program, local_site: LocalSite, archive_path: Path
) -> None:
    where = program.run(str(installed / "python"), "-c", "import kaaw_archive; print(kaaw_archive.__file__)", env=ALONE)
    assert where.stdout.startswith(str(installed.parent))

    url = local_site.add("", "/x", Answer(page(1)))
    settings = {"ARCHIVE": archive_path, "DOWNLOAD_DELAY": 0, "ARCHIVE_ALLOW_NETWORKS": LOOPBACK}
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    ran = program.run(str(installed / "kaaw"), "crawl", "site", "-a", f"urls={url}", *options, env=ALONE)
    assert ran.code == 0, ran.output
    kept = program.read_bytes(str(installed / "kaaw"), "payload", url, "--archive", str(archive_path))
    assert kept == page(1)


def test_its_spiders_crawl_the_demo(installed: Path, program: Program) -> None:
    ran = program.run(str(installed / "kaaw"), "demo", "--days", "1", "--json", env=ALONE)
    assert ran.code == 0, ran.output
    (day,) = json.loads(ran.stdout)["days"]
    states = {crawl["spider"]: crawl["state"] for crawl in day["crawls"]}
    assert (states["kaaw"], set(states.values())) == ("finished", {"finished"})


def test_the_spiders_package_of_a_stranger_is_none_of_ours(installed: Path, program: Program) -> None:
    theirs = program.folder / "spiders"
    theirs.mkdir()
    (theirs / "__init__.py").write_text("")
    (theirs / "stadt.py").write_text(THEIRS)
    command = (str(installed / "kaaw"), "sites", "--json")
    assert spiders_of(program.run(*command, env=ALONE)) >= OURS

    (program.folder / "scrapy.cfg").write_text("[settings]\ndefault = settings\n")
    (program.folder / "settings.py").write_text("from kaaw_archive.settings import *\nBOT_NAME = 'stadt'\n")
    assert spiders_of(program.run(*command, env=ALONE)) >= OURS

    chosen = "SPIDER_MODULES = ['spiders', *SPIDER_MODULES[1:]]\n"
    (program.folder / "settings.py").write_text("from kaaw_archive.settings import *\n" + chosen)
    names = ["stadt", "cited", "linkcheck"]
    assert spiders_of(program.run(*command, env=ALONE)) == set(names)
    planned = program.run(str(installed / "kaaw"), "run", "--dry-run", "--json", env=ALONE)
    assert [row["spider"] for row in json.loads(planned.stdout) if row["is_due"]] == names
