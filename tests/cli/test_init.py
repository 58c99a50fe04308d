"""`kaaw init` writes a project that works as it is, and overwrites nothing."""

from __future__ import annotations

import configparser
import json
import os
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from kaaw_archive import new_project
from kaaw_archive.new_project import NewProject, owner, write
from kaaw_archive.setting_table import SETTINGS
from tests.cli.conftest import Kaaw, document, one_line_error
from tests.program import PROJECT, kaaw_command

if TYPE_CHECKING:
    from tests.program import Program

CONTACT = ("--contact", "archive@example.org")
ANALYSE = shutil.which("systemd-analyze")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "news"


def test_every_setting_is_explained_and_has_its_default(run: Kaaw, folder: Path) -> None:
    assert run(None, "init", str(folder), *CONTACT).exit_code == 0
    text = (folder / "settings.py").read_text(encoding="utf-8")
    assert "ARCHIVE_CONTACT = 'archive@example.org'" in text
    for setting in SETTINGS:
        assert f"\n# {setting.name} = {setting.default!r}\n" in text or f"\n{setting.name} = " in text
    in_force: dict[str, object] = {}
    exec(text, in_force)
    uncommented = text.replace("\n# ARCHIVE_", "\nARCHIVE_").replace("\n# DOWNLOAD_", "\nDOWNLOAD_")
    changed: dict[str, object] = {}
    exec(uncommented, changed)
    assert {name: changed[name] for name in in_force if name.isupper()} == {
        name: value for name, value in in_force.items() if name.isupper()
    }


def test_without_a_contact_that_of_the_environment_counts(
    run: Kaaw, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(None, "init", str(folder))
    monkeypatch.setattr("kaaw_archive.settings.ARCHIVE_CONTACT", "archive@example.org")
    in_force: dict[str, object] = {}
    exec((folder / "settings.py").read_text(encoding="utf-8"), in_force)
    assert in_force["ARCHIVE_CONTACT"] == "archive@example.org"


@pytest.mark.slow
def test_its_folder_is_a_project_whose_archive_every_command_finds(program: Program, folder: Path) -> None:
    assert program.run(*kaaw_command("init", str(folder), *CONTACT)).code == 0
    program.folder = folder
    assert program.run(*kaaw_command("follow", "https://www.stadt.example/")).code == 0
    assert (folder / "archive.db").exists()
    planned = program.run(*kaaw_command("run", "--dry-run")).stdout
    assert planned.splitlines()[1].split() == ["stadt.example", "never", "crawled"]
    assert {line.split()[0] for line in planned.splitlines()[2:]} == {"cited", "linkcheck"}


@pytest.mark.slow
def test_spiders_that_come_with_the_project_are_found_in_its_folder(program: Program, folder: Path) -> None:
    assert program.run(*kaaw_command("init", str(folder), *CONTACT)).code == 0
    program.folder = folder
    listed = {row["spider"] for row in json.loads(program.run(*kaaw_command("sites", "--json")).stdout)}
    assert {"bmi", "kaaw"} <= listed
    assert program.run(*kaaw_command("follow", "bmi")).code == 0
    planned = json.loads(program.run(*kaaw_command("run", "--dry-run", "--json")).stdout)
    assert [row["spider"] for row in planned] == ["bmi", "cited", "linkcheck"]


@pytest.mark.slow
def test_a_run_in_the_checkout_crawls_only_what_is_followed(program: Program, tmp_path: Path) -> None:
    program.folder = PROJECT
    archive = ("--archive", str(tmp_path / "news.db"))
    assert "nothing is followed" in program.run(*kaaw_command("run", "--dry-run", *archive)).stdout
    assert program.run(*kaaw_command("follow", "kaaw", *archive)).code == 0
    planned = json.loads(program.run(*kaaw_command("run", "--dry-run", "--json", *archive)).stdout)
    assert [row["spider"] for row in planned] == ["kaaw", "cited", "linkcheck"]


def test_nothing_is_overwritten(run: Kaaw, folder: Path) -> None:
    run(None, "init", str(folder), *CONTACT)
    (folder / "settings.py").write_text("mine")
    said = one_line_error(run(None, "init", str(folder), *CONTACT))
    assert "is there already, and nothing is overwritten: change proxy, certificates and contact in systemd/" in said
    assert said.endswith("crontab and settings.py there, or choose another folder")
    assert (folder / "settings.py").read_text() == "mine"
    for path in folder.iterdir():
        if path.name != "settings.py":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert run(None, "init", str(folder), *CONTACT).exit_code == 2
    assert [path.name for path in folder.iterdir()] == ["settings.py"]


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--contact", "a b@example.org"),
        ("--user", "news\nExecStart=/bin/sh"),
        ("--proxy", 'http://x"/'),
        ("--user", "%H"),
    ],
)
def test_what_a_unit_or_a_crontab_would_read_otherwise_is_refused(
    run: Kaaw, folder: Path, option: str, value: str
) -> None:
    assert "units and crontabs take" in one_line_error(run(None, "init", str(folder), option, value))
    assert not folder.exists()


