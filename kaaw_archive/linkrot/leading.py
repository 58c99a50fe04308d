"""Pages of hardly a word that lead browsers on by themselves: by a meta refresh, the field Refresh, or a script.

A check follows once, as a redirect, a refresh and a script that does nothing else; other scripts are not run, and where
they lead nobody has looked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.http import ABSENT, refresh_target
from kaaw_archive.linkrot.probe import has_promised_title, redirects
from kaaw_archive.linkrot.soft import is_page, says_absent

if TYPE_CHECKING:
    from kaaw_archive.items import Probe

LEADING_CHARACTERS = 300  # of a page that only leads on


def refreshes_to(probe: Probe) -> str | None:
    """Return the address to which a page of hardly a word leads browsers, which may be its own; None if to none."""
    page = probe.page
    if page is None or not is_page(probe) or page.text_characters > LEADING_CHARACTERS or says_absent(probe):
        return None
    return page.leads_to or refresh_target(probe.final_url, probe.headers.get("refresh", ""))


def leads_on(probe: Probe) -> str | None:
    """A page of hardly a word that leads browsers on to an address that was not looked at."""
    target = refreshes_to(probe)
    return f"the page leads browsers on to {target[:200]}, where we did not look" if target else None


def script_leads_on(probe: Probe) -> str | None:
    """A page of hardly a word whose script sends browsers to an address that was not looked at."""
    page = probe.page
    if page is None or not page.script_leads_to or page.text_characters > LEADING_CHARACTERS:
        return None
    if has_promised_title(probe):
        return None
    return f"a script of the page leads browsers on to {page.script_leads_to[:200]}, where we did not look"


def led_to_absence(probe: Probe) -> str | None:
    """An answer of 200 that leads browsers on to an address which is not there."""
    leading = [hop for hop in redirects(probe) if hop.status is not None and 200 <= hop.status < 300]
    if not leading or probe.status not in ABSENT:
        return None
    led = f"the page answers {leading[0].status} and leads browsers on to {probe.final_url}"
    return f"{led}, which answers {probe.status}"
