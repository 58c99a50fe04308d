"""Compare pages with a cited one: candidates to replace a link, with confidence and reason. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from kaaw_archive import similarity, urls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PROPOSED_FROM = 0.7  # confidence from which a candidate is the suggestion of a report; below, it is evidence only
SAME_TEXT = 0.97
SAME_TITLE_LIKE_TEXT = 0.9
LIKE_TEXT = 0.8
SAME_TITLE_ONLY = 0.6  # two notices of one year may bear one title: not proposed by itself
PERMANENT_REDIRECT = 0.95
CANONICAL = 0.85
RENAMED_AND_THERE = 0.85  # a known renaming leads to a page that answered a later capture or check
BY_MAPPING = 0.8
RENAMED_UNSEEN = 0.3
OWN_COPY = 0.99  # the page itself, as it was
OTHER_COPY = 0.9  # in another archive, from before the citation
LATER_COPY = 0.8  # from after it, when nothing spoke against the link yet: it may say something else
DOUBTFUL_COPY = 0.3  # from when the link led nowhere already

LIKE_FROM = 0.5  # resemblance of main texts (starting value)
CLOSELY_LIKE_FROM = 0.8
TITLE_FROM = 0.8  # title_similarity

Kind = Literal["redirect", "canonical", "renaming", "page", "incident", "memento", "archive"]
_WORD = re.compile(r"\w+")
# Renamings that were seen on sites of public bodies
_RENAMED: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        re.compile(r"/Pressemitteilungen/"),
        "/pressemitteilungen/",
        "Government Site Builder writes its folders small since 2018",
    ),
    (
        re.compile(r"/SharedDocs/Downloads/"),
        "/SharedDocs/downloads/",
        "Government Site Builder writes its folders small since 2018",
    ),
    (re.compile(r"/Publikationen/"), "/publikationen/", "Government Site Builder writes its folders small since 2018"),
    (re.compile(r"_node\.html\Z"), "-node.html", "Government Site Builder 10 writes nodes with a hyphen"),
    (re.compile(r"/index\.php/"), "/", "Joomla without index.php in its addresses"),
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may replace a link; ``capture`` and ``captured_at`` are those of a copy in an archive.

    ``url`` of a copy of our own (``memento``) is the digest of its payload: no address leads to it.
    """

    url: str
    confidence: float
    reason: str
    kind: Kind
    capture: str | None = None
    captured_at: str | None = None

    @property
    def is_proposed(self) -> bool:
        """Return True if the report suggests this address; a person should still compare the page."""
        return self.confidence >= PROPOSED_FROM


@dataclass(frozen=True, slots=True)
class KnownPage:
    """A page of the archive that answers. ``minhash`` is that of its text, empty if it was not computed."""

    url: str
    title: str
    text_digest: str
    minhash: similarity.MinHash = ()


def renamings(url: str) -> Iterator[tuple[str, str]]:
    """Yield addresses that the page may have now, by renamings that content systems are known for, with the reason."""
    forms = [(url, "")]
    for pattern, new, reason in _RENAMED:
        forms += [(pattern.sub(new, old, count=1), reason) for old, _ in forms if pattern.search(old)]
    if url.startswith("http://"):
        forms += [("https" + form[4:], reason or "the site may speak https now") for form, reason in forms]
    yield from ((form, reason) for form, reason in dict(forms).items() if form != url)


def title_similarity(one: str | None, other: str | None) -> float:
    """Return the share of the words of either title that both have, from 0 to 1; 0 if one title has no words.

    Further words in one title lower it: a name of the site that only one of them has may halve it.

    >>> title_similarity("Neue Satzung - Stadt A", "Neue Satzung")
    0.5
    """
    a, b = (set(_WORD.findall((title or "").lower())) for title in (one, other))
    return len(a & b) / len(a | b) if a and b else 0.0


def of_page(cited: KnownPage, page: KnownPage) -> Candidate | None:
    """Return a page as candidate for the cited one; None if its text is not alike.

    The title alone counts only if the text of the cited page is not known.
    """
    texts = similarity.resemblance(cited.minhash, page.minhash) or 0.0
    titles = title_similarity(cited.title, page.title)
    if cited.text_digest == page.text_digest:
        return Candidate(page.url, SAME_TEXT, "the archive has the same text under this address", "page")
    share = f"{round(100 * texts)} %"
    if titles >= TITLE_FROM and texts >= LIKE_FROM:
        return Candidate(page.url, SAME_TITLE_LIKE_TEXT, f"same title, and the texts are {share} alike", "page")
    if texts >= CLOSELY_LIKE_FROM:
        return Candidate(page.url, LIKE_TEXT, f"the texts are {share} alike", "page")
    if titles >= TITLE_FROM and not cited.minhash:
        return Candidate(page.url, SAME_TITLE_ONLY, f"same title: «{page.title[:80]}»", "page")
    return None


def best_first(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the candidates without repetitions, those with the highest confidence first.

    Addresses of pages are written as one cites them (``urls.plain``); those of copies name the copy.
    """
    best: dict[tuple[str, bool], Candidate] = {}
    for candidate in sorted(candidates, key=lambda candidate: (-candidate.confidence, candidate.url)):
        is_copy = candidate.kind in ("memento", "archive")
        cleaned = candidate if is_copy else replace(candidate, url=urls.plain(candidate.url))
        best.setdefault((urls.key(candidate.url), is_copy), cleaned)
    return list(best.values())


def prefix_change(old: str, new: str) -> tuple[str, str] | None:
    """Return what is left of two addresses without their common last path segments; None if the last ones differ.

    >>> prefix_change("http://a.de/Presse/2016/x.html", "http://a.de/aktuelles/2016/x.html")
    ('http://a.de/Presse/', 'http://a.de/aktuelles/')
    """
    a, b = old.split("/"), new.split("/")
    tail = 0
    while tail < min(len(a), len(b)) - 3 and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    if tail == 0:
        return None
    return "/".join(a[:-tail]) + "/", "/".join(b[:-tail]) + "/"
