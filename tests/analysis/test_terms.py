"""Terms of forms: each line of forms.txt is a case; what the store writes can be read back."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaaw_archive.analysis import compounds, lexicon
from kaaw_archive.analysis.form_terms import FormTerms
from kaaw_archive.analysis.terms import terms_of

FORMS = Path(__file__).with_name("forms.txt")
CASES = [line for line in FORMS.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("line", CASES)
def test_a_form_has_its_terms(line: str) -> None:
    form, _, wanted = line.partition(": ")
    found = terms_of(form)
    fields = (found.lemma, " ".join(found.others), " ".join(found.parts), " ".join(found.bases))
    for is_wanted, is_found in zip(wanted.split(";"), fields, strict=False):
        assert is_found == is_wanted.strip()


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("policies", "~epolicy"), ("rates", "~erate"), ("women", "~ewoman"), ("steinmeier", "steinmeier")],
)
def test_a_text_in_english_has_english_lemmas(form: str, lemma: str) -> None:
    assert terms_of(form, "en").lemma == lemma


@pytest.mark.parametrize("form", ["häuser", "förderung", "klimaschutzgesetz", "abgeordneten", "x"])
def test_terms_are_read_as_they_were_written(form: str) -> None:
    terms = terms_of(form)
    assert FormTerms.from_text(terms.to_text()) == terms


def test_a_word_of_any_length_ends_soon() -> None:
    assert compounds.parts("waldhaus" * 7) != ()
    assert compounds.parts("waldhaus" * 1000) == ()


@pytest.mark.slow
def test_the_packed_dictionary_says_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    wanted = {form: lexicon.dictionary("de").get(form) for form in ("Häuser", "gefördert", "Strasse", "nichts da")}
    closed = tmp_path / "file"
    closed.write_text("no folder", encoding="utf-8")
    lexicon.dictionary.cache_clear()
    monkeypatch.setattr(lexicon, "_folder", lambda: closed / "below")
    assert {form: lexicon.dictionary("de").get(form) for form in wanted} == wanted
    lexicon.dictionary.cache_clear()
