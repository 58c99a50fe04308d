"""Any public body: archives exactly the addresses that it is given."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from kaaw_archive import urls
from kaaw_archive.errors import WrongArguments
from kaaw_archive.spider import NewsSpider

if TYPE_CHECKING:
    from collections.abc import Iterable

_NEXT_ADDRESS = re.compile(r",(?=\s*https?://)", re.IGNORECASE)  # other commas belong to an address


class SiteSpider(NewsSpider):
    """``-a urls=FILE`` (an address a line, # begins a comment) or ``-a urls=URL[,URL]``; ``-a all=1``."""

    name = "site"
    source = "*"
    known_arguments: ClassVar[frozenset[str]] = NewsSpider.known_arguments | {"urls"}

    @classmethod
    def check(cls, arguments: dict[str, Any]) -> bool:
        takes_all = super().check(arguments)
        _addresses(str(arguments.get("urls", "")).strip())
        return takes_all

    def addresses(self) -> Iterable[str]:
        return _addresses(str(self.arguments.get("urls", "")).strip())


@cache  # a pipe can be read once only, and a list that changes meanwhile is another list
def _addresses(said: str) -> list[str]:
    if not said:
        raise WrongArguments("spider site needs addresses: -a urls=FILE or -a urls=URL[,URL]")
    if urls.is_web(said.split(",", 1)[0]):
        return [_web_address(part, "-a urls") for part in _NEXT_ADDRESS.split(said)]
    if "://" in said:
        raise WrongArguments(f"-a urls: no http or https address: {said[:80]!r}")
    try:
        lines = Path(said).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError) as error:  # ValueError: no UTF-8, or a NUL in the name
        raise WrongArguments(f"cannot read the addresses in {said}: {error}") from error
    wanted = [
        _web_address(line, f"{said}:{number}")
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    if not wanted:
        raise WrongArguments(f"{said} holds no address")
    return wanted


def _web_address(text: str, place: str) -> str:
    address = text.strip()
    if not urls.is_web(address):
        raise WrongArguments(f"{place}: no http or https address: {address[:80]!r}")
    if urls.without_userinfo(address) != address:
        raise WrongArguments(f"{place}: an address with name and password cannot be archived: take them out")
    return address
