"""Settings that people may set, in one table: it gives their defaults, their checks, and docs/settings.md.

``python -m kaaw_archive.setting_table > docs/settings.md`` writes the page again.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from kaaw_archive.errors import WrongArguments

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class ProjectSetting:
    """A setting with its default and its meaning.

    ``least`` and ``most`` are the smallest and the largest number that make sense; ``least`` is None for texts.
    """

    name: str
    default: Any
    text: str
    least: float | None = None
    most: float = 1e12

    def check(self, value: object) -> None:
        """Raise WrongArguments for a value that is no number, or not from ``least`` to ``most``."""
        if self.least is None:
            return
        kind = type(self.default)
        try:
            is_right = self.least <= kind(value) <= self.most
        except (TypeError, ValueError, OverflowError):
            is_right = False
        if not is_right:
            whole = "whole " if kind is int else ""
            to = f" and at most {self.most:g}" if self.most < 1e12 else ""
            raise WrongArguments(f"{self.name}={value}: say a {whole}number of at least {self.least:g}{to}")


# fmt: off
# name, default, text, least, most
_ROWS: tuple[tuple[Any, ...], ...] = (
    ("ARCHIVE", "archive.db", "the archive of `scrapy crawl`; commands of `kaaw` take `--archive` or `KAAW_ARCHIVE`"),
    ("ARCHIVE_CONTACT", "", "mail address or page for the user agent; also `KAAW_CONTACT` in the environment"),
    ("ARCHIVE_CONTROL_HOSTS", [],
     "up to three hosts that are always up, such as that of your own site. If no site answers in a crawl or a link"
     " check, they and the host of the contact are requested, to see if our own network is down"),
    ("ARCHIVE_HOST_LOCKS", "",
     "folder of the locks of hosts; empty: `kaaw_archive` in `/run/lock`, which all users of the machine share, else in"
     " `/var/tmp` or `/tmp`, else in `~/.local/state`; also `KAAW_HOST_LOCKS` in the environment"),
    ("ARCHIVE_DISK_RESERVE_MB", 200,
     "a crawl ends in order before less than this is free on the archive's disk, and none begins", 0),
    ("ARCHIVE_LOG_FORMAT", "text", "or `json`: one object a line"),
    ("ARCHIVE_NOTIFY", "",
     "addresses of apprise, with blanks between them (`mailto://…`, `json://…`). `kaaw run` sends one message when a "
     "source becomes degraded or silent, and one when it is well again; needs the extra `notify`; also `KAAW_NOTIFY` "
     "in the environment"),

    ("DOWNLOAD_DELAY", 1.0, "seconds between two requests to one host", 0),
    ("CONCURRENT_REQUESTS_PER_DOMAIN", 1, "requests at a time to one host", 1),
    # high, because no host may occupy more than its share of it
    ("CONCURRENT_REQUESTS", 64, "requests at a time to all hosts; each needs three open files; 0: no limit", 0),
    ("ARCHIVE_CRAWL_DELAY_MAX", 60.0, "seconds; a longer Crawl-delay counts as this", 0),
    ("ARCHIVE_PAUSE_MAX_S", 120.0, "seconds; a longer Retry-After ends the requests to a host for this crawl", 0),
    ("ARCHIVE_BACK_OFF_S", 5.0,
     "seconds of pause after a 429 or 503 without Retry-After, doubled with each attempt", 0),
    ("ARCHIVE_ALLOW_NETWORKS", [],
     "networks that may be requested although they are private, or are the public network in which this machine lies;"
     " both are refused otherwise; in CIDR notation such as `10.0.0.0/8`"),
    ("ARCHIVE_DENY_NETWORKS", [],
     "further networks that are never requested, in CIDR notation, such as public ones of your organisation; they count"
     " more than the allowed ones"),
    ("ARCHIVE_LOOK_BESIDE_PROXY", True,
     "1: a name is looked up before a proxy is asked for it, and refused if this machine's resolver says that it is"
     " private; 0: the proxy decides"),

    ("DOWNLOAD_TIMEOUT", 60.0, "seconds for one response, from the first try to connect to the last byte", 0.1),
    ("ARCHIVE_FIRST_BYTE_TIMEOUT_S", 30.0, "seconds from a request to the first byte of its answer", 0.1),
    ("DNS_TIMEOUT", 20.0, "seconds for the resolver", 0.1),
    ("ARCHIVE_HEAD_MAXSIZE", 262_144, "bytes of header fields of one answer", 1024),
    ("DOWNLOAD_MAXSIZE", 33_554_432, "bytes of one response on the wire; 0: no limit", 0),
    ("ARCHIVE_WIRE_MAXSIZE", 67_108_864,
     "bytes of all responses that are under way or not in the archive yet, beyond the first megabyte of each; then one"
     " large response comes in after the other, and those that come slowly end as `timeout`; 0: no limit", 0),
    ("ARCHIVE_DECOMPRESSED_MAXSIZE", 67_108_864, "bytes of one payload after decompression", 1),
    ("ARCHIVE_HOST_URLS_MAX", 50_000,
     "addresses of one host that a crawl finds and requests; the others wait for the next one", 1),
    ("ARCHIVE_QUERY_VARIANTS_MAX", 5_000,
     "of these addresses, how many of one path may differ behind the `?` alone", 1),
    ("ARCHIVE_BUDGET_DOCUMENTS_MB", 1000.0,
     "megabytes of documents and pictures that a crawl takes from one source, on the wire; others wait for the next "
     "one, pages never do; 0: no limit", 0),
    ("REDIRECT_MAX_TIMES", 20, "hops", 0),
    ("RETRY_TIMES", 2, "attempts after the first that failed for a passing reason", 0),
    ("URLLENGTH_LIMIT", 2083, "characters of an address", 1),

    ("ARCHIVE_READERS", 0, "worker processes that read pages; 0: one a core", 0, 256),
    ("ARCHIVE_READ_TIMEOUT_S", 30.0, "seconds for one payload", 0.1),
    # 10 MB of text take 100, a table of 200,000 cells 180; a crawl with two workers stays below 700
    ("ARCHIVE_READ_MEMORY_MB", 220,
     "memory of one worker, beyond the 70 MB that it begins with; a page that needs more is kept, its reading "
     "says `out_of_memory`", 64),

    # InternetArchiveBot waits as long for a HEAD
    ("ARCHIVE_PROBE_TIMEOUT_S", 30.0, "seconds for one answer to a link check", 0.1),
    ("ARCHIVE_PROBE_MAXSIZE", 2_097_152,
     "bytes of a page that a link check wants; then it stops the download", 16_384),
    ("LINK_ARCHIVES", [],
     "other archives that are asked for copies of broken links (docs/maintainers/other-archives.md)"),
    ("LINK_ARCHIVES_MAX", 200, "look-ups of copies in one crawl", 0),
    ("LINK_ARCHIVES_AGAIN_DAYS", 30.0, "days before an archive is asked about the same link again", 0),
)
# fmt: on
SETTINGS = tuple(ProjectSetting(*row) for row in _ROWS)
_BY_NAME: dict[str, ProjectSetting] = {setting.name: setting for setting in SETTINGS}
_OUR_PREFIXES = ("ARCHIVE", "LINK_ARCHIVE")
_OBJECTS = frozenset({"ARCHIVE_CLOCK", "ARCHIVE_POOL"})  # of programs that run crawls in their own process
_PAGE = """\
# Settings

