"""The association of cities and municipalities: TYPO3 with documents of its own, three generations of addresses."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from kaaw_demo.systems.typo3 import Typo3, check_sum

if TYPE_CHECKING:
    from kaaw_demo.answers import Answer, DemoRequest
    from kaaw_demo.articles import Article

_BLOCK = uuid.uuid5(uuid.NAMESPACE_URL, "https://kommunen.nrw/")


class Stgb(Typo3):
    """A table „lfd. Nummer, Titel/Stichwort, Datum“ on one page, each row leading to a document's slug."""

    templates = ("stgb", "typo3")

    def path_of(self, article: Article) -> str:
        folder: str = self.era.options["documents"]
        return f"{folder.format(year=article.on.year)}{article.slug}{self.era.options.get('suffix', '.html')}"

    def list_href(self, number: int) -> str:
        return self.era.list_path if number == 1 else f"{self.era.list_path}?page={number}&pagedBlockID={_BLOCK}"

    def list_number(self, request: DemoRequest) -> int | None:
        if request.path != self.era.list_path:
            return None
        number = request.fields.get("page", "1")
        return int(number) if number.isdigit() else 1


class StgbByYear(Stgb):
    """Listings by year: the newest without, the others with the year and a check sum in the address."""

    def years(self, day: int) -> list[int]:
        """Return the years, newest first."""
        return sorted({article.on.year for article in self.listed(day)}, reverse=True)

    def year_href(self, year: int) -> str:
        query = f"tx_stgb_stgbdocuments%5Byear%5D={year}"
        return f"{self.era.list_path}?{query}&cHash={check_sum(query)}"

    def list_href(self, number: int) -> str:
        return self.era.list_path

    def _listing(self, request: DemoRequest) -> Answer | None:
        if request.path != self.era.list_path:
            return None
        years = self.years(request.day)
        number = request.fields.get("tx_stgb_stgbdocuments[year]", "")
        year = int(number) if number.isdigit() else (years[0] if years else 0)
        return self.show_list(request, 1, [one for one in self.listed(request.day) if one.on.year == year])


class StgbArchive(StgbByYear):
    """Listings by year again, now with the year in the path."""

    def year_href(self, year: int) -> str:
        return f"{self.era.list_path}/{year}"

    def _listing(self, request: DemoRequest) -> Answer | None:
        for year in self.years(request.day):
            if request.path == self.year_href(year):
                return self.show_list(request, 1, [one for one in self.listed(request.day) if one.on.year == year])
        if request.path != self.era.list_path:
            return None
        return self.show_list(request, self.list_number(request) or 1)

    def list_href(self, number: int) -> str:
        return Stgb.list_href(self, number)
