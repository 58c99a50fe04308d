"""Particulars by which a page tells of a thing: days, hours, prices, numbers to call, places; labels of goods. Pure."""

from __future__ import annotations

import re

_WEEKDAYS = (
    r"(?:mon|diens|donners|frei|sams|sonn)tags?|mittwochs?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche"
    r"|(?:maan|dins|woens|donder|vrij|zater|zon)dag|(?:lune|marte|mercole|giove|vener)dì|sabato|domenica|lunes|martes|miércoles|jueves|viernes|sábados?|domingos?"
    r"|poniedziałek|wtorek|środ[aęy]|czwartek|piątek|sobot[aęy]|niedziel[aęy]|(?:man|tirs|ons|tors|fre|lør|søn|mån|tis|lör|sön)dag(?:ar|e|s)?"
)
_MONTHS = (
    r"jan(?:uar\w*|vier)?|feb(?:ruar\w*)?|février|m[aä]rz|march|mars|april\w*|avril|mai|may|mei|maj|juni?|june|juin|juli?|july|juillet|aug(?:ust\w*)?|août|sep(?:t\w*)?|okt(?:ober)?|o[ck]tob\w*|oct|nov(?:ember)?|de[zc](?:ember)?|décembre"
    r"|gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre|enero|febrero|abril|mayo|junio|julio|septiembre|noviembre|diciembre"
    r"|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia"
)
_STREETS = r"\w*(?:stra(?:ße|sse|at)|str\.|platz|weg|gasse|allee|plein|gracht|gade|vej|gatan|vägen)|via|calle|ul\.|plac"
FACTS = re.compile(
    rf"\b\d{{1,2}}\. ?\d{{1,2}}\.|\b\d{{1,2}}\.? (?:{_MONTHS})\b|\b(?:{_MONTHS})\.? \d{{1,4}}\b|\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}/\d{{1,2}}/\d{{2,4}}\b|\b(?:{_WEEKDAYS})\b"
    r"|\b\d{1,2}[:.h]\d\d\b|\b\d{1,2} ?(?:uhr|uur|h|am|pm|a\.m|p\.m|o['’]clock)\b|\b(?:kl\.|at|om|a las|alle|à|um|von) \d{1,2}\b|\b\d{1,2} ?[–-] ?\d{1,2}\b"
    r"|\d ?(?:€|euro?s?\b|chf\b|eur\b|£|\$|kč|zł|kr\b|ct\b)|[€£$] ?\d"
    r"|\+\d[\d ()/-]{6,20}|\b0\d{1,5}[ /-]\d[\d /-]{2,14}"
    rf"|\b(?:{_STREETS}) \d{{1,4}}\b|\b\d{{1,4}},? (?:rue|avenue|place|\w+ (?:street|road|lane|avenue|square))\b"
    r"|\b\d[\d.,]{0,9} ?(?:km|m|cm|mm|kg|g|l|ml|ha|m²|qm|kw|mw|t|prozent|percent|per cent|%|meter|metres?|mètres|kilometer|tonnen|liter|litres?|grad)(?!\w)",
    re.IGNORECASE,
)
# Labels that take a thing into a basket
GOODS = re.compile(
    r"\b(?:warenkorb|einkaufswagen|basket|cart|shopping bag|panier|winkel(?:wagen|mand)|carrello|carrito|cesta|koszyka?|indkøbskurv|kurv|varukorg|kundvagn|košíku?)\b",
    re.IGNORECASE,
)
