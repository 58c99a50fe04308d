"""Links of a page that an audit follows and checks: all but traps of its content system, such as endless calendars."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.cms import detect, is_trap, system_by_name
from kaaw_archive.extract.page_links import page_links

if TYPE_CHECKING:
    from kaaw_archive.items import PageLinks


def audited_links(payload: bytes, url: str, content_type: str | None) -> PageLinks:
    """Return the title of a page, its links and pictures, without those that show content of its site again."""
    found = page_links(payload, url, content_type)
    system = system_by_name(detect(payload, url).name)
    site = urls.site(url)
    links = (link for link in found.links if urls.site(link.url) != site or not is_trap(link.url, system))
    return replace(found, links=tuple(links))