Write them into the `settings.py` of your folder, which `kaaw init` made with each setting and its default. `kaaw run`,
`kaaw crawl` and `scrapy crawl` read it there. Names without `ARCHIVE` are Scrapy's own.

`-s NAME=VALUE` counts first, then `settings.py`, then the environment. So `KAAW_CONTACT` in a unit has no effect if
`settings.py` sets `ARCHIVE_CONTACT`.

**`ARCHIVE` alone does not move the archive**: only `scrapy crawl`, and so the add-on, reads it. Commands of `kaaw` take
`--archive`, else `KAAW_ARCHIVE`, else `archive.db` in the folder where they are called. The units and the crontab of
`kaaw init` set `KAAW_ARCHIVE`. To move an archive, change all of them together.

A setting whose default is `[]` is a list: `["www.a.example", "www.b.example"]` in `settings.py`, and with `-s` the same
as `www.a.example,www.b.example`.

In a project that `kaaw init` did not make, begin a settings module with `from kaaw_archive.settings import *`, and name
it in `scrapy.cfg` or in `SCRAPY_SETTINGS_MODULE`.

| setting | default | |
|---|---|---|
"""


def default(name: str) -> Any:
    """Return the default of a setting. Raises KeyError for a name that is not in the table."""
    return _BY_NAME[name].default


def check_names(names: Iterable[str]) -> None:
    """Raise WrongArguments for a misspelt setting: its name begins like those of this project, and is not known."""
    for name in names:
        if name.startswith(_OUR_PREFIXES) and name not in _BY_NAME.keys() | _OBJECTS:
            near = get_close_matches(name, _BY_NAME, n=1)
            hint = f"did you mean {near[0]}?" if near else "docs/settings.md lists them"
            raise WrongArguments(f"there is no setting {name}: {hint}")


def check_value(name: str, value: object) -> None:
    """Raise WrongArguments if a setting of this table cannot have this value; others are not judged."""
    if name in _BY_NAME:
        _BY_NAME[name].check(value)


def markdown() -> str:
    """Return the text of docs/settings.md."""
    return _PAGE + "".join(f"| `{each.name}` | {_shown(each.default)} | {each.text} |\n" for each in SETTINGS)


def _shown(value: object) -> str:
    if isinstance(value, int | float):
        return f"{value:.0f}"
    return f"`{value}`" if value or isinstance(value, list) else "empty"


if __name__ == "__main__":
    print(markdown(), end="")
