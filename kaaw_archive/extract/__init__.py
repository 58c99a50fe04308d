"""Bytes in, records out: what a payload says, as articles or a named problem. Pure: no network, clock or database.

Rooms: ``html`` (decoding, trees, segments), ``metadata`` (declarations for machines), ``article`` (which segments are
the article, and what they say), ``pdf``. ``reading.read`` is the door.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.late_names import late

if TYPE_CHECKING:
    from kaaw_archive.extract.reading import read
    from kaaw_archive.extract.results import ReadingProblem
    from kaaw_archive.extract.versions import EXTRACTOR, EXTRACTOR_VERSION
else:
    __getattr__ = late(
        __name__, {"reading": "read", "results": "ReadingProblem", "versions": "EXTRACTOR EXTRACTOR_VERSION"}
    )

__all__ = ["EXTRACTOR", "EXTRACTOR_VERSION", "ReadingProblem", "read"]
