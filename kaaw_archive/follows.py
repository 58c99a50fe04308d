"""Sites that people follow: each is a decision in the archive, and part of every `kaaw run` in which it is due."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from kaaw_archive import own_faults, times, urls
from kaaw_archive.errors import WrongArguments
from kaaw_archive.json_text import compact

# In a run its turn comes sooner or later: a daily run crawls daily what is wanted once a day
_EARLY_SHARE = 0.1
_EARLY_MAX = timedelta(minutes=50)

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


def next_wanted_at(
    every_s: float | None, last_crawl_at: str | None, last_state: str | None, last_reason: str | None
) -> datetime | None:
    """Return the time before which a person wants no next crawl; None: whenever something is due.

    The columns are those of the last crawl, None if there was none. A crawl that failed, or met a fault of ours, does
    not count.
    """
    if every_s is None or last_crawl_at is None or last_state not in ("finished", "degraded"):
        return None
    if (last_reason or "").startswith(own_faults.REASON):
        return None
    every = timedelta(seconds=every_s)
    return times.from_text(last_crawl_at) + every - min(every * _EARLY_SHARE, _EARLY_MAX)
