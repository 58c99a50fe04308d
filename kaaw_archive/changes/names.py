"""Names of persons, places, institutions and offices in a sentence: by capitals, neighbours, titles and offices."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_archive.changes.number_values import values_of_word

if TYPE_CHECKING:
    from collections.abc import Sequence

# Forms of address, degrees and ranks in front of a name; what is behind the sign of equality is the same word.
_SAME_TITLES = {"councillor": "cllr", "doktor": "dr", "doctor": "dr", "professor": "prof", "professorin": "prof"}
TITLES = frozenset(
    "dr prof professor professorin doktor doctor dipl ing mag pd privatdozent herr frau mr mrs ms miss sir dame lord"
    " lady cllr councillor pc sergeant inspector constable superintendent captain major colonel general m mme mlle"
    " monsieur madame rev reverend pfarrer pater schwester bruder graf freiherr von".split()
)
# endings of offices; German builds them ("Finanzministerin"), English and French write them alone
_OFFICE = re.compile(
    r"(?:minister|präsident|meister|leiter|direktor|intendant|sprecher|landrat|kämmerer|dezernent|kanzler|senator|sekretär|geschäftsführer|rektor"
    r"|dekan|redakteur|beigeordnet|referent|kommissar|botschafter|vorstand|vorsteher|kurator|anwalt|richter)(?:in|s|en|es|innen)?\Z"
    r"|(?:landrätin|kämmerin|vorsitzende[rn]?|beauftragte[rn]?|abgeordnete[rn]?|beigeordnete[rn]?|chefin|chef)\Z"
    r"|\A(?:secretary|president|chair|chairman|chairwoman|director|chancellor|mayor|treasurer|commissioner|governor|principal|dean"
    r"|curator|spokes(?:man|woman|person)|prosecutor|negotiator|minister|ministre|maire|préfète?|rect(?:eur|rice)|direct(?:eur|rice)|présidente?|conseill(?:er|ère)|adjointe?|secrétaire|porte-parole|procureure?|négociat(?:eur|rice))\Z",
    re.IGNORECASE,
)
# words in front of an office that make another one of it
_RANK = re.compile(
    r"(?:stellvertretend|kommissarisch|designiert|amtierend|geschäftsführend|ehemalig|früher|ehrenamtlich)(?:e|er|en|em)?\Z"
    r"|(?:deputy|acting|interim|former|vice|assistant|honorary|outgoing|adjointe?|suppléante?|intérimaire|ancien|ancienne)\Z",
    re.IGNORECASE,
)
# institutions and places in which something is; German builds their names ("Lagezentrum", "Studiobühne")
_BODY = re.compile(
    r"(?:ministeri(?:um|ums|en)|zentr(?:um|ums|en|ale)|stellen?|amt|amtes|amts|ämter|behörden?|präsidi(?:um|ums)|direktion|agentur|kammer|gerichts?|universität|hochschule"
    r"|klinik|klinikums?|krankenhaus(?:es)?|museums?|stiftung|instituts?|verbands?|verbandes|vereins?|genossenschaft|kommission|ausschuss(?:es)?|polizei|feuerwehr"
    r"|halle|saal|saals|bühne|haus|hauses|theaters?|kirche|schule|stadions?|platz|bibliothek|bücherei|bahnhofs?|turm)\Z",
    re.IGNORECASE,
)
# the same in English and French, where further words name it
_BODY_OF_WORDS = re.compile(
    r"(?:hall|centre|center|school|library|hospital|church|park|station|museum|theatre|theater|ministry|department|council|court|university|college|office|exchange|pavilion"
    r"|mairie|préfecture|salle|gymnase|école|collège|lycée|église|hôpital|bibliothèque|médiathèque|théâtre|piscine|stade|parc|gare|place|musée|ministère|agence|tribunal|université|centre|maison)s?\Z",
    re.IGNORECASE,
)
_LEAST_WORD = 4  # letters of a word that names something
_LEAST_OF_NAME = 3  # letters in front of such a word that make a name of it

# articles and their contractions; a capital behind them is a common noun in German
_ARTICLES = frozenset(
    "der die das den dem des ein eine einen einem einer eines im am zum zur vom beim ins ans kein keine keinen dieser"
    " diese dieses diesem diesen jeder jede jedes ihr ihre ihren seine seinen sein unser unsere alle viele".split()
)
_BEFORE_PLACES = frozenset("aus in nach bei von bis zwischen für".split())
_BESIDE = _ARTICLES | frozenset(
    "und oder sowie auch an auf aus bei für in mit von zu e v and or also as well the a an of at in from with for by et ou"
    " ainsi que le la les l un une de d du des à au aux en pour par avec chez".split()
)
_COMMON_NOUN = re.compile(
    r"(?:ung|heit|keit|schaft|tion|ionen|ungen|nis|tum|kunft|gaben|darf|sicht|trag|zug|jahr|jahre[ns]?|woche|wochen|monate?|monaten|tage?"
    r"|tagen|stunde|stunden|minute|minuten|mensch|menschen|kinder|kindern|leute|euro|prozent|uhr|meter|metern|tonnen?|grad|cent)\Z",
    re.IGNORECASE,
)
_NEVER = frozenset(
    "I Uhr Euro Prozent Meter Kilometer Tonnen Grad Cent Kilogramm Liter Ende Anfang Mitte Rund Sie Ihr Ihre Ihren"
    " Ihnen".split()
)


def is_title(word: str) -> bool:
    """Return True for a form of address, a degree or a rank."""
    return word.lower() in TITLES


def is_office(word: str) -> bool:
    """Return True for an office: a word for who holds it, such as "Finanzministerin" or "chair"."""
    return _OFFICE.search(word) is not None


def is_beside_names(word: str) -> bool:
    """Return True for a word that stands with a name in a list, or in front of one.

    >>> is_beside_names("und"), is_beside_names("Verein"), is_beside_names("baut")
    (True, True, False)
    """
    return word.lower() in _BESIDE or is_title(word) or is_office(word) or _is_body(word)


def is_rank(word: str) -> bool:
    """Return True for a word in front of an office that makes another one of it, such as "stellvertretende"."""
    return _RANK.match(word) is not None


def are_two_bodies(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return True if words name an institution or a place, and other words another one; one of the two has a name.

    >>> are_two_bodies(["im", "Großen", "Haus"], ["auf", "der", "Studiobühne"]), are_two_bodies(["das", "Amt"], ["die", "Behörde"])
    (True, False)
    """
    bodies = [[word for word in side if _is_body(word)] for side in (one, other)]
    if not all(bodies) or {word.lower() for word in bodies[0]} & {word.lower() for word in bodies[1]}:
        return False
    is_named = any(
        _BODY_OF_WORDS.match(body) and any(len(word) >= _LEAST_WORD and not _is_body(word) for word in side)
        for side, found in zip((one, other), bodies, strict=True)
        for body in found
    )
    return is_named or any(_BODY.sub("", word)[_LEAST_OF_NAME - 1 :] for side in bodies for word in side)


