"""Splitter of German compounds: the parts of a word, found in the dictionary; names and short words are not split."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from kaaw_archive.analysis import lexicon

SHORTEST = 9  # letters of a word that is split
_LONGEST = 60
_PART = 3  # letters of a part at least

# Prefixes and particles: what stands behind them is no part of a compound. Those that are nouns, too, count as these.
_PARTICLES = frozenset(
    "ab aber ale all alle an ander auf aus be bei beide dar das dem den der des die ein ell emp ent er est fest"
    " fort frei für ge gegen hat her hin hinter iker ion ist les ling los mal man mein mini miss mit nach neben"
    " nicht nieder ren rung sein sie statt ste teil ten tion um un und unter ur ver verb vor vorder weg weit"
    " weiter wert wider wieder zer zu zurück zusammen zwischen über".split()
)
# Endings that are nouns by chance, or that only make a word of another.
_NO_TAILS = frozenset(
    "ecken ende enden ertag fall falls gang geber gebern gänge haft halt halts innen ionen isten liche lichen"
    " liege nehmer nehmern nehmers nisse nissen raucher sache sachen schaft schaften stand stellen sterin"
    " sterinnen stände teller tellern tiere tieren trag träge".split()
)
# Words that no part of them tells anything of: weekdays, countries.
_WHOLE = frozenset(
    "deutschland deutschlands donnerstag donnerstage donnerstags griechenland griechenlands rheinland sauerland"
    " sauerstoff sonnabend sonnabends".split()
)
# Surnames and places end in these; as a tail they count only behind a long and known first part.
_NAME_TAILS = frozenset(
    "bach bauer baum beck berg berger bruck brunn burg burger dorf ecke egger eich feld felder fels hain hausen"
    " hauser heim heimer hofer holz horn huber hut kamp kirchen land maier mann mayer meier meyer müller rath roth"
    " schmid schmidt schulz stadt stein steiner städter tal thal wald walde wang weiler wein werder zell".split()
)
_NAME_FIRST = 7  # letters of the first part before such a tail
_SURNAMES = frozenset(
    "mann meier maier mayer meyer müller bauer huber schmid schmidt schulz".split()
)  # also in known words
_LINKED = ("ung", "heit", "keit", "schaft", "ion", "tät", "ling", "tum")  # take an s that is in no dictionary
# Parts of three letters that are worth it; all others are chance.
_SHORT = frozenset("amt bau weg rad see uhr öl hof ohr hut tür zug not rat eis ort tag geo öko bio bus abi gas".split())
_COST_OF_SHORT = {3: 0.2, 4: 0.3}  # by letters


@dataclass(frozen=True, slots=True)
class _Piece:
    surface: str
    lemma: str
    cost: float


@dataclass(frozen=True, slots=True)
class _Split:
    pieces: tuple[_Piece, ...]

    @property
    def cost(self) -> float:
        return sum(piece.cost for piece in self.pieces)


def parts(form: str) -> tuple[str, ...]:
    """Return the lemmas of the parts of a compound, shorter compounds in it included; empty if the word is no compound.

    >>> parts("klimaschutzgesetze")
    ('klimaschutz', 'gesetz', 'klima', 'schutz', 'schutzgesetz')
    >>> parts("steinmeier"), parts("förderung")
    ((), ())
    """
    split = split_of(form)
    if split is None:
        return ()
    leaves = [leaf for piece in split.pieces for leaf in _leaves(piece)]
    found = [piece.lemma.lower() for piece in split.pieces] + [leaf.lemma.lower() for leaf in leaves]
    runs = ((i, j) for i in range(len(leaves)) for j in range(i + 2, len(leaves) + 1) if j - i < len(leaves))
    found.extend("".join(leaf.surface for leaf in leaves[i : j - 1]) + leaves[j - 1].lemma.lower() for i, j in runs)
    return tuple(dict.fromkeys(found))


def number_of_pieces(form: str) -> int:
    """Return the number of words in the first split of a compound, 0 for no compound: 2 for Klimaschutzgesetz.

    They are the first of :func:`parts`, unless one stands twice in it.
    """
    split = split_of(form)
    return len({piece.lemma for piece in split.pieces}) if split else 0


def _leaves(piece: _Piece) -> tuple[_Piece, ...]:
    inner = split_of(piece.lemma.lower(), SHORTEST - 1)
    if inner is None:
        return (piece,)
    last = inner.pieces[-1]
    ending = piece.surface[len("".join(part.surface for part in inner.pieces[:-1])) :]
    return (*inner.pieces[:-1], _Piece(ending, last.lemma, last.cost))


@lru_cache(maxsize=16_384)
def split_of(form: str, shortest: int = SHORTEST) -> _Split | None:
    """Return the cheapest split of a form into words of the dictionary, None if it is no compound.

    ``shortest``: letters of the form and of its lemma; a part of another compound may be a letter shorter.
    """
    if not shortest <= len(form) <= _LONGEST or not form.isalpha() or form in _WHOLE:
        return None
    lemma = lexicon.noun(form)
    if lemma is not None and len(lemma) < shortest:
        return None
    whole = lemma or lexicon.plain(form)
    return _cheapest(form, whole, {})


def _cheapest(form: str, whole: str | None, seen: dict[str, _Split | None], first: str = "") -> _Split | None:
    if form in seen:
        return seen[form]
    best: _Split | None = None
    if first and (tail := _tail(form, first, whole)):
        best = _Split((tail,))
    for end in range(len(form) - _PART, _PART - 1, -1):
        piece = _first(form[:end])
        if piece is None or (best is not None and piece.cost >= best.cost):
            continue
        rest = _cheapest(form[end:], whole, seen, first or form[:end])
        if rest is not None and (best is None or piece.cost + rest.cost < best.cost):
            best = _Split((piece, *rest.pieces))
    seen[form] = best
    return best


def _first(surface: str) -> _Piece | None:
    """Return a part that others follow: a noun, with or without a letter that links it; a stem; an adjective."""
    if surface in _PARTICLES or (len(surface) == _PART and surface not in _SHORT):
        return None
    cost = 1.0 + _COST_OF_SHORT.get(len(surface), 0.0)
    if lemma := lexicon.noun(surface):
        return _Piece(surface, lemma, cost + (0.5 if surface.endswith(_LINKED) else 0.0))
    if surface.endswith("s") and surface[:-1].endswith(_LINKED) and (lemma := lexicon.noun(surface[:-1])):
        return _Piece(surface, lemma, cost)
    if surface.endswith("s") and len(surface) > _PART + 2 and (lemma := lexicon.noun(surface[:-1])):
        return _Piece(surface, lemma, cost + 0.3)
    if lexicon.noun(surface + "e") == surface.capitalize() + "e" and len(surface) > _PART:
        return _Piece(surface, surface + "e", cost + 0.2)  # Schul-, Sprach-
    adjective = lexicon.plain(surface)
    if adjective and surface in (adjective, adjective + "en") and not lexicon.verb(surface) and len(surface) > _PART:
        return _Piece(surface, adjective, cost + 0.3)  # Groß-, Kranken-
    for infinitive in (surface + "en", surface + "n"):
        if len(surface) > _PART and lexicon.verb(infinitive):
            return _Piece(surface, infinitive, cost + 0.4)
    return None


def _tail(surface: str, first: str, whole: str | None) -> _Piece | None:
    """Return the part that ends a compound and gives it its lemma."""
    if surface in _NO_TAILS or (len(surface) == _PART and surface not in _SHORT):
        return None
    cost = 1.0 + _COST_OF_SHORT.get(len(surface), 0.0)
    if lemma := lexicon.noun(surface):
        return None if _is_no_tail(lemma, first, whole) else _Piece(surface, lemma, cost)
    adjective = lexicon.plain(surface)
    if (
        adjective
        and not lexicon.verb(adjective)
        and len(surface) > _PART + 1
        and (whole or adjective).lower().endswith(adjective)
    ):
        return _Piece(surface, adjective, cost + 0.5)
    return None


def _is_no_tail(lemma: str, first: str, whole: str | None) -> bool:
    """Return True for the end of a name, and for one that the known lemma of the whole word does not end with."""
    small = lemma.lower()
    if whole is not None and not whole.lower().endswith(small):
        return True
    if len(first) < _NAME_FIRST and (small in _SURNAMES or (whole is None and small in _NAME_TAILS)):
        return True
    if whole is not None and small in _NAME_TAILS and lexicon.is_like_a_name(whole):
        return True
    return lexicon.is_like_a_name(lemma)
