"""Lines that state a fact of an article: by their label, their amounts, or the state that they name.

In German, English and French, in small letters without accents.
"""

from __future__ import annotations

import re

# prices, times of day and measures
AMOUNT = re.compile(
    r"\d ?(?:uhr|h|am|pm|euros?|eur|€|%|prozent|per cent|pour cent"
    r"|\w{0,5}met(?:er|re)s?|k?m|tonn\w{1,3}|million\w{0,2}|mio)(?!\w)"
    r"|[€£$] ?\d|\d[:.]\d\d\b|(?!(?:19|20)\d\d(?!\d))\d{4}|\d[., ]\d{3}"
)
PRICE = re.compile(r"[€£$]|\b(?:euros?|eur|pfund|pounds?)\b")
LABELS = frozenset(
    "wann wo ort zeit uhrzeit datum beginn einlass ende dauer eintritt kosten preis preise gebuhr anmeldung"
    " anmeldeschluss frist treffpunkt adresse anschrift spendenkonto iban referent referentin moderation leitung"
    " teilnahme stimmen tater opfer kleidung grose when where time date venue place cost price admission tickets"
    " entry deadline speaker address duration booking quand ou"
    " lieu heure horaires tarif tarifs entree inscription inscriptions duree".split()
)
# the state of an event, a road or an offer
STATE = re.compile(
    r"\b(?:ab|aus|ver|ge|auf|ein|unter)\w{0,14}(?:sagt|schoben|sperrt|hoben|bucht|stellt|brochen|langert|schlossen)\b"
    r"|\b(?:entfallt|entfallen|fallt aus|beendet)\b"
    r"|\b(?:cancel\w{2,4}|postponed|closed|suspended|sold out|extended|lifted)\b"
    r"|\b(?:annulee?s?|reportee?s?|fermee?s?|supprimee?s?|complet|suspendue?s?)\b"
)
