"""Sites that people follow: each is a decision in the archive, and part of every `kaaw run` in which it is due."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from kaaw_archive import urls
from kaaw_archive.errors import WrongArguments
from kaaw_archive.json_text import compact

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}\Z")


@dataclass(frozen=True, slots=True)
class Follow:
    """Decision to follow a site.

    ``subject`` is the address with which its crawl begins, or the name of a spider of the project; ``source`` is the
    name of its publisher in the archive. ``name`` stands for it in reports. ``every_s``: seconds between two crawls at
    least; None: whenever a page is due. ``made_at`` is UTC text.
    """

    subject: str
    source: str
    name: str
    every_s: float | None
    reason: str | None
    made_by: str
    made_at: str

    @property
    def url(self) -> str | None:
        """Return the address with which a crawl begins; None if a spider of the project is followed."""
        return self.subject if "://" in self.subject else None

    def is_called(self, typed: str) -> bool:
        """Return True if a person means this one by its name, its address, or another spelling of that address."""
        if typed in (self.name, self.subject):
            return True
        return self.url is not None and "://" in typed and urls.key(typed) == urls.key(self.url)


def of_decision(subject: str, value_json: str | None, reason: str | None, made_by: str, made_at: str) -> Follow:
    """Return the follow that a row of ``decisions`` holds."""
    value = json.loads(value_json or "{}")
    return Follow(subject, value["source"], value["name"], value["every_s"], reason, made_by, made_at)


def value_of(follow: Follow) -> str:
    """Return the ``value_json`` of the row of a follow in ``decisions``."""
    return compact({"source": follow.source, "name": follow.name, "every_s": follow.every_s})


def check_name(name: str) -> None:
    """Raise WrongArguments for a name that would not fit into a line of a report."""
    if not _NAME.match(name):
        raise WrongArguments(f"{name!r} cannot name a site: small letters, digits, '.', '_' and '-', 63 at most")