def _is_body(word: str) -> bool:
    return bool((word[0].isupper() and _BODY.search(word)) or _BODY_OF_WORDS.match(word))


def same_title(one: str, other: str) -> bool:
    """Return True if two words are the same title, one of them short for the other."""
    short = [_SAME_TITLES.get(word.lower(), word.lower()) for word in (one, other)]
    return short[0] == short[1]


def is_name(words: Sequence[str], at: int, *, is_german: bool) -> bool:
    """Return True if the word at this place of a sentence is a name or an office."""
    word = words[at]
    if is_office(word):
        return True
    if not word[0].isupper() or word in _NEVER or values_of_word(word):
        return False
    before = words[at - 1] if at else ""
    if before == "." and at > 1 and is_title(words[at - 2]):
        return True
    if is_title(before) or (is_title(word) and before.lower() not in _ARTICLES and len(word) > 1):
        return True
    if is_german:
        return _is_german_name(words, at)
    is_first = at == 0 or before in ('"', ":", ".")
    return not is_first or _is_capital(words, at + 1)


def _is_german_name(words: Sequence[str], at: int) -> bool:
    """All nouns have a capital: a name stands beside another name or an office, or behind a bare "aus" or "in"."""
    if _COMMON_NOUN.search(words[at]):
        return False
    before = words[at - 1] if at else ""
    if _is_capital(words, at + 1) and not _COMMON_NOUN.search(words[at + 1]) and at:
        return True
    if at > 1 and _is_capital(words, at - 1) and before not in _NEVER and not _COMMON_NOUN.search(before):
        return True
    if at == 1 and is_office(before):
        return True
    return before.lower() in _BEFORE_PLACES


def _is_capital(words: Sequence[str], at: int) -> bool:
    return at < len(words) and words[at][0].isupper() and words[at] not in _NEVER and not values_of_word(words[at])
