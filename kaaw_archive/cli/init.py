"""``kaaw init``: the folder of an operator, ready for a schedule."""

from __future__ import annotations

import getpass
import os
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
@click.option(
    "--user",
    metavar="NAME",
    help="User of the machine who runs the commands; made if there is none, under sudo.  [default: you]",
)
@click.option(
    "--proxy",
    default="",
    envvar=["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"],
    metavar="URL",
    help="Proxy for units and crontab, which do not see your shell.  [default: https_proxy, else http_proxy]",
)
@click.option(
    "--ca",
    "authority",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    envvar="SSL_CERT_FILE",
    metavar="FILE",
    help="Certificate authorities for units and crontab, if the proxy decrypts TLS.  [default: SSL_CERT_FILE]",
)
@click.option("--mailto", default="", metavar="ADDRESS", help="Address for the mails of cron.  [default: the contact]")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER")
def command(
    as_json: bool, contact: str, user: str | None, proxy: str, authority: Path | None, mailto: str, folder: Path
) -> None:
    """Write into FOLDER: scrapy.cfg, settings.py with every setting explained, spiders/, units of systemd, a crontab
    with a backup each night, and a Containerfile. Nothing is overwritten. Proxy and certificates of your shell are
    written into units and crontab; sudo does not pass them on, so give them as options there.

    \b
    Examples:
      kaaw init /srv/news --contact archive@example.org
      kaaw init /srv/archive --contact archive@example.org --user kaaw --proxy http://proxy.example:3128
    """
    from kaaw_archive.new_project import NewProject, owner, write

    you = getpass.getuser()
    not_by_proxy = (os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or "").replace(" ", "")
    project = NewProject(
        folder=folder.expanduser().absolute(),
        kaaw=_program(),
        user=user or you,
        contact=contact,
        proxy=proxy,
        authority=str(authority.absolute()) if authority else "",
        not_by_proxy=not_by_proxy if proxy else "",
        mail_to=mailto,
        has_own_user=user is not None and user != os.environ.get("SUDO_USER", you),
    )
    project.check()
    is_user_new = owner.make_user(project.user)
    files = write(project)
    if as_json:
        printing.show_json({"folder": str(project.folder), "files": [str(path) for path in files]})
        return
    for path in files:
        printing.show(str(path))
    if is_user_new:
        printing.show(f"made the system user {project.user}")
    _warn(project, is_user_given=user is not None)
    _show_next_steps(project)


def _warn(project: NewProject, *, is_user_given: bool) -> None:
    """Print what would keep units or crontab from their work."""
    from kaaw_archive.new_project import owner, unit_of_other_folder

    if (unit := unit_of_other_folder(project)) is not None:
        other = "is of another folder: do not copy the units over it, but give this folder another name"
        printing.complain(f"{unit} {other}", prefix="kaaw:")
    if not project.contact:
        printing.complain("no --contact: write one into settings.py, the units and the crontab", prefix="kaaw:")
    if project.user == "root" and not is_user_given:
        printing.complain("no --user: units and crontab run as root; name a user of their own", prefix="kaaw:")
    if not owner.user_exists(project.user):
        made = f"sudo useradd --system --create-home {project.user}"
        printing.complain(f"there is no user {project.user} here, as whom no unit starts: {made}", prefix="kaaw:")
    elif (closed := owner.closed_folder(project.kaaw, project.user)) is not None:
        printing.complain(
            f"{project.user} may not enter {closed}, where this program or its Python is: install it elsewhere, with"
            " the Python of the system",
            prefix="kaaw:",
        )


def _show_next_steps(project: NewProject) -> None:
    """Print the commands that come next, each with user and paths of the project, for any shell and folder."""
    as_user = f"sudo -u {project.user} " if project.has_own_user else ""
    follow = f"{as_user}{project.kaaw} follow https://www.stadt.example/aktuelles --archive {project.archive}"
    timers = " ".join(f"{project.units}-{name}.timer" for name in ("run", "backup", "check"))
    printing.show("")
    printing.show(("Then, for each site", "bold"))
    printing.show(follow, indent=2)
    printing.show(("and for the schedule, with systemd or with cron", "bold"))
    printing.show(
        f"sudo cp {project.folder}/systemd/* /etc/systemd/system/ && sudo systemctl enable --now {timers}", indent=2
    )
    printing.show(project.crontab_command, indent=2)
    printing.show(project.crontab_replaces, indent=2)
    printing.show(("To crawl now and by hand", "bold"))
    environment = f"env {' '.join(project.network)} " if project.network else ""
    run = f"{as_user}{environment}{project.kaaw} run"
    if project.has_secret_proxy:
        run = f"{as_user}sh -c 'set -a; . ./proxy.env; set +a; {environment}{project.kaaw} run'"
    printing.show(f"cd {project.folder} && {run}", indent=2)
    if not project.proxy:
        printing.show("Units and crontab name no proxy; `kaaw init --proxy URL --ca FILE` would.", indent=2)


def _program() -> Path:
    """Return the path of this program in the environment that runs it, else the one that a shell finds."""
    beside = Path(sys.executable).with_name("kaaw")
    found = shutil.which("kaaw")
    return beside if beside.exists() or not found else Path(found).absolute()
