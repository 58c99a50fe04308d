"""Links in the article's element that no line of the text has: sources, further links, files, addresses without a link.

Rules that cut lines off the text ("Weitere Informationen", "Quelle:", a button) say nothing about the links in them.
Left out is what leads through the site: menus, lists of other articles, tags, ways back, what shares or prints.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.extract.article.anchors import AnchorPlace, places_in
from kaaw_archive.extract.article.links import resolve
from kaaw_archive.extract.html.text import one_line, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from kaaw_archive.extract.article.page import ArticlePage

_LABEL_OF_SITE = re.compile(
    r"\b(?:tags?|kategorien?|rubriken?|schlag(?:wort|worte|wörter)|themen|autor(?:in)?|redaktion|author|by|von)\s*+:?\s*+\Z",
    re.IGNORECASE,
)
_LABEL_CHARACTERS = 80
_MOST_FILES = 50  # a page with more is a catalogue
_MOST_LEVELS = 8  # from the text up to the element that is the article's
_SHARE_OF_TEXT = 0.9
_FEWEST_OF_ROW = 2  # paragraphs
_BARE = frozenset({"a", "p", "ul", "ol", "li", "strong", "b", "em", "i", "span"})
_WHOLE_PARTS = frozenset({"article", "main"})
_OUTERMOST = frozenset({"body", "html"})
_OTHER_PARTS = _OUTERMOST | {"nav", "aside", "footer", "header"}
_FRAME = (_OTHER_PARTS - {"aside"}) | {"form", "button", "menu"}  # an aside within the text is a box of it
_FRAME_ROLES = frozenset({"navigation", "menu", "menubar", "search", "banner", "contentinfo", "dialog"})
_FRAME_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav(?:i|igation|bar|links?)?|(?:sub|main|side)?menue?s?|breadcrumbs?|pagination|pager|paging|page-?nav(?:igation)?"
    r"|shar(?:e|ing)\w*|social\w*|shariff|bookmarks?|follow\w*|comments?|kommentare?|respond|tags?|tagcloud|categor(?:y|ies)"
    r"|schlagw\w+|side-?bar|login|signin|print|drucken?|toolbar|backlink|newsletter|cookie\w*|consent\w*|author-?(?:box|bio|info))"
    r"(?=$|[\s_\d-])",
    re.IGNORECASE,
)
_STATES = re.compile(
    r"(?<!\S)(?:hide|no|not|has|is|with|without|show|js)[_-]\S*"
)  # "hide-for-print" is a state of a wrapper
_FRAME_RELATIONS = frozenset({"tag", "category", "author", "prev", "next", "me", "home", "search"})
_WAYS = re.compile(
    r"\W*(?:(?:zurück|back|retour)\b.*|(?:nach|seiten)?\s*(?:oben|anfang)|top|(?:seite|artikel|beitrag)?\s*(?:drucken|teilen|empfehlen|"
    r"weiterempfehlen|vorlesen)|print|share|(?:zur\s+)?startseite|home|(?:zur\s+)?übersicht|(?:alle|weitere|mehr)\s+(?:\w+\s+)?(?:meldungen|nachrichten|news|beiträge|artikel|\w*mitteilungen|termine)|weiter(?:lesen)?|mehr(?:\s+lesen)?|read\s+more|"
    r"lire\s+la\s+suite|(?:nächste|vorherige|vorige)[rs]?\b.*|kontakt|impressum|datenschutz\w*|barrierefreiheit|anmelden|login|suche|"
    r"rss\b.*|newsletter\b.*|.*\babonnieren|follow(?:\s+us)?|folgen)\W*",
    re.IGNORECASE,
)


def links_beside(page: ArticlePage) -> list[AnchorPlace]:
    """Return the links in the article's element that are in no line of the text; none of other entries.

    The article's element is the smallest that holds nine tenths of the text. Files count as far out as the nearest
    ``article`` or ``main``, or ``#content``, as lists of downloads often stand outside.
    """
    region = _Region(page)
    taken = {resolve(page.base, place.href) for place in page.body.anchors}
    found: list[AnchorPlace] = []
    files = 0
    for place in region.places():
        is_file, is_within = urls.names_document(place.href), region.is_within(place.element)
        if not (is_file or is_within) or region.is_of_frame(place.element):
            continue
        target = resolve(page.base, place.href)
        if target is None or target in taken:
            continue
        is_other = region.is_of_other(place.element) and not (is_file and is_within)
        if is_other or not (is_file or (is_within and region.is_of_article(place, target))):
            continue
        files += is_file
        taken.add(target)
        found.append(place)
    return found if files <= _MOST_FILES else []


def in_order(page: ArticlePage, places: Sequence[AnchorPlace]) -> list[AnchorPlace]:
    """Return these places in the order of the page, those of one element as they are given."""
    wanted = {place.element for place in places}
    found = ((element, number) for number, element in enumerate(page.tree.iter()) if element in wanted)
    numbers = dict(islice(found, len(wanted)))
    return sorted(places, key=lambda place: numbers.get(place.element, len(numbers)))


class _Region:
    """The article's element: what is in it, and what in it belongs to the frame of the page."""

    def __init__(self, page: ArticlePage) -> None:
        self.page = page
        self.home = _article_element(page)
        self.scope = _scope(page.body.home)
        self.shared = {self.home, *self.home.iterancestors(), page.body.home, *page.body.home.iterancestors()}
        self.rows = set(page.rows)
        parents = Counter(page.segments.all[number].element.getparent() for number in page.body.numbers)
        self.rows_of_text = {parent for parent, number in parents.items() if number >= _FEWEST_OF_ROW}
        self.known: dict[HtmlElement, bool] = {}

    def places(self) -> Iterator[AnchorPlace]:
        """Yield the links outside of the text: those with a text, then pictures and files without one."""
        numbers = set(self.page.body.numbers)
        inside = {self.scope, *self.scope.iterdescendants()}
        known = {place.element for place in self.page.body.anchors}
        for number, segment in enumerate(self.page.segments.all):
            if number not in numbers and number != self.page.matched_head and segment.element in inside:
                for place in places_in(segment):
                    known.add(place.element)
                    yield place
        for anchor in self.scope.iter("a"):
            if anchor not in known and anchor.get("href"):
                text = text_of(anchor) or one_line(anchor.get("title")) or _name_of_picture(anchor) or ""
                yield AnchorPlace(anchor.get("href") or "", anchor.get("rel"), text, text, 0, anchor)

    def is_within(self, element: HtmlElement) -> bool:
        """Return True for an element below the one that holds the text."""
        return any(above is self.home for above in (element, *element.iterancestors()))

    def is_of_other(self, element: HtmlElement) -> bool:
        """Return True for an element in an entry about another article."""
        return any(above in self.rows for above in (element, *element.iterancestors()))

    def is_of_frame(self, element: HtmlElement) -> bool:
        """Return True for an element in a menu, a bar or a form within the article's element."""
        line = []
        for above in (element, *element.iterancestors()):
            if above in self.shared or above in self.known:
                is_frame = self.known.get(above, False)
                break
            line.append(above)
        else:
            is_frame = False
        for above in reversed(line):
            is_frame = is_frame or _is_frame(above)
            self.known[above] = is_frame
        return is_frame

    def is_of_article(self, place: AnchorPlace, target: str) -> bool:
        """Return True for a link that tells of the article's subject, not of the site."""
        text, page_url = place.anchor_text, self.page.url
        relations = set((place.rel or "").lower().split())
        if (
            (len(text) <= _LABEL_CHARACTERS and _WAYS.fullmatch(text))
            or relations & _FRAME_RELATIONS
            or urls.is_service(target, of=page_url)
        ):
            return False
        is_own = urls.site(target) == urls.site(page_url)
        if is_own and urls.is_home(target):
            return False
        if urls.key(target) == urls.key(page_url):
            return False
        if urls.is_picture(target):
            return True
        if not text:
            return False
        if not is_own:
            return True
        if self.home.tag in _OUTERMOST or _LABEL_OF_SITE.search(
            place.around[max(0, place.start - _LABEL_CHARACTERS) : place.start]
        ):
            return False
        around = self.page.surroundings
        return self._is_in_row(place.element) or any(
            is_so(place) for is_so in (around.is_file, around.is_announced, around.is_in_sentence)
        )

    def _is_in_row(self, element: HtmlElement) -> bool:
        """Return True for a link in bare markup, without classes, side by side with the paragraphs of the text."""
        for here in (element, *element.iterancestors()):
            if here in self.rows_of_text:
                return True
            if here.tag not in _BARE or (here is not element and (here.get("class") or here.get("id"))):
                return False
        return False