def test_json_names_the_files(run: Kaaw, folder: Path) -> None:
    files = document(run(None, "init", str(folder), "--json"))["files"]
    assert sorted(files) == sorted(str(path) for path in folder.rglob("*") if path.is_file())


def test_a_proxy_stands_where_no_shell_is(run: Kaaw, folder: Path) -> None:
    run(None, "init", str(folder), *CONTACT, "--proxy", "http://proxy.example:3128")
    assert 'Environment="https_proxy=http://proxy.example:3128"' in (folder / "systemd/kaaw-run.service").read_text()
    assert "\nhttps_proxy=http://proxy.example:3128\n" in (folder / "crontab").read_text()
    assert "\nno_proxy=localhost,127.0.0.1,::1\n" in (folder / "crontab").read_text()


@pytest.mark.parametrize("name", ["https_proxy", "HTTP_PROXY"])
def test_a_proxy_of_the_shell_stands_there_too_with_the_hosts_beside_it(run: Kaaw, folder: Path, name: str) -> None:
    env = {name: "http://proxy.example:3128", "no_proxy": "localhost, .amt.example"}
    run(None, "init", str(folder), *CONTACT, env=env)
    for line in ("https_proxy=http://proxy.example:3128", "no_proxy=localhost,.amt.example"):
        assert f'\nEnvironment="{line}"\n' in (folder / "systemd/kaaw-run.service").read_text()
        assert f"\n{line}\n" in (folder / "crontab").read_text()


