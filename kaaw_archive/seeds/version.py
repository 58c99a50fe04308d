"""Version of the reading of seeds."""

from __future__ import annotations

VERSION = 2  # counted up with every change after which a seed may name other addresses
