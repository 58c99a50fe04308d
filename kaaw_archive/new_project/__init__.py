"""Files of an operator's new project: settings, units of systemd, a crontab, a container."""

from __future__ import annotations

import os
import re
import sys
import textwrap
from dataclasses import dataclass
from functools import partial
from importlib import resources
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from kaaw_archive import __version__
from kaaw_archive.errors import ArchiveError, WrongArguments
from kaaw_archive.new_project import owner
from kaaw_archive.setting_table import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

_ARCHIVE_NAME = "archive.db"  # the default of every command in that folder
_USUAL_FOLDER = "news"  # by its last name: units of such a folder have short names
_UNITS_OF_SYSTEM = Path("/etc/systemd/system")
_NOT_IN_UNIT_NAMES = re.compile(r"[^\w.:-]", re.ASCII)
_TARGETS = {
    "scrapy.cfg": "scrapy.cfg",
    "settings.py": "settings.py",
    "spiders-init.py": "spiders/__init__.py",
    "kaaw-run.service": "systemd/{units}-run.service",
    "kaaw-run.timer": "systemd/{units}-run.timer",
    "kaaw-backup.service": "systemd/{units}-backup.service",
    "kaaw-backup.timer": "systemd/{units}-backup.timer",
    "kaaw-check.service": "systemd/{units}-check.service",
    "kaaw-check.timer": "systemd/{units}-check.timer",
    "crontab": "crontab",
    "Containerfile": "Containerfile",
}
# These would have to be escaped in three languages: units, crontabs and shells.
_PLAIN = re.compile(r"\A[\w@.:/+~-]++\Z", re.ASCII)
_PLAIN_LIST = re.compile(r"\A[\w@.:/+~*,-]++\Z", re.ASCII)
_PROXY = re.compile(r"://\w|:\d{1,5}\Z")  # a scheme or a port: a word alone is no address
_PLAIN_SECRET = re.compile(r"\A[\w@.:/+~%-]++\Z", re.ASCII)  # in a file that is read by a shell alone
_PROXY_FILE = "proxy.env"
_NOT_BY_PROXY = "localhost,127.0.0.1,::1"
_OWNER_ONLY = frozenset({_PROXY_FILE, "settings.py"})  # which holds passwords, or will when messages are to be sent


_INSTEAD = (
    "change proxy, certificates and contact in systemd/*.service, crontab and settings.py there, or choose another"
    " folder"
)


@dataclass(frozen=True, slots=True)
class NewProject:
    """Facts that the files of a project need. ``kaaw`` is the program's path; empty texts are left out of the files.

    ``authority`` is the file with the certificate authorities to trust; empty: those of the machine. ``not_by_proxy``
    are hosts that are asked without the proxy, as in ``no_proxy``; empty: this machine. Cron mails to ``mail_to``;
    empty: to the contact, or else to the user. ``has_own_user``: the user is another one than the operator.
    """

    folder: Path
    kaaw: Path
    user: str
    contact: str
    proxy: str
    authority: str = ""
    not_by_proxy: str = ""
    mail_to: str = ""
    has_own_user: bool = False

    @property
    def archive(self) -> Path:
        """Return the path of the archive."""
        return self.folder / _ARCHIVE_NAME

    @property
    def network(self) -> list[str]:
        """Return the variables of proxy and certificates, NAME=VALUE; without a proxy that has a password."""
        variables = [] if not self.proxy or self.has_secret_proxy else _proxy_variables(self)
        return variables + ([f"SSL_CERT_FILE={self.authority}"] if self.authority else [])

    @property
    def crontab_command(self) -> str:
        """Return the command that installs the crontab; beside other lines of the same user it replaces its own."""
        crontab = f"sudo crontab -u {self.user}" if self.has_own_user else "crontab"
        mark = f"of the crontab of kaaw in {self.folder}$"
        others = rf"{crontab} -l | sed '\|^# begin {mark}|,\|^# end {mark}|d'"
        return f"({others}; cat {self.folder}/crontab) | {crontab} -"

    @property
    def crontab_replaces(self) -> str:
        """Return the sentence that says which lines that command replaces."""
        return f"It replaces the lines that came from {self.folder}/crontab, and keeps all others."

    @property
    def units(self) -> str:
        """Return the beginning of the names of its units, which differ between folders of one machine.

        >>> NewProject(Path("/srv/stadt"), Path("kaaw"), "", "", "").units
        'kaaw-stadt'
        """
        if self.folder.name in (_USUAL_FOLDER, ""):
            return "kaaw"
        return "kaaw-" + _NOT_IN_UNIT_NAMES.sub("_", self.folder.name)

    @property
    def has_secret_proxy(self) -> bool:
        """Return True if the proxy has a user name or a password, which stands in a file of its own."""
        return "@" in self.proxy

    def check(self) -> None:
        """Raise WrongArguments for a value that could not stand in a unit or a crontab."""
        for what, value in (
            ("the folder", str(self.folder)), ("the path of kaaw", str(self.kaaw)), ("--user", self.user),
            ("--contact", self.contact), ("--proxy", self.proxy), ("--ca", self.authority),
            ("--mailto", self.mail_to), ("no_proxy", self.not_by_proxy),
        ):  # fmt: skip
            is_secret = what == "--proxy" and self.has_secret_proxy
            plain = _PLAIN_SECRET if is_secret else _PLAIN_LIST if what == "no_proxy" else _PLAIN
            if value and not plain.match(value):
                shown = f" {value!r}" if not is_secret else ", of which a password is written with %XX for other signs"
                raise WrongArguments(f"{what}{shown}: units and crontabs take letters, digits and @.:/+~_- alone")
        if self.proxy and not _PROXY.search(self.proxy):
            raise WrongArguments("--proxy is no address: say it as in http://proxy.example:3128")