def test_what_comes_next_names_user_and_paths_and_needs_no_variable_of_a_shell(run: Kaaw, folder: Path) -> None:
    made = run(None, "init", str(folder), *CONTACT, "--user", "kaaw", "--proxy", "http://proxy.example:3128")
    lines = made.stdout.splitlines()
    follow, run_by_hand = (next(line for line in lines if f"kaaw {word}" in line) for word in ("follow", "run"))
    assert follow.strip().startswith("sudo -u kaaw /")
    assert follow.endswith(f" --archive {folder}/archive.db")
    assert f"  cd {folder} && sudo -u kaaw env http_proxy=http://proxy.example:3128 " in run_by_hand
    install = next(line.strip() for line in lines if line.endswith("| sudo crontab -u kaaw -"))
    assert install.startswith("(sudo crontab -u kaaw -l | sed ")
    assert f"\n# {install}\n" in (folder / "crontab").read_text()
    replaced = f"It replaces the lines that came from {folder}/crontab, and keeps all others."
    assert replaced in " ".join(made.stdout.split())
    assert f"\n# {replaced}\n" in (folder / "crontab").read_text()
    assert f"  sudo cp {folder}/systemd/* /etc/systemd/system/ && sudo systemctl enable --now" in made.stdout


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Return the crontab that a program `crontab` in that folder keeps; `sudo` there begins what it is given."""
    table, program, sudo = tmp_path / "table", tmp_path / "crontab", tmp_path / "sudo"
    program.write_text(
        '#!/bin/sh\n[ "$1" = -u ] && shift 2\n'
        f'if [ "$1" = -l ]; then cat {table}; else cat > {table}.new; mv {table}.new {table}; fi\n'
    )
    sudo.write_text('#!/bin/sh\n"$@"\n')
    program.chmod(0o755)
    sudo.chmod(0o755)
    table.write_text("5 5 * * *  true\n")
    return table


def test_crontabs_of_two_folders_of_one_user_stand_side_by_side(
    run: Kaaw, folder: Path, tmp_path: Path, table: Path
) -> None:
    folders = (folder, tmp_path / "stadt")
    for one in (*folders, *folders):
        if not one.exists():
            run(None, "init", str(one), *CONTACT, "--user", "kaaw")
        install = (one / "crontab").read_text().splitlines()[2].removeprefix("# ")
        subprocess.run(["/bin/sh", "-c", install], check=True, env={"PATH": f"{tmp_path}:/usr/bin:/bin"})
    assert table.read_text() == "5 5 * * *  true\n" + "".join((one / "crontab").read_text() for one in folders)


def test_units_of_two_folders_have_other_names(run: Kaaw, folder: Path, tmp_path: Path) -> None:
    names = []
    for one in (folder, tmp_path / "stadt@2"):
        made = run(None, "init", str(one), *CONTACT)
        names.append({path.name for path in (one / "systemd").iterdir()})
        (started,) = (line for line in made.stdout.splitlines() if "--now" in line)
        assert set(started.partition("--now")[2].split()) == {name for name in names[-1] if name.endswith(".timer")}
    assert len(names[0] | names[1]) == 12
    assert {"kaaw-run.service", "kaaw-stadt_2-run.service"} <= names[0] | names[1]


@pytest.mark.parametrize("is_other", [True, False])
def test_units_that_would_replace_those_of_another_folder_are_named(
    run: Kaaw, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_other: bool
) -> None:
    monkeypatch.setattr(new_project, "_UNITS_OF_SYSTEM", tmp_path)
    unit = tmp_path / "kaaw-run.service"
    unit.write_text(f"[Service]\nWorkingDirectory={'/data/news' if is_other else folder}\n")
    said = " ".join(run(None, "init", str(folder), *CONTACT).stderr.split())
    assert (f"{unit} is of another folder: do not copy the units over it" in said) is is_other


def test_a_crontab_of_the_operator_keeps_its_other_lines_and_has_ours_once(
    run: Kaaw, folder: Path, tmp_path: Path, table: Path
) -> None:
    made = run(None, "init", str(folder), *CONTACT)
    install = next(line.strip() for line in made.stdout.splitlines() if "| crontab -" in line)
    assert f"\n# {install}\n" in (folder / "crontab").read_text()
    for own in ("", "0 7 * * *  false\n"):
        (folder / "crontab").write_text((folder / "crontab").read_text().replace("\n# end of", f"\n{own}# end of"))
        subprocess.run(["/bin/sh", "-c", install], check=True, env={"PATH": f"{tmp_path}:/usr/bin:/bin"})
    assert table.read_text() == "5 5 * * *  true\n" + (folder / "crontab").read_text()
    assert table.read_text().count("\n0 7 * * *  false\n") == 1


def test_a_user_that_is_missing_is_named_if_it_cannot_be_made(
    run: Kaaw, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert "there is no user nosuch here" in run(None, "init", str(folder), *CONTACT, "--user", "nosuch").stderr


@pytest.mark.parametrize(("code", "says"), [(0, "made the system user nosuch"), (9, "cannot be made: no room")])
def test_under_sudo_the_user_is_made_that_is_missing(
    run: Kaaw, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, says: str
) -> None:
    program = tmp_path / "useradd"
    program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/asked; echo no room >&2; exit {code}\n')
    program.chmod(0o755)
    monkeypatch.setattr("os.geteuid", lambda: 0)
    env = {"PATH": f"{tmp_path}:/usr/bin:/bin", "SUDO_USER": "anna"}
    made = run(None, "init", str(folder), *CONTACT, "--user", "nosuch", env=env)
    assert (tmp_path / "asked").read_text() == "--system --create-home nosuch\n"
    assert says in made.output
    assert folder.exists() is (code == 0)


def test_mails_of_cron_go_where_they_are_wanted(run: Kaaw, folder: Path) -> None:
    run(None, "init", str(folder), *CONTACT, "--mailto", "ops@example.org")
    assert "\nMAILTO=ops@example.org\n" in (folder / "crontab").read_text()


def test_a_program_in_a_folder_that_is_closed_to_its_user_is_named(
    run: Kaaw, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "home"
    (closed / "bin").mkdir(parents=True)
    closed.chmod(0o700)
    monkeypatch.setattr("kaaw_archive.cli.init._program", lambda: closed / "bin" / "kaaw")
    monkeypatch.setattr(owner, "getpwnam", lambda _name: SimpleNamespace(pw_uid=os.getuid() + 7, pw_gid=0))
    monkeypatch.setattr(owner, "give", lambda *_given: None)
    assert "kaaw may not enter /" in run(None, "init", str(folder), *CONTACT, "--user", "kaaw").stderr


SECRET_PROXY = "http://user:ge%40heim@proxy.example:3128"


def test_a_password_of_a_proxy_stands_in_a_file_of_its_owner_alone(run: Kaaw, folder: Path) -> None:
    made = run(None, "init", str(folder), *CONTACT, "--proxy", SECRET_PROXY)
    assert made.exit_code == 0
    holders = [path for path in folder.rglob("*") if path.is_file() and "heim" in path.read_text(encoding="utf-8")]
    assert holders == [folder / "proxy.env"]
    assert "heim" not in made.output
    for name in ("proxy.env", "settings.py"):
        assert (folder / name).stat().st_mode & 0o777 == 0o600
    assert f"\nEnvironmentFile={folder}/proxy.env\n" in (folder / "systemd/kaaw-run.service").read_text()
    line = next(one for one in (folder / "crontab").read_text().splitlines() if one.startswith("17 "))
    command, _, _ = line.split(maxsplit=5)[5].rpartition(" && ")
    read = subprocess.run(["/bin/sh", "-c", f"{command} && env"], capture_output=True, text=True, check=True, env={})
    assert {f"http_proxy={SECRET_PROXY}", f"https_proxy={SECRET_PROXY}"} <= set(read.stdout.splitlines())
    assert "no_proxy=localhost,127.0.0.1,::1" in read.stdout


def test_a_password_that_a_shell_would_read_otherwise_is_refused_and_not_repeated(run: Kaaw, folder: Path) -> None:
    said = one_line_error(run(None, "init", str(folder), *CONTACT, "--proxy", "http://user:ge$heim@proxy.example"))
    assert "heim" not in said


@pytest.mark.parametrize("way", ["option", "environment", "neither"])
def test_the_authority_of_a_proxy_stands_there_too(run: Kaaw, folder: Path, tmp_path: Path, way: str) -> None:
    authority = tmp_path / "proxy.pem"
    authority.touch()
    given = ("--ca", str(authority)) if way == "option" else ()
    env = {"SSL_CERT_FILE": str(authority)} if way == "environment" else {}
    made = run(None, "init", str(folder), *CONTACT, "--proxy", "http://proxy.example:3128", *given, env=env)
    unit, crontab = (folder / "systemd/kaaw-run.service").read_text(), (folder / "crontab").read_text()
    is_named = way != "neither"
    assert (f'\nEnvironment="SSL_CERT_FILE={authority}"\n' in unit) is is_named
    assert (f"\nSSL_CERT_FILE={authority}\n" in crontab) is is_named
    assert ("\n# if the proxy decrypts TLS: SSL_CERT_FILE=" in crontab) is not is_named
    assert (f"SSL_CERT_FILE={authority} " in made.stdout) is is_named
    assert "env http_proxy=http://proxy.example:3128 https_proxy=" in made.stdout


def test_an_authority_that_is_not_there_is_refused(run: Kaaw, folder: Path) -> None:
    refused = run(None, "init", str(folder), *CONTACT, env={"SSL_CERT_FILE": str(folder / "none.pem")})
    assert refused.exit_code == 2
    assert not folder.exists()


UNITS = ("kaaw-run", "kaaw-backup", "kaaw-check")
HOME_OF_ROOT = "/root"


@pytest.mark.parametrize(
    ("place", "program", "protected"),
    [("/srv/news", "/srv/kaaw/.venv/bin/kaaw", "yes"), ("/srv/news", "/home/anna/kaaw/.venv/bin/kaaw", "read-only"),
     ("/home/anna/news", "/usr/bin/kaaw", "read-only"), ("/srv/news", f"{HOME_OF_ROOT}/.venv/bin/kaaw", "read-only")],
)  # fmt: skip
def test_a_unit_can_read_its_program(monkeypatch: pytest.MonkeyPatch, place: str, program: str, protected: str) -> None:
    monkeypatch.setattr("sys.base_prefix", "/usr")
    monkeypatch.setattr(new_project, "__file__", "/srv/kaaw/new_project/__init__.py")
    texts = new_project._texts(NewProject(Path(place), Path(program), "news", "", ""))
    assert f"\nProtectHome={protected}\n" in texts["systemd/kaaw-run.service"]


@pytest.mark.parametrize("user", [(), ("--user", "root"), ("--user", "news")])
def test_units_of_root_are_asked_for(
    run: Kaaw, folder: Path, monkeypatch: pytest.MonkeyPatch, user: tuple[str, ...]
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "root")
    result = run(None, "init", str(folder), *CONTACT, *user)
    assert ("no --user" in result.stderr) is (not user)


@pytest.mark.parametrize("unit", [f"{name}.{kind}" for name in UNITS for kind in ("service", "timer")])
def test_a_unit_is_one_that_systemd_takes(folder: Path, unit: str) -> None:
    write(NewProject(folder, folder / "kaaw", "root", "archive@example.org", ""))
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.read(folder / "systemd" / unit)
    assert "Install" in parser
    if unit == "kaaw-run.service":
        assert parser["Service"]["SuccessExitStatus"] == "7"


@pytest.mark.skipif(ANALYSE is None, reason="no systemd-analyze on this machine")
@pytest.mark.parametrize("name", UNITS)
def test_a_unit_is_well_closed(run: Kaaw, folder: Path, name: str) -> None:
    run(None, "init", str(folder), *CONTACT, "--user", "root")
    assert ANALYSE is not None
    unit = folder / "systemd" / f"{name}.service"
    checked = subprocess.run([ANALYSE, "verify", unit], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")
    threshold = ("--offline=yes", "--threshold=20", unit)  # in tenths
    exposed = subprocess.run([ANALYSE, "security", *threshold], capture_output=True, text=True, check=False)
    assert exposed.returncode == 0, exposed.stdout
