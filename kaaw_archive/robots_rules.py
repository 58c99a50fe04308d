"""Rules of a robots.txt for a single agent, read in time that is linear in the length of the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from protego import Protego

from kaaw_archive import urls

if TYPE_CHECKING:
    from collections.abc import Iterator

READ_BYTES = 500 * 1024  # RFC 9309, 2.5: at least so much must be parsed
_AGENT_FIELDS = frozenset({"user-agent", "useragent", "user agent"})  # as Protego reads them
_OTHER = "User-agent: \x01"  # a name that no agent has
_PRODUCT_END = re.compile(r"[/\s(;,]")  # what follows is a version or a comment (RFC 9110, 10.1.5)


class Rules(Protego):
    """Rules of a robots.txt that are held against the path which a server reads: without ``/./`` and ``/../``."""

    def can_fetch(self, url: str, user_agent: str) -> bool:
        """Return True if the rules allow the agent to request this address (RFC 3986, 5.2.4; RFC 9309, 2.2.2)."""
        return super().can_fetch(urls.join(url, url) or url, user_agent)


def parse(body: bytes, agent: str) -> Rules:
    """Return the rules for this agent, the sitemaps and the host of a robots.txt; rules for other agents are left out.

    Protego copies each rule to each agent of its group: 16,000 agents of one group and as many rules fill any memory.
    So all other agents get one name before it reads the file.
    """
    lines = body[:READ_BYTES].decode("utf-8-sig", "replace").splitlines()
    best = _best_of((name for line in lines for name in _names(_agent_of(line))), _PRODUCT_END.split(agent.strip())[0])
    return Rules.parse("\n".join(_with_few_names(line, best) for line in lines))


def _with_few_names(line: str, best: str | None) -> str:
    names = _names(_agent_of(line))
    if not names:
        return line
    return f"User-agent: {best}" if best in names else _OTHER


def _best_of(names: Iterator[str], agent: str) -> str | None:
    """Return the name whose group Protego takes for the agent: the longest within it, else ``*``; None without any."""
    scores: dict[str, int] = {}
    for name in names:
        if name not in scores and (score := _score(name, agent.strip().lower())):
            scores[name] = score
    return max(scores, key=scores.__getitem__, default=None)


def _score(name: str, agent: str) -> int:
    """Return the length of a name that begins a word of the agent, 1 for ``*``, 0 for others (Protego)."""
    if name == "*":
        return 1
    at = agent.find(name)
    while at > 0 and (agent[at - 1].isalnum() or agent[at - 1] in "-_"):
        at = agent.find(name, at + 1)
    return len(name) if at >= 0 else 0


def _names(value: str | None) -> tuple[str, ...]:
    """Return the names of a line for agents: as written, without stars, and the product alone.

    Site owners copy the name from their log: ``kaaw_archive/0.1.0 (+https://…)``.
    """
    name = (value or "").strip().lower()
    if name == "*":
        return ("*",)
    without_stars = name.replace("*", "")
    return tuple(dict.fromkeys(one for one in (name, without_stars, _PRODUCT_END.split(without_stars)[0]) if one))


def _agent_of(line: str) -> str | None:
    """Return the value of a line for agents, with or without its colon; None for other lines."""
    line = line.partition("#")[0].strip()
    field, colon, value = line.partition(":")
    if colon and field.strip().lower() in _AGENT_FIELDS:
        return value
    if colon and (not value or value[0].isspace()):
        return None
    words = line.split(None, 2)
    for count in (1, 2):
        if " ".join(words[:count]).lower() in _AGENT_FIELDS:
            return " ".join(words[count:])
    return None