def _is_frame(element: HtmlElement) -> bool:
    if element.tag in _FRAME or element.get("role") in _FRAME_ROLES:
        return True
    names = _STATES.sub("", f"{element.get('class') or ''} {element.get('id') or ''}"[:200])
    return _FRAME_NAMES.search(names) is not None


def _article_element(page: ArticlePage) -> HtmlElement:
    """Return the smallest element that holds nine tenths of the text, never a paragraph."""
    segments = [page.segments.all[number] for number in page.body.numbers]
    enough = _SHARE_OF_TEXT * sum(len(segment.text) for segment in segments)
    held: dict[HtmlElement, int] = {}
    for segment in segments:
        for above in (segment.element, *segment.element.iterancestors()):
            held[above] = held.get(above, 0) + len(segment.text)
    longest = max(segments, key=lambda segment: len(segment.text))
    line = [longest.element, *longest.element.iterancestors()]
    home = next((above for above in line if held[above] >= enough), page.body.home)
    is_block = any(segment.element is home for segment in segments) and home.tag not in _WHOLE_PARTS | {"td", "div"}
    above = home.getparent()
    return above if is_block and above is not None and above.tag not in _OUTERMOST else home


def _scope(home: HtmlElement) -> HtmlElement:
    for level, above in enumerate((home, *home.iterancestors())):
        if above.tag in _OTHER_PARTS or level == _MOST_LEVELS:
            break
        if above.tag in _WHOLE_PARTS or (above.get("id") or "").lower() in ("content", "inhalt"):
            return above
    return home


def _name_of_picture(anchor: HtmlElement) -> str | None:
    return next((name for picture in anchor.iter("img") if (name := one_line(picture.get("alt")))), None)
