"""The author: a person or an office that the page declares or names at the headline or at the end of the text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from kaaw_archive import urls
from kaaw_archive.extract.article.selection import HEADINGS
from kaaw_archive.extract.article.teasers import Teasers
from kaaw_archive.extract.html.text import INLINE, one_line, text_of
from kaaw_archive.extract.metadata import person_names

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from lxml.html import HtmlElement

    from kaaw_archive.extract.article.page import ArticlePage
    from kaaw_archive.extract.metadata.record import Metadata

_META = (
    "author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "citation_author",
    "article.author", "byl",
)  # fmt: skip
_PLACES = re.compile(
    r"(?i:(?:^|[\s_-])(?:(?:document)?authors?|byline|autor|verfasser|creator|created?by|contributor)(?:$|[\s_-]|name))"
    r"|[a-z](?:Author|Byline|Contributor)[A-Za-z]{0,12}(?:$|[\s_-])"  # "post-meta_dateAndAuthor__3aZ"
)
_OF_PLACES = ("author", "byline", "autor", "verfasser", "creat", "contributor")
# an address of a person's own page
_PROFILE = re.compile(r"/(?:authors?|autor(?:en|inn?en)?|people|contributors?|writers?|staff|profiles?)/[^/?#]+/?\Z")
_COMMENT = re.compile(r"comment|kommentar|disqus|respond|reply|testimonial|review-?list|mod_agentur", re.IGNORECASE)
_ARTICLE_TYPES = re.compile(r"Article|Posting|Report|News|Recipe|Review|WebPage|CreativeWork|HowTo|Blog|FAQ")
_APART = frozenset({"form", "nav", "aside", "label", "button"})
_TAGS = ("a", "span", "p", "div", "dd", "li", "address", "strong", "em", "cite", "footer")
_MOST_CHARACTERS = 200
_LONGEST_CLASS = 500
_BLOCKS = ("p", "div", "h2", "h3", "h4", "h5", "h6", "li", "dd", "dt")
_PARAGRAPHS = frozenset({"p", "li", "td", "blockquote", "h2", "h3", "h4"})
_LINE_WORDS = 12
_LEVELS = 12
_FEWEST_LINES = 2
_AT_END = 3  # segments around the last one of the text


class Author(NamedTuple):
    """Names of authors with a comma between, and the clue that shows them."""

    name: str
    clue: str


class _NamedAuthors(NamedTuple):
    names: tuple[str, ...]
    clue: str
    is_person: bool


def declared_author(page: ArticlePage) -> Author | None:
    """Return the author that a page declares or marks, persons before offices; None if none. Reads the whole tree."""
    found = [
        *_in_json(page.metadata),
        *_in_meta(page.metadata),
        *in_markup(page.tree, page.above_headline, page.teasers),
    ]
    sites = _sites(page)
    # a person may have a site of the same name, an office not
    found = [one for one in found if one.is_person or not any(_letters(name) in sites for name in one.names)]
    best = next((one for one in found if one.is_person), None) or next(iter(found), None)
    return Author(", ".join(best.names), best.clue) if best is not None else None


def author(page: ArticlePage) -> Author | None:
    """Return the author: a person that is declared, else one in a line of its own, else an office; None if none."""
    if page.author is not None and all(person_names.is_person(one) for one in page.author.name.split(", ")[:1]):
        return page.author
    lines = [*page.lines, *_last_lines(page)]
    named = (names for line in lines if (names := person_names.names_in(line, is_labelled=True)))
    if names := next(named, ()):
        return Author(", ".join(names), "byline")
    if page.author is not None:
        return page.author
    office = next((name for line in page.lines if (name := person_names.office_in(line))), None)
    return Author(office, "byline") if office else None


def _last_lines(page: ArticlePage) -> Iterator[str]:
    """Yield the lines at the end of the text, and those behind it up to the next heading: that of another subject."""
    last = page.body.numbers[-1]
    for segment in page.segments.all[max(0, last - _AT_END + 1) : last + 1]:
        yield segment.text
    for segment in page.segments.all[last + 1 : last + _AT_END]:
        if segment.tag in HEADINGS:
            return
        yield segment.text


def _in_json(metadata: Metadata) -> Iterator[_NamedAuthors]:
    known = {one["@id"]: one for one in metadata.linked if isinstance(one.get("@id"), str) and one.get("name")}
    for entity in metadata.linked:
        if entity.get("@type") is None or _ARTICLE_TYPES.search(str(entity["@type"])):
            yield from _candidates(_json_names(entity.get("author"), known), "json-ld")


def _json_names(value: Any, known: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return the names in a property of JSON-LD: texts, objects with a name or a reference, or a list of such."""
    if isinstance(value, list):
        return [name for one in value[:20] for name in _json_names(one, known)]
    if isinstance(value, dict):
        if "Organization" in str(value.get("@type")):
            return []
        whole = " ".join(str(value[part]) for part in ("givenName", "familyName") if value.get(part))
        return _json_names(value.get("name") or whole or known.get(str(value.get("@id")), {}).get("name"), known)
    line = one_line(value) if isinstance(value, str) else None
    return [line] if line else []


