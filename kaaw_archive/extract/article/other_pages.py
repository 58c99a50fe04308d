"""Pages with a text that is no news: home pages, imprints, privacy statements, descriptions of services."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.extract.article.selection import HEADINGS
from kaaw_archive.extract.metadata import titles

if TYPE_CHECKING:
    from kaaw_archive.extract.article.page import ArticlePage

_ARTICLE_TYPES = re.compile(r"NewsArticle|BlogPosting|Report\b|(?<!Web)Article")
_SERVICE_TYPES = re.compile(r"GovernmentService|\bService\b|ContactPage|AboutPage")
# a page is called so as a whole; news of one of these have a title of their own
_CALLED = re.compile(
    r"(?:impressum|imprint|datenschutz(?:erklärung|hinweise?)?(?: und impressum)?|impressum und datenschutz"
    r"|privacy (?:policy|notice|statement)|legal notice|mentions légales"
    r"|(?:erklärung zur )?barrierefreiheit(?:serklärung)?"
    r"|accessibility(?: statement)?|nutzungsbedingungen|terms of use|terms and conditions|kontakt(?:formular)?"
    r"|contact(?: us)?|leichte sprache|gebärdensprache|sitemap|inhaltsverzeichnis|anfahrt|öffnungszeiten"
    r"|cookie[- ]?(?:richtlinie|policy))\W*",
    re.IGNORECASE,
)
_OF_SERVICE = re.compile(
    r"\W*(?:voraussetzungen|(?:erforderliche |benötigte |notwendige )?unterlagen|gebühren|kosten|rechtsgrundlagen?"
    r"|verfahrensablauf|bearbeitungs(?:dauer|zeit)|fristen|zuständige (?:stelle|behörde)|zuständigkeit|formulare"
    r"|ansprechpartner(?:in(?:nen)?)?|öffnungszeiten|leistungsbeschreibung|onlinedienst|online[- ]?antrag"
    r"|was sie brauchen|what you need|eligibility|fees|how to apply|documents required|processing time)"
    r"(?: und (?:kosten|gebühren|formulare|fristen))?\W*",
    re.IGNORECASE,
)
_FEWEST_OF_SERVICE = 3  # headings


def is_other(page: ArticlePage) -> bool:
    """Return True if a page says that it is no news: by its address, its title or its headings, and has no day."""
    types = " ".join(str(one.get("@type")) for one in page.metadata.linked)
    if page.published is not None or _ARTICLE_TYPES.search(types):
        return False
    if urls.is_home(page.url) or _SERVICE_TYPES.search(types):
        return True
    if _CALLED.fullmatch(page.title) or any(_CALLED.fullmatch(one) for one in titles.declared_titles(page.metadata)):
        return True
    heads = {one.text.lower() for one in page.segments.all if one.tag in HEADINGS and _OF_SERVICE.fullmatch(one.text)}
    return len(heads) >= _FEWEST_OF_SERVICE
