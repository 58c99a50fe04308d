"""Files of an operator's new project: settings, units of systemd, a crontab, a container."""

from __future__ import annotations

import re
import sys
import textwrap
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from string import Template

from kaaw_archive import __version__
from kaaw_archive.errors import ArchiveError, WrongArguments
from kaaw_archive.setting_table import SETTINGS

_ARCHIVE_NAME = "archive.db"  # the default of every command in that folder
_TARGETS = {
    "scrapy.cfg": "scrapy.cfg",
    "settings.py": "settings.py",
    "spiders-init.py": "spiders/__init__.py",
    "kaaw-run.service": "systemd/kaaw-run.service",
    "kaaw-run.timer": "systemd/kaaw-run.timer",
    "kaaw-backup.service": "systemd/kaaw-backup.service",
    "kaaw-backup.timer": "systemd/kaaw-backup.timer",
    "kaaw-check.service": "systemd/kaaw-check.service",
    "kaaw-check.timer": "systemd/kaaw-check.timer",
    "crontab": "crontab",
    "Containerfile": "Containerfile",
}
# These would have to be escaped in three languages: units, crontabs and shells.
_PLAIN = re.compile(r"[\w@.:/+~-]+\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class NewProject:
    """Facts that the files of a project need. ``kaaw`` is the program's path; empty texts are left out of the files.

    ``authority`` is the file with the certificate authorities to trust; empty: those of the machine.
    """

    folder: Path
    kaaw: Path
    user: str
    contact: str
    proxy: str
    authority: str = ""

    def check(self) -> None:
        """Raise WrongArguments for a value that could not stand in a unit or a crontab."""
        for what, value in (
            ("the folder", str(self.folder)), ("the path of kaaw", str(self.kaaw)), ("--user", self.user),
            ("--contact", self.contact), ("--proxy", self.proxy), ("--ca", self.authority),
        ):  # fmt: skip
            if value and not _PLAIN.match(value):
                raise WrongArguments(f"{what} {value!r}: units and crontabs take letters, digits and @.:/+~_- alone")


def write(project: NewProject) -> list[Path]:
    """Write the files of a new project and return their paths.

    Raises WrongArguments if one of them exists, so that nothing is overwritten, ArchiveError if one cannot be written.
    """
    project.check()
    texts = {project.folder / target: text for target, text in _texts(project).items()}
    there = [str(path) for path in texts if path.exists() or path.is_symlink()]
    if there:
        raise WrongArguments(f"{there[0]} is there already, and nothing is overwritten: choose another folder")
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
    except OSError as error:
        raise ArchiveError(f"{error.filename or project.folder} cannot be written: {error.strerror}") from error
    return list(texts)


def _texts(project: NewProject) -> dict[str, str]:
    values = _values(project)
    values["hardening"] = _filled("hardening.conf", values)
    return {target: _filled(name, values) for name, target in _TARGETS.items()}


def _filled(name: str, values: dict[str, str]) -> str:
    text = resources.files(__package__).joinpath("files", f"{name}.in").read_text(encoding="utf-8")
    filled = Template(text).substitute(values)
    return re.sub(r"\n{3,}", "\n\n", filled).rstrip("\n") + "\n"


def _values(project: NewProject) -> dict[str, str]:
    archive = project.folder / _ARCHIVE_NAME
    return {
        "folder": str(project.folder),
        "archive": repr(str(archive)),
        "archive_path": str(archive),
        "backups": str(project.folder / "backups"),
        "kaaw": str(project.kaaw),
        "user": project.user,
        # without one, KAAW_CONTACT of the environment counts
        "contact_setting": f"{'' if project.contact else '# '}ARCHIVE_CONTACT = {project.contact!r}",
        "contact_text": project.contact,
        "contact_words": project.contact or '""',
        "mail": project.contact if "@" in project.contact else project.user,
        "network_lines": "\n".join(f'{mark}Environment="{variable}"' for mark, variable in _network(project)),
        "network_assignments": "\n".join(mark + variable for mark, variable in _network(project)),
        "protect_home": "read-only" if _is_in_home(project) else "yes",
        "settings": _settings(),
        "version": __version__,
    }


def _network(project: NewProject) -> list[tuple[str, str]]:
    """Return the variables of proxy and certificates, each after "" or, for an example, the mark of a comment."""
    variables = []
    if project.proxy:
        variables += [("", f"{name}={project.proxy}") for name in ("http_proxy", "https_proxy")]
        variables.append(("", "no_proxy=localhost,127.0.0.1,::1"))
    if project.authority:
        variables.append(("", f"SSL_CERT_FILE={project.authority}"))
    elif project.proxy:
        variables.append(("# if the proxy decrypts TLS: ", "SSL_CERT_FILE=/etc/ssl/proxy-ca.pem"))
    return variables


def _is_in_home(project: NewProject) -> bool:
    """Return True if a unit must read below /home or /root: its folder, the program, its Python or this package."""
    needed = (project.folder, project.kaaw, Path(project.authority), Path(sys.base_prefix), Path(__file__).resolve())
    return any(path.is_relative_to(home) for path in needed for home in ("/home", "/root"))


def _settings() -> str:
    """Return every setting with its explanation and its default, as comments."""
    lines = []
    for setting in SETTINGS:
        if setting.name not in ("ARCHIVE", "ARCHIVE_CONTACT"):
            lines += ["", *(f"# {line}" for line in textwrap.wrap(setting.text, 110))]
            lines.append(f"# {setting.name} = {setting.default!r}")
    return "\n".join(lines)
