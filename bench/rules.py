"""The rules of reading by name, and how to leave one out: for measuring what each of them brings."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from kaaw_archive.extract import reading
from kaaw_archive.extract.article import (
    about_author,
    accordions,
    blocks,
    classifier,
    datelines,
    entries,
    filters,
    footnotes,
    forms,
    galleries,
    headlines,
    leads,
    machine_text,
    page_tools,
    published,
    selection,
    shown_days,
    titles,
)
from kaaw_archive.extract.article.page import ArticlePage
from kaaw_archive.extract.article.second_look import SecondLook
from kaaw_archive.extract.html.text import text_of
from kaaw_archive.extract.metadata import titles as declared_titles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Stage = Literal["segments", "likelihoods", "selection", "title", "date"]


class Rule(NamedTuple):
    """A rule: the stage of reading that it changes first, where it stands, and what replaces it if it is left out."""

    stage: Stage
    owner: Any
    name: str
    instead: Any


def _of_page(stage: Stage, name: str, instead: Callable[[ArticlePage], Any]) -> Rule:
    """Return a rule that is a property of the page."""
    return Rule(stage, ArticlePage, name, cached_property(instead))


def _of_table(stage: Stage, table: str, function: Callable[..., Any]) -> Rule:
    """Return a rule that is one of several in a table of the page."""
    rules = getattr(ArticlePage, table)
    assert function in rules  # a table that knows it not would be measured with it
    return Rule(stage, ArticlePage, table, tuple(rule for rule in rules if rule is not function))


def _by_length(page: ArticlePage) -> classifier.Likelihoods:
    """Judge without a model: paragraphs of ten words and more, with few links in them."""
    within = page.context.part
    values = [
        float(s.words >= 10 and s.linked * 4 < s.words and (within is None or s.box in within))
        for s in page.segments.all
    ]
    return classifier.Likelihoods(values, {})


RULES: dict[str, Rule] = {
    "model": _of_page("likelihoods", "judged", _by_length),
    "vote of trafilatura": _of_page("likelihoods", "vote", lambda page: None),
    "article element of the system": _of_page("segments", "part", lambda page: None),
    "what the system drops": Rule("segments", ArticlePage, "remove_particulars", lambda page: None),
    "thresholds: lower where nothing is sure": Rule("selection", ArticlePage, "threshold", lambda page, values: 0.46),
    "gaps and headings": _of_table("selection", "adjustments", selection.smooth),
    "headings and links between": _of_table("selection", "adjustments", selection.with_lines_between),
    "links among the items of a list": _of_table("selection", "adjustments", selection.with_links_of_lists),
    "lists that end a sentence": _of_table("selection", "adjustments", selection.with_lists_of_sentences),
    "whole tables": _of_table("selection", "adjustments", selection.with_whole_tables),
    "lines announced by a colon": _of_table("selection", "adjustments", selection.with_announced),
    "footnotes": _of_table("selection", "adjustments", footnotes.with_footnotes),
    "accordions": _of_table("selection", "adjustments", accordions.with_answers),
    "labels of forms": _of_table("selection", "filters", forms.without_labels),
    "placeholders of films and maps": _of_table("selection", "filters", filters.without_placeholders),
    "galleries": _of_table("selection", "filters", galleries.without_slides),
    "text for machines": _of_table("selection", "filters", machine_text.without_machine_text),
    "tools of the page": _of_table("selection", "filters", page_tools.without_tools),
    "title again": _of_table("selection", "block_filters", titles.without_title),
    "captions": _of_table("selection", "filters", filters.without_captions),
    "comments, other posts": _of_page("selection", "of_others", lambda page: [False] * len(page.segments.all)),
    "neighbours in a list": Rule("selection", entries, "without_neighbours", lambda page, numbers: numbers),
    "headline again": _of_table("selection", "filters", filters.without_headline),
    "date line in front": _of_table("selection", "filters", filters.without_date_line),
    "notices above the headline": _of_table("selection", "filters", filters.without_banner),
    "line of place and date": _of_table("selection", "block_filters", datelines.without_date_lines),
    "names of pictures": _of_table("selection", "block_filters", blocks.without_names_of_images),
    "what stands twice": _of_table("selection", "filters", filters.without_repeats),
    "about the author": _of_table("selection", "filters", about_author.without_about_author),
    "calls to the reader": _of_table("selection", "filters", filters.without_calls_to_action),
    "second look": Rule("segments", reading, "look_again", lambda page, fresh: SecondLook(page, {})),
    "lead": _of_table("selection", "filters", leads.with_lead),
    "title: headings": Rule("title", headlines, "title_candidates", lambda page: iter(())),
    "title: kicker in front": Rule("title", headlines, "without_kicker", lambda *_: iter(())),
    "title: what stands beside it": Rule("title", headlines, "split", lambda element: (text_of(element) or "", None)),
    "title: names of the site": Rule("title", declared_titles, "site_names", lambda metadata, url: set()),
    "title: heading before the text": _of_page("title", "nearest_heading", lambda page: None),
    "date: in short texts": _of_table("date", "date_rules", shown_days.in_texts),
    "date: label in the line before": Rule("date", shown_days, "LABEL_WORDS", 0),
    "date: rows of teasers": Rule("date", shown_days, "ROW_OF_DATES", 10_000),
    "date: the system's selectors": _of_table("date", "date_rules", shown_days.in_marked),
    "date: JSON-LD": _of_table("date", "date_rules", published.in_json),
    "date: meta": _of_table("date", "date_rules", published.in_meta),
    "date: time elements": _of_table("date", "date_rules", shown_days.in_times),
    "date: address": _of_table("date", "date_rules", published.in_address),
}
for _rule in RULES.values():
    if isinstance(_rule.instead, cached_property):
        _rule.instead.__set_name__(ArticlePage, _rule.name)


def leave_out(names: Iterable[str]) -> None:
    """Change the rules of this process so that these do nothing; of one table only one can be left out."""
    for name in names:
        rule = RULES[name]
        setattr(rule.owner, rule.name, rule.instead)


@contextmanager
def without(name: str) -> Iterator[Rule]:
    """Leave one rule out for a while."""
    rule = RULES[name]
    kept = rule.owner.__dict__[rule.name]
    setattr(rule.owner, rule.name, rule.instead)
    try:
        yield rule
    finally:
        setattr(rule.owner, rule.name, kept)
