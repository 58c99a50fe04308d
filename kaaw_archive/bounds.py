"""Bounds on what others send: most characters of texts that are matched, compared or kept, and most bytes in memory.

A page may stretch each of its texts to megabytes, and some patterns take time that grows with the square of their text.
"""

from __future__ import annotations

ADDRESS_CHARACTERS = 2_000  # longer ones are never requested; few servers take them
TITLE_CHARACTERS = 500
HEADING_CHARACTERS = 300
OPENING_CHARACTERS = 1_000  # of what a page shows
HEADER_CHARACTERS = 8_192
SMALL_BODY_BYTES = 1_000_000  # that are decoded without waiting for others
BODIES_IN_HAND_BYTES = 32 * 1024 * 1024  # decoded and not in the archive yet, of all answers of a process together

# Derived of one page at most: so many bytes, and so many more for each byte that its payload takes compressed. Of the
# pages of a corpus, links take up to 8 times that, texts up to 3.
LINK_BYTES_ALWAYS, LINK_BYTES_A_BYTE = 32_000, 16
TEXT_BYTES_ALWAYS, TEXT_BYTES_A_BYTE = 100_000, 10  # text and structure
SEED_BYTES_ALWAYS, SEED_BYTES_A_BYTE = 400_000, 20  # addresses that a feed, sitemap or listing names
