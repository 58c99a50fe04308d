"""Units of what is counted in German, English and French texts: which words name one unit, and which another one."""

from __future__ import annotations

import re

# A stroke stands between two units.
_UNITS = """
meter metern meters metre metres mètre mètres m / kilometer kilometern kilometers kilometre kilometres kilomètre
kilomètres km / feet foot ft fuß pied pieds / inch inches zoll pouce pouces / yard yards / mile miles meile meilen /
zentimeter zentimetern centimetre centimetres centimeter centimeters centimètre centimètres cm / millimeter millimetern
millimetre millimetres millimètre millimètres mm / gramm gram grams gramme grammes g / kilogramm kilogram kilograms
kilogramme kilogrammes kilo kilos kg / tonne tonnen tonnes ton tons / liter litern litre litres liters / hektoliter
hektolitern hectolitre hectolitres / milliliter millilitern millilitre millilitres ml / prozent percent cent /
prozentpunkt prozentpunkte prozentpunkten point points / euro euros eur / dollar dollars / pfund pound pounds livre
livres / franken franc francs / krone kronen crown crowns couronne couronnes / sekunde sekunden second seconds seconde
secondes / minute minuten minutes min / stunde stunden hour hours heure heures h / tag tage tagen day days jour jours /
woche wochen week weeks semaine semaines / monat monate monaten month months mois / jahr jahre jahren year years an ans
année années / quadratmeter quadratmetern / hektar hectare hectares ha / quadratkilometer quadratkilometern /
kubikmeter kubikmetern / watt watts / volt volts / grad degree degrees degré degrés / celsius / fahrenheit / sievert
sieverts / becquerel / dezibel decibel decibels
"""
_NUMBER_OF = {word: number for number, forms in enumerate(_UNITS.split("/")) for word in forms.split()}
_PREFIXED = re.compile(
    r"(nano|mikro|micro|milli|zenti|centi|dezi|deci|hekto|hecto|kilo|mega|méga|giga|tera|téra)(\w{3,20})\Z"
)


def are_two_units(one: str, other: str) -> bool:
    """Return True if two words are two units: the same number of them is something else.

    >>> are_two_units("feet", "metres"), are_two_units("Millisievert", "Mikrosievert"), are_two_units("Meter", "Metern")
    (True, True, False)
    """
    units = [_unit(one.lower()), _unit(other.lower())]
    return None not in units and units[0] != units[1]


def _unit(word: str) -> str | None:
    """Return what stands for a unit in all its forms; None if the word is none."""
    if (number := _NUMBER_OF.get(word)) is not None:
        return str(number)
    prefixed = _PREFIXED.match(word)
    if prefixed is None or (number := _NUMBER_OF.get(prefixed[2])) is None:
        return None
    return f"{prefixed[1].replace('k', 'c')} {number}"
