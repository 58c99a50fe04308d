"""The Python API: an archive opened for reading, with typed records. ``kaaw_archive.open`` is its door."""

from kaaw_archive.api.archive import Archive
from kaaw_archive.api.records import Article, Difference, Event, Link, Picture, SearchHit, Version, Work
from kaaw_archive.api.rows import Rows

__all__ = ["Archive", "Article", "Difference", "Event", "Link", "Picture", "Rows", "SearchHit", "Version", "Work"]
