"""Versions of all that a derivation depends on."""

from __future__ import annotations

from zlib import crc32

from kaaw_archive import urls
from kaaw_archive.extract.versions import EXTRACTOR_VERSION
from kaaw_archive.seeds.version import VERSION as SEEDS_VERSION

# Version of the fold and of the rules for works and edits: counted up when what is stored would differ.
FOLD_VERSION = 1

VERSIONS = f"{EXTRACTOR_VERSION} fold {FOLD_VERSION} keys {urls.KEY_VERSION} seeds {SEEDS_VERSION}"
MADE_BY = crc32(VERSIONS.encode())
