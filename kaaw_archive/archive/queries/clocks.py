"""What a clock that was wrong left behind: captures and checks from the future, whose due dates say nothing.

Such a page or link is due, but for the six hours after it was looked at by a clock that is right. An hour ahead is no
future: crawls run side by side, and machines differ.
"""

from __future__ import annotations

from datetime import timedelta

CLOCKS_DIFFER = timedelta(hours=1)  # what is from later than that was made while a clock was wrong

_SOON = f"strftime('%Y-%m-%dT%H:%M:%fZ', :now, '+{CLOCKS_DIFFER.total_seconds():.0f} seconds')"
_LATELY = "strftime('%Y-%m-%dT%H:%M:%fZ', :now, '-6 hours')"

# For a page ``p`` at ``:now``.
PAGE_OF_FUTURE = f"""(
    (SELECT ahead.captured_at FROM captures ahead WHERE ahead.id = p.last_capture_id) > {_SOON}
    AND NOT EXISTS (SELECT 1 FROM captures late WHERE late.page_id = p.id
                    AND late.captured_at BETWEEN {_LATELY} AND {_SOON}))"""

# For a link ``l`` at ``:now``.
LINK_OF_FUTURE = f"""(
    (SELECT ahead.checked_at FROM link_checks ahead WHERE ahead.id = l.last_check_id) > {_SOON}
    AND NOT EXISTS (SELECT 1 FROM link_checks late WHERE late.link_url = l.url
                    AND late.checked_at BETWEEN {_LATELY} AND {_SOON}))"""
