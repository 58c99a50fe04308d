"""``kaaw init``: the folder of an operator, ready for a schedule."""

from __future__ import annotations

import getpass
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaaw_archive.cli.terminal import options, printing

if TYPE_CHECKING:
    from kaaw_archive.new_project import NewProject


@click.command(
    short_help="Make the folder of a new project: settings, schedule, backup.",
    epilog="""\b
Exit codes:
  0  the files are written
  1  a file cannot be written
  2  a file is there already, or an argument makes no sense
""",
)
@options.debug
@options.as_json
@click.option("--contact", default="", metavar="ADDRESS", help="Mail address or page at which a site can reach you.")
@click.option("--user", metavar="NAME", help="User of the machine who runs the commands.  [default: you]")
@click.option(
    "--proxy",
    default="",
    metavar="URL",
    help="Proxy for units and crontab, which do not see the environment of your shell.",
)
@click.option(
    "--ca",
    "authority",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    envvar="SSL_CERT_FILE",
    metavar="FILE",
    help="Certificate authorities for units and crontab, if the proxy decrypts TLS.  [default: SSL_CERT_FILE]",
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER")
def command(as_json: bool, contact: str, user: str | None, proxy: str, authority: Path | None, folder: Path) -> None:
    """Write into FOLDER: scrapy.cfg, settings.py with every setting explained, spiders/, units of systemd, a crontab
    with a backup each night, and a Containerfile. Nothing is overwritten.

    \b
    Examples:
      kaaw init /srv/news --contact archive@example.org
      kaaw init /srv/archive --contact archive@example.org --user kaaw --proxy http://proxy.example:3128
    """
    from kaaw_archive.new_project import NewProject, write

    trusted = str(authority.absolute()) if authority else ""
    project = NewProject(folder.expanduser().absolute(), _program(), user or getpass.getuser(), contact, proxy, trusted)
    files = write(project)
    if as_json:
        printing.show_json({"folder": str(project.folder), "files": [str(path) for path in files]})
        return
    for path in files:
        printing.show(str(path))
    if not contact:
        printing.complain("no --contact: write one into settings.py, the units and the crontab", prefix="kaaw:")
    if project.user == "root" and not user:
        printing.complain("no --user: units and crontab run as root; name a user of their own", prefix="kaaw:")
    _show_next_steps(project)


def _show_next_steps(project: NewProject) -> None:
    printing.show("")
    printing.show(("Then", "bold"))
    printing.show(f"cd {project.folder}", indent=2)
    if project.has_secret_proxy:
        printing.show("set -a; . ./proxy.env; set +a", indent=2)
    elif project.proxy:  # this shell, too, may lack what the units have
        printing.show(f"export http_proxy={project.proxy} https_proxy={project.proxy}", indent=2)
    if project.authority:
        printing.show(f"export SSL_CERT_FILE={project.authority}", indent=2)
    printing.show("kaaw follow https://www.stadt.example/aktuelles", indent=2)
    printing.show("kaaw run", indent=2)
    printing.show("sudo cp systemd/* /etc/systemd/system/", indent=2)
    printing.show("sudo systemctl enable --now kaaw-run.timer kaaw-backup.timer kaaw-check.timer", indent=2)


def _program() -> Path:
    """Return the path of this program: that of the environment that runs it, else the one that a shell would find."""
    beside = Path(sys.executable).with_name("kaaw")
    found = shutil.which("kaaw")
    return beside if beside.exists() or not found else Path(found).absolute()
