"""Demografie-Portal of the federation and the states, which a seed article cites for "Mitreden".

Government Site Builder. Relaunched on 1 September 2020; the section for taking part was not seen since, and its
address leads to the home page.
"""

from __future__ import annotations

from kaaw_archive.spider import NewsSpider


class DemografiePortalSpider(NewsSpider):
    name = "demografie_portal"
    source = "demografie-portal.de"
    hosts = ("www.demografie-portal.de",)
    system = "gsb"
    seeds = (
        "http://www.demografie-portal.de/DE/Aktuelles/aktuelles_node.html",
        "http://www.demografie-portal.de/DE/Mitreden/mitreden_node.html",
        "https://www.demografie-portal.de/DE/Service/Aktuelles/aktuelles-node.html",
    )
