"""Verwaltung innovativ, the ministry's portal on the modern state, which a seed article cites for "Modellkommune".

Government Site Builder, classic form. The host is still cited for documents of 2018; its subject went on at
modellkommune-egovernment.de.
"""

from __future__ import annotations

from kaaw_archive.spider import NewsSpider


class VerwaltungInnovativSpider(NewsSpider):
    name = "verwaltung_innovativ"
    source = "verwaltung-innovativ.de"
    hosts = ("www.verwaltung-innovativ.de",)
    system = "gsb"
    seeds = (
        "http://www.verwaltung-innovativ.de/DE/Presse_Service/Nachrichten/nachrichten_node.html",
        "http://www.verwaltung-innovativ.de/DE/E_Government/Modellkommune_E_Gov/modellkommune_e_gov_node.html",
    )
