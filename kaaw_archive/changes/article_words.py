"""Words of weight and numbers of a text, by which a line is known as foreign to all other lines of it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from kaaw_archive.changes import site_names
from kaaw_archive.changes.alignment import content_stems
from kaaw_archive.changes.plain import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MOST_LINES = 300  # of a text, whose words are counted
_LEAST_LETTERS = 5  # shorter words stand in any text
_TELLING_NUMBER = re.compile(r"\d+[.,]\d+|\d{2,}")
_YEAR = re.compile(r"(?:19|20)\d\d\Z")


class ArticleWords:
    """Words of the first lines of a text. The name of its publisher, as the host of ``url`` has it, counts nothing."""

    def __init__(self, lines: Sequence[str], url: str) -> None:
        self.host = site_names.host_forms(url)
        self._counts = Counter(word for line in lines[:_MOST_LINES] for word in self._telling(words(line)))

    def common(self, found: Iterable[str]) -> int:
        """Return the number of words of weight and numbers of a line of this text that another one has, too."""
        return sum(self._counts[word] > 1 for word in self._telling(found))

    def has_like(self, found: Sequence[str]) -> bool:
        """Return True if this text has half of the words of weight of a line, which may be of another text."""
        telling = self._telling(found)
        return 2 * sum(word in self._counts for word in telling) >= len(telling) > 0

    def _telling(self, found: Iterable[str]) -> set[str]:
        found = list(found)
        heavy = (word for word in found if len(word) >= _LEAST_LETTERS and not site_names.is_of_host(word, self.host))
        return content_stems(heavy) | {
            word for word in found if _TELLING_NUMBER.fullmatch(word) and not _YEAR.match(word)
        }
