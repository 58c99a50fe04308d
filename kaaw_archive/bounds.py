"""Bounds on what others send: most characters of texts that are matched, compared or kept, and most bytes in memory.

A page may stretch each of its texts to megabytes, and some patterns take time that grows with the square of their text.
"""

from __future__ import annotations

ADDRESS_CHARACTERS = 2_000  # longer ones are never requested; few servers take them
TITLE_CHARACTERS = 500
HEADING_CHARACTERS = 300
OPENING_CHARACTERS = 1_000  # of what a page shows
HEADER_CHARACTERS = 8_192
BODIES_IN_HAND_BYTES = 64 * 1024 * 1024  # decoded and not in the archive yet, of all answers of a process together
