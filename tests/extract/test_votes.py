"""A vote of an extractor that has lost most of a page takes no sentences away; others do, and menus stay as voted."""

from __future__ import annotations

import pytest

from kaaw_archive.extract.article import classifier, features
from kaaw_archive.extract.article.classifier import Likelihoods
from kaaw_archive.extract.article.features import Context
from kaaw_archive.extract.article.trafilatura_vote import Vote
from kaaw_archive.extract.html import segments, trees

SENTENCE = "Der Rat hat am Montag über den Haushalt beraten und ihn nach zwei Stunden einstimmig beschlossen."
PAGE = f"""<html><body><main><h1>Haushalt</h1><p>{SENTENCE}</p><p>Zwei Worte</p></main>
<footer><p>{SENTENCE}</p></footer></body></html>"""


def judged_again(share: float, before: float) -> list[float]:
    """Return the likelihoods of the sentence, the words and the footer after a vote against all of them."""
    tree = trees.parse_tree(PAGE)
    assert tree is not None
    found = segments.of_tree(tree)
    which = range(1, len(found.all))
    rows = dict(zip(which, features.of_segments(found, Context("Haushalt", 0, None, True), which), strict=True))
    judged = Likelihoods([0.0, *(before for _ in which)], rows)
    return classifier.judge_again(judged, found, Vote("", frozenset(), share))[1:]


@pytest.mark.parametrize(("share", "before", "least"), [(0.2, 0.7, 0.7), (0.2, 0.35, 0.5)])
def test_a_vote_that_keeps_little_takes_no_sentence_away(share: float, before: float, least: float) -> None:
    assert judged_again(share, before)[0] >= least


@pytest.mark.parametrize(("share", "before"), [(0.8, 0.7), (0.2, 0.25)])
def test_other_votes_and_what_was_unlikely_before_are_judged_by_the_model(share: float, before: float) -> None:
    assert judged_again(share, before) == judged_again(share, 0.5 if share > 0.5 else 0.1)


def test_lines_and_margins_are_judged_by_the_model() -> None:
    assert judged_again(0.2, 0.7)[1:] == judged_again(0.2, 0.2)[1:]
