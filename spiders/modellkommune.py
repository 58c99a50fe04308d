"""Modellkommune E-Government, the project of the ministry and the local authorities in which KAAW took part.

TYPO3; sections in capitals, such as /DAS-PROJEKT/Informationen/, and one for each applicant under /TEILNEHMER/.
"""

from __future__ import annotations

from kaaw_archive.spider import NewsSpider


class ModellkommuneSpider(NewsSpider):
    name = "modellkommune"
    source = "modellkommune-egovernment.de"
    hosts = ("www.modellkommune-egovernment.de",)
    system = "typo3"
    seeds = (
        "http://www.modellkommune-egovernment.de/DAS-PROJEKT/Informationen/",
        "http://www.modellkommune-egovernment.de/",
    )
    articles = (r"/DAS-PROJEKT/Informationen/(?!page-)[^/?#]+/?$",)
