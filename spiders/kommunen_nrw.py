"""StGB NRW, the association of towns and municipalities in North Rhine-Westphalia: press releases, its magazine.

TYPO3 with an extension of its own. Three generations of addresses: kommunen-in-nrw.de/presse/…/liste.html, then
kommunen.nrw with ?tx_stgb_stgbdocuments[year]=…, then kommunen.nrw/aktuelles/archiv/…/<year>. Listings are tables
"lfd. Nummer, Titel/Stichwort, Datum", paged by ?page= and a block id. The magazine "Städte- und Gemeinderat" is PDF.
"""

from __future__ import annotations

from kaaw_archive.spider import NewsSpider


class KommunenNrwSpider(NewsSpider):
    name = "kommunen_nrw"
    source = "kommunen.nrw"
    hosts = ("www.kommunen.nrw", "www.kommunen-in-nrw.de")
    system = "typo3"
    wants_documents = True
    follows_seeds = True  # a listing shows one year and links to the others
    seeds = (
        "https://kommunen.nrw/aktuelles/archiv/pressemitteilungen",
        "https://www.kommunen.nrw/presse/pressemitteilungen/pressemitteilungen.html",
        "https://www.kommunen-in-nrw.de/presse/pressemitteilungen/liste.html",
    )
    articles = (
        r"/presse/pressemitteilungen/(?:detail|dokument)/",
        r"/mitgliederbereich/mitteilungen/detailansicht/",
        r"/aktuelles/archiv/pressemitteilungen/\d{4}/[^/?#]+",
    )