def unit_of_other_folder(project: NewProject) -> Path | None:
    """Return a unit of this machine that has the name of one of the project, but works in another folder."""
    unit = _UNITS_OF_SYSTEM / f"{project.units}-run.service"
    if not unit.exists() or f"\nWorkingDirectory={project.folder}\n" in unit.read_text(errors="replace"):
        return None
    return unit


def write(project: NewProject) -> list[Path]:
    """Write the files of a new project and return their paths.

    Raises WrongArguments if one of them exists, so that nothing is overwritten, ArchiveError if one cannot be written.
    """
    project.check()
    texts = {project.folder / target: text for target, text in _texts(project).items()}
    there = [str(path) for path in texts if path.exists() or path.is_symlink()]
    if there:
        raise WrongArguments(f"{there[0]} is there already, and nothing is overwritten: {_INSTEAD}")
    is_new = not project.folder.exists() or not any(project.folder.iterdir())
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            mode = 0o600 if str(path.relative_to(project.folder)) in _OWNER_ONLY else 0o666  # less the umask
            with open(path, "x", encoding="utf-8", opener=partial(os.open, mode=mode)) as file:
                file.write(text)
        folders = {path.parent for path in texts} - (set() if is_new else {project.folder})
        owner.give([*folders, *texts], project.user)
    except OSError as error:
        raise ArchiveError(f"{error.filename or project.folder} cannot be written: {error.strerror}") from error
    return list(texts)


def _texts(project: NewProject) -> dict[str, str]:
    values = _values(project)
    values["hardening"] = _filled("hardening.conf", values)
    texts = {target.format(units=project.units): _filled(name, values) for name, target in _TARGETS.items()}
    if project.has_secret_proxy:
        texts[_PROXY_FILE] = "".join(f"{variable}\n" for variable in _proxy_variables(project))
    return texts


def _filled(name: str, values: dict[str, str]) -> str:
    text = resources.files(__package__).joinpath("files", f"{name}.in").read_text(encoding="utf-8")
    filled = Template(text).substitute(values)
    return re.sub(r"\n{3,}", "\n\n", filled).rstrip("\n") + "\n"


def _values(project: NewProject) -> dict[str, str]:
    archive = project.archive
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
        "mail": project.mail_to or (project.contact if "@" in project.contact else project.user),
        "crontab_command": project.crontab_command,
        "crontab_replaces": f"# {project.crontab_replaces}",
        "network_lines": "\n".join(_unit_lines(project)),
        "network_assignments": "\n".join(mark + variable for mark, variable in _network(project)),
        "proxy_read": f"set -a && . ./{_PROXY_FILE} && set +a && " if project.has_secret_proxy else "",
        "protect_home": "read-only" if _is_in_home(project) else "yes",
        "settings": _settings(),
        "version": __version__,
    }


def _unit_lines(project: NewProject) -> Iterator[str]:
    if project.has_secret_proxy:
        yield f"EnvironmentFile={project.folder / _PROXY_FILE}"
    for mark, variable in _network(project):
        yield f'{mark}Environment="{variable}"'


def _proxy_variables(project: NewProject) -> list[str]:
    proxies = [f"http_proxy={project.proxy}", f"https_proxy={project.proxy}"]
    return [*proxies, f"no_proxy={project.not_by_proxy or _NOT_BY_PROXY}"]


def _network(project: NewProject) -> list[tuple[str, str]]:
    """Return the variables of proxy and certificates, each after "" or, for an example, the mark of a comment."""
    variables = [("", variable) for variable in project.network]
    if project.proxy and not project.authority:
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
