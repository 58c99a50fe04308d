"""What a person says with `-a`: checked before anything runs, and read once."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.errors import WrongArguments

if TYPE_CHECKING:
    from collections.abc import Mapping

_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"0", "false", "no", "off", ""})
_NEXT_ADDRESS = re.compile(r",(?=\s*https?://)", re.IGNORECASE)  # other commas belong to an address


def is_yes(name: str, said: str) -> bool:
    """Raises WrongArguments for what is neither yes nor no.

    >>> is_yes("all", "1"), is_yes("all", "")
    (True, False)
    """
    if said.lower() not in _YES | _NO:
        raise WrongArguments(f"-a {name}={said}: say 1 or 0")
    return said.lower() in _YES


def count(name: str, said: str, default: int) -> int:
    """A whole number above 0; raises WrongArguments for anything else.

    >>> count("max_pages", "", 500)
    500
    """
    if not said:
        return default
    if not said.isascii() or not said.isdigit() or not int(said[:9]) > 0:
        raise WrongArguments(f"-a {name}={said}: say a whole number above 0")
    return int(said[:9])


def one_of(who: str, said: Mapping[str, object], *names: str) -> None:
    """Raises WrongArguments unless exactly one of these arguments was given."""
    given = [name for name in names if str(said.get(name, "")).strip()]
    if not given:
        raise WrongArguments(f"{who} needs addresses: -a urls=FILE or -a urls=URL[,URL], or a site: -a url=URL")
    if len(given) > 1:
        raise WrongArguments(f"{who}: -a {given[0]} and -a {given[1]} exclude each other: say one of them")


@cache  # a pipe can be read once only, and a list that changes meanwhile is another list
def addresses(name: str, said: str) -> tuple[str, ...]:
    """The addresses in a file (one a line, # begins a comment) or in the argument itself (commas between them).

    Raises WrongArguments.
    """
    if urls.is_web(said.split(",", 1)[0]):
        return tuple(web_address(part, f"-a {name}") for part in _NEXT_ADDRESS.split(said))
    if "://" in said:
        raise WrongArguments(f"-a {name}: no http or https address: {said[:80]!r}")
    try:
        lines = Path(said).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError) as error:  # ValueError: no UTF-8, or a NUL in the name
        raise WrongArguments(f"cannot read the addresses in {said}: {error}") from error
    wanted = tuple(
        web_address(line, f"{said}:{number}")
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.lstrip().startswith("#")
    )
    if not wanted:
        raise WrongArguments(f"{said} holds no address")
    return wanted


def web_address(text: str, place: str) -> str:
    """An address that can be archived, without blanks around it; ``place`` is where it stands, for the error."""
    address = text.strip()
    if not urls.is_web(address):
        raise WrongArguments(f"{place}: no http or https address: {address[:80]!r}")
    if urls.without_userinfo(address) != address:
        raise WrongArguments(f"{place}: an address with name and password cannot be archived: take them out")
    return address
