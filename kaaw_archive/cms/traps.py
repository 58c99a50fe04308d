"""Traps: addresses that are never requested on any system. Each is a second view of something, or leads nowhere.

A session id in a path (``;jsessionid=``) is no trap: it is removed from an address before it is requested
(``urls.without_session``). One in a parameter is a trap.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_archive.bounds import ADDRESS_CHARACTERS
from kaaw_archive.urls.services import PRINT_OR_SHARE, SIGN_IN

if TYPE_CHECKING:
    from kaaw_archive.cms.system import System

EVERYWHERE = re.compile(
    "|".join(
        (
            PRINT_OR_SHARE.pattern,
            SIGN_IN.pattern,  # and baskets
            r"[?&](?:phpsessid|sessionid|session_id|jsessionid|sid|cftoken)=[0-9a-z]{16,}",
            # sort orders and page sizes: the same entries again
            r"[?&](?:sort|sortby|sort_by|orderby|order_by|order|sortierung|sortorder|resultsperpage|items_per_page|perpage)=",
            # endless calendars
            r"[?&](?:month|monat|year|jahr|day|tag)=\d+&(?:.*&)?(?:month|monat|year|jahr|day|tag)=\d",
            r"/(?:calendar|kalender)/(?:\d{4}[/-]|\w+/\d{4}[/-])|[?&](?:tribe-bar-date|ical)=",
            # a folder that holds itself (links relative to a wrong base, symbolic links): the same one to three
            # segments four times in a row, or more segments than a site that people made has
            r"/(?P<again>[^/?#]+(?:/[^/?#]+){0,2})(?:/(?P=again)){3}(?=[/?#]|$)",
            r"^https?://[^/?#]*(?:/+[^/?#]+){31}",
            # a page in its search mask, and searches themselves
            r"[?&](?:q|query|suchbegriff|searchword|search_query|volltext)=",
            r"^(?:mailto|tel|javascript|data|callto|whatsapp|fax|sms):",
        )
    ),
    re.IGNORECASE,
)


def is_trap(url: str, system: System) -> bool:
    """Return True if this address must not be requested on a site of this system; its first 2,000 characters count."""
    url = url[:ADDRESS_CHARACTERS]
    return EVERYWHERE.search(url) is not None or any(pattern.search(url) for pattern in system.traps)