def _in_meta(metadata: Metadata) -> Iterator[_NamedAuthors]:
    for name in _META:
        contents = [line for content in metadata.contents(name) if (line := one_line(content))]
        yield from _candidates(contents, f"meta:{name}")


def _candidates(texts: Iterable[str], clue: str) -> Iterator[_NamedAuthors]:
    texts = list(texts)
    is_shown = clue == "markup"
    persons = tuple(name for text in texts for name in person_names.names_in(text, is_declared=not is_shown))
    if persons:
        yield _NamedAuthors(tuple(dict.fromkeys(persons)), clue, True)
    plain = dict.fromkeys(map(person_names.without_label, texts))
    others = tuple(text for text in plain if person_names.is_usable(text, is_declared=clue == "json-ld"))
    if others and not persons:
        yield _NamedAuthors(others, clue, False)


def in_markup(root: HtmlElement, article: Container[HtmlElement], others: Teasers) -> Iterator[_NamedAuthors]:
    """Yield authors in short elements that markup calls so: not those of comments, teasers, forms and margins."""
    for element in root.iter(*_TAGS):
        given = element.get
        is_marked = (
            ((names := given("class")) is not None and _is_place(names[:_LONGEST_CLASS]))
            or given("itemprop") == "author"
            or ((rel := given("rel")) is not None and "author" in rel.split())
        )
        if not is_marked and not (element.tag == "a" and _PROFILE.search(given("href") or "")):
            continue
        text = _first_line(element)
        if not text or len(text) > _MOST_CHARACTERS or _is_apart(element, article):
            continue
        if others.is_in_teaser(element, article, needs_heading=True):
            continue
        if not is_marked and _is_in_sentence(element):
            continue
        yield from (one for one in _candidates([text], "markup") if is_marked or one.is_person)


def _is_in_sentence(anchor: HtmlElement) -> bool:
    """Return True for a link within running text, which tells of a person; a line of authors is labelled or short."""
    block = next((above for above in anchor.iterancestors() if above.tag not in INLINE), anchor)
    text = text_of(block) or "" if block.tag in _PARAGRAPHS else ""
    return len(text.split()) > _LINE_WORDS and person_names.without_label(text) == text


def in_row(element: HtmlElement, base: str, url: str) -> Iterator[Author]:
    """Yield the authors that markup shows in a row of a list."""
    return (Author(", ".join(one.names), one.clue) for one in in_markup(element, {element}, Teasers(base, url)))


def _first_line(element: HtmlElement) -> str:
    """Return the text of an element; of a box with a name and an office below it the name."""
    text = text_of(element) or ""
    blocks = [one for one in element.iterdescendants(*_BLOCKS) if next(one.iterdescendants(*_BLOCKS), None) is None]
    if len(blocks) < _FEWEST_LINES or len(text) > _MOST_CHARACTERS:
        return text
    lines = [line for one in blocks if (line := text_of(one))]
    name = next((line for line in lines if person_names.without_label(line)), "")
    return name if lines and text.startswith(lines[0]) and person_names.is_person(name) else text


def _is_apart(element: HtmlElement, article: Container[HtmlElement]) -> bool:
    """Return True for an element in a form, a margin or a comment; what holds the headline is none of these."""
    for level, above in enumerate((element, *element.iterancestors())):
        if level == _LEVELS or above in article:
            break
        if above.tag in _APART or (
            level < 6 and _COMMENT.search(f"{above.get('class') or ''} {above.get('id') or ''}")
        ):
            return True
    return False


@lru_cache(maxsize=20_000)
def _is_place(names: str) -> bool:
    lower = names.lower()  # the pattern is slow, and few names hold any of its words
    return any(word in lower for word in _OF_PLACES) and _PLACES.search(names) is not None


def _sites(page: ArticlePage) -> set[str]:
    """Return the names of the site and its publisher, without blanks."""
    host = urls.host(page.url)
    names = [host, host.rpartition(".")[0], host.removeprefix("www.").partition(".")[0], page.issuer or ""]
    names += page.metadata.contents("og:site_name")
    return {_letters(name) for name in names} - {""}


def _letters(name: str) -> str:
    return "".join(sign for sign in name.lower() if sign.isalnum())
