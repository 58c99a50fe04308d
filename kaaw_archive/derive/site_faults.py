"""Faults of a site that look like withdrawals: for some days all of its deep addresses lead to the home page. Pure.

One article that leads there on two days is gone. If several do, and meanwhile no deep address of the host shows
anything, the host is in maintenance, which says nothing of any article; a host that stays so has withdrawn them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from kaaw_archive import times, urls
from kaaw_archive.derive.absences import LED_HOME

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SignRow = dict[str, Any]
FEWEST_ALIKE = 3  # addresses that lead home at one time
LONGEST = timedelta(days=14)  # of a maintenance


def home_led(signs: Iterable[SignRow]) -> list[SignRow]:
    """Return the confirmed signs of addresses that lead to the home page."""
    return [sign for sign in signs if sign["rule"] == LED_HOME and sign["confirmed_at"] is not None]


def signs_of_faults(signs: Iterable[SignRow], url_of: Mapping[int, str], shown: Iterable[tuple[str, str]]) -> set[int]:
    """Return the ids of the signs at whose time all that is known of a host led to its home page.

    ``url_of`` has the addresses of the articles; ``shown`` the captures, time and address, that show an article.
    """
    shown_at: dict[str, list[str]] = defaultdict(list)
    for at, url in sorted(shown):
        if not urls.is_home(url):
            shown_at[urls.host(url)].append(at)
    of_host: dict[str, list[SignRow]] = defaultdict(list)
    for sign in home_led(signs):
        of_host[urls.host(url_of[sign["article_id"]])].append(sign)
    return {
        sign["id"]
        for host, alike in of_host.items()
        if len({sign["article_id"] for sign in alike}) >= FEWEST_ALIKE
        for sign in alike
        if not _is_shown(shown_at[host], sign) and _are_enough(alike, sign)
    }


def as_fault(sign: SignRow) -> SignRow:
    """Return such a sign as that of an article out of reach; after a long time, as one that its last look confirms."""
    if times.from_text(sign["last_at"]) - times.from_text(sign["before_at"]) > LONGEST:
        return sign | {"confirmed_id": sign["last_id"], "confirmed_at": sign["last_at"]}
    return sign | {"kind": "unreachable"}


def _is_shown(at: list[str], sign: SignRow) -> bool:
    """Return True if one of these times lies within those of a sign."""
    place = bisect_left(at, sign["before_at"])
    return place < len(at) and at[place] <= sign["last_at"]


def _are_enough(alike: Iterable[SignRow], sign: SignRow) -> bool:
    """Return True if enough articles led home at the time of this sign."""
    then = {
        one["article_id"]
        for one in alike
        if one["before_at"] <= sign["last_at"] and one["last_at"] >= sign["before_at"]
    }
    return len(then) >= FEWEST_ALIKE
