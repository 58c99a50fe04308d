"""Analysis of words for the search: forms, lemmas, parts of compounds, derivations. Pure; knows no database.

A *form* is a word as it stands in a text, in lower case. Its *terms* are what the index holds of it: one lemma, and
behind it weaker terms: other lemmas, parts of the compound, and the bases of derivations.
"""

from __future__ import annotations

# raised whenever the terms of any text change, by a rule of ours or a newer dictionary: the index is then made again
ANALYSIS_VERSION = 3
