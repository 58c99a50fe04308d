"""Bytes in, records out: what a payload says, as articles or a named problem. Pure: no network, clock or database.

Rooms: ``html`` (decoding, trees, segments), ``metadata`` (declarations for machines), ``article`` (which segments are
the article, and what they say), ``pdf``. ``reading.read`` is the door.
"""

from kaaw_archive.extract.reading import EXTRACTOR, EXTRACTOR_VERSION, read
from kaaw_archive.extract.results import ReadingProblem

__all__ = ["EXTRACTOR", "EXTRACTOR_VERSION", "ReadingProblem", "read"]
