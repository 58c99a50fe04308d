"""Arguments of a spider (`-a`): checked before anything runs, and read once."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cssselect import SelectorError, parse

from kaaw_archive import urls
from kaaw_archive.errors import WrongArguments

if TYPE_CHECKING:
    from collections.abc import Mapping

_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"0", "false", "no", "off", ""})
_COUNT = re.compile(r"0{0,20}[1-9][0-9]{0,8}")
_NEXT_ADDRESS = re.compile(r",(?=\s*https?://)", re.IGNORECASE)  # other commas belong to an address


def is_yes(name: str, value: str) -> bool:
    """Return True for 1, true, yes, on; False for 0, false, no, off and empty. Raises WrongArguments for others.

    >>> is_yes("all", "1"), is_yes("all", "")
    (True, False)
    """
    if value.lower() not in _YES | _NO:
        raise WrongArguments(f"-a {name}={value}: say 1 or 0")
    return value.lower() in _YES


def count(name: str, value: str, default: int) -> int:
    """Return a whole number from 1 to 999999999, the default for an empty value.

    Raises WrongArguments for anything else.

    >>> count("max_pages", "", 500), count("max_pages", "0123456789", 500)
    (500, 123456789)
    """
    if not value:
        return default
    if not _COUNT.fullmatch(value):
        raise WrongArguments(f"-a {name}={value[:80]}: say a whole number from 1 to 999999999")
    return int(value)


def check_addresses_given(spider: str, arguments: Mapping[str, object]) -> None:
    """Raise WrongArguments unless exactly one of the arguments ``urls`` and ``url`` was given."""
    given = [name for name in ("urls", "url") if str(arguments.get(name, "")).strip()]
    if not given:
        raise WrongArguments(f"{spider} needs addresses: -a urls=FILE or -a urls=URL[,URL], or a site: -a url=URL")
    if len(given) > 1:
        raise WrongArguments(f"{spider}: -a {given[0]} and -a {given[1]} exclude each other: say one of them")


@cache  # a pipe can be read once only, and a crawl keeps one list, also if the file changes
def addresses(name: str, value: str) -> tuple[str, ...]:
    """Return the addresses in a file (one a line, # begins a comment) or in the argument itself (separated by commas).

    Raises WrongArguments.
    """
    if urls.is_web(value.split(",", 1)[0]):
        return tuple(web_address(part, f"-a {name}") for part in _NEXT_ADDRESS.split(value))
    if "://" in value:
        raise WrongArguments(f"-a {name}: no http or https address: {value[:80]!r}")
    return tuple(web_address(line, f"{value}:{number}") for number, line in address_lines(value))


def address_lines(path: str) -> list[tuple[int, str]]:
    """Return the lines of a file of addresses with their numbers, without empty ones and comments (#).

    Raises WrongArguments for a file that cannot be read, is not in UTF-8, or holds no address.
    """
    try:
        content = Path(path).read_bytes()
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = content[: error.start].count(b"\n") + 1
        raise WrongArguments(
            f"{path}:{number}: the byte 0x{content[error.start]:02X} is not UTF-8: save the file as UTF-8 (a file of"
            f" Windows: iconv -f WINDOWS-1252 -t UTF-8 {path})"
        ) from None
    except OSError as error:
        raise WrongArguments(f"cannot read the addresses in {path}: {error.strerror}") from error
    except ValueError:  # a NUL in the name
        raise WrongArguments(f"{path!r} is no name of a file") from None
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)]
    wanted = [(number, line) for number, line in lines if line and not line.startswith("#")]
    if not wanted:
        raise WrongArguments(f"{path} holds no address")
    return wanted


def web_address(text: str, place: str) -> str:
    """Return the address without blanks around it. Raises WrongArguments, which names ``place``, for another text."""
    address = text.strip()
    if not urls.is_web(address):
        raise WrongArguments(f"{place}: no http or https address: {address[:80]!r}")
    if urls.without_userinfo(address) != address:
        raise WrongArguments(f"{place}: an address with name and password cannot be archived: take them out")
    return address


def check_selector(name: str, value: str | None) -> None:
    """Raise WrongArguments for a value that is no CSS selector; for None there is nothing to check."""
    if value is None:
        return
    try:
        parse(value)
    except SelectorError as error:
        raise WrongArguments(f"{name}: {value!r} is no CSS selector ({error})") from None
