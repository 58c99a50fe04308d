"""Names of months in languages of Europe, without accents; pure data."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# January to December; several names of one month have a stroke between them. Where one word names two months in two
# languages (Croatian and Polish "listopad"), it is the one of the larger language.
_MONTHS = {
    "de": "januar|janner|jan februar|feber|febr|feb marz|maerz|mrz|mar april|apr mai juni|jun juli|jul august|aug "
    "september|sept|sep oktober|okt november|nov dezember|dez",
    "en": "january february march april may june july august september october|oct november december|dec",
    "fr": "janvier|janv fevrier|fevr mars avril|avr mai juin juillet|juil aout septembre octobre novembre decembre",
    "es": "enero|ene febrero marzo abril|abr mayo junio julio agosto|ago septiembre|setiembre octubre noviembre "
    "diciembre|dic",
    "it": "gennaio|gen febbraio marzo aprile maggio|mag giugno|giu luglio|lug agosto settembre|set ottobre|ott "
    "novembre dicembre",
    "pt": "janeiro fevereiro|fev marco abril maio junho julho agosto setembro outubro|out novembro dezembro",
    "nl": "januari februari maart|mrt april mei juni juli augustus september oktober november december",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december|des",
    "fi": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesakuuta heinakuuta elokuuta syyskuuta lokakuuta "
    "marraskuuta joulukuuta",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia",
    "cs": "ledna unora brezna dubna kvetna cervna cervence srpna zari rijna listopadu prosince",
    "hu": "januar februar marcius aprilis majus junius julius augusztus szeptember oktober november december",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "tr": "ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik",
    "el": "ιανουαριου φεβρουαριου μαρτιου απριλιου μαιου ιουνιου ιουλιου αυγουστου σεπτεμβριου οκτωβριου νοεμβριου "
    "δεκεμβριου",
    "sk": "januara februara marca aprila maja juna jula augusta septembra oktobra novembra decembra",
    "sl": "januar februar marec april maj junij julij avgust september oktober november december",
    "hr": "sijecnja veljace ozujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga|studenog prosinca",
    "bg": "януари февруари март април маи юни юли август септември октомври ноември декември",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "et": "jaanuar veebruar marts aprill mai juuni juuli august september oktoober november detsember",
    "ca": "gener febrer marc abril maig juny juliol agost setembre octubre novembre desembre",
    "sq": "janar shkurt mars prill maj qershor korrik gusht shtator tetor nentor dhjetor",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}
NUMBERS = {
    name: number
    for months in reversed(_MONTHS.values())  # of a name in two languages the first counts
    for number, names in enumerate(months.split(), 1)
    for name in names.split("|")
}


@lru_cache(maxsize=2_000)
def number_of(word: str) -> int | None:
    """Return the number of the month that a word names, from 1 to 12; None if it names none.

    >>> number_of("März"), number_of("Dec"), number_of("Personen")
    (3, 12, None)
    """
    letters = unicodedata.normalize("NFKD", word.lower())
    return NUMBERS.get("".join(letter for letter in letters if not unicodedata.combining(letter)))
