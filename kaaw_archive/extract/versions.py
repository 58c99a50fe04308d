"""Name and version of the extractor, which each reading names; known without the libraries that read pages."""

from __future__ import annotations

from kaaw_archive.installed import version_of

EXTRACTOR = "kaaw_archive.extract"
_OWN_VERSION = "12"  # counted up with every change that may change a reading
EXTRACTOR_VERSION = f"{_OWN_VERSION}+trafilatura-{version_of('trafilatura')}"
