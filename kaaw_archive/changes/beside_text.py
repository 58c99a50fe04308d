"""Changes beside the text: title, links, attachments, images, days and the author."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kaaw_archive import urls
from kaaw_archive.changes import site_names
from kaaw_archive.changes.alignment import is_alike
from kaaw_archive.changes.kinds import ContentChange, judge_sentence
from kaaw_archive.changes.plain import Sentence, words
from kaaw_archive.items import EditKind
from kaaw_archive.typography import single_blanks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kaaw_archive.items import ContentImage, ContentLink, VersionContent

_SUFFIX = re.compile(r"\s([|:·-])\s?([^|]{2,80})\Z")  # the name of the site behind a title
# parameters that name the way by which a visitor came, in the systems that count visits
_CAMPAIGN = re.compile(
    r"[?&](?:utm_\w+|xtor|xtref|at_\w+|pk_\w+|mtm_\w+|hsa_\w+|mc_\w+|et_cid|et_rid|mkt_tok|igshid|cmpid|cid|wt_\w+|trk|icid|intcid|ns_\w+|sc_\w+|s_kwcid|_ga|yclid|dclid|twclid)=[^&#]*",
    re.IGNORECASE,
)
_SESSION = re.compile(r"(?<=[?&])(?:sid|session|session_?id|phpsessid)=[^&#]*", re.IGNORECASE)
_WAY = re.compile(r"[?&](?:ref|referr?er|src|source|via|from|origin|campaign)=[^&#]*", re.IGNORECASE)
_OTHER_WAY = re.compile(r"[?&](?:src|source)=", re.IGNORECASE)  # it may name what is shown, too
_GONE_WEIGHT = 0.4
_OTHER_HOST_WEIGHT = 0.4
# of a picture, as content systems write it into its name or its folder
_SIZE = re.compile(
    r"(?:[-_@](?:\d{2,4}x\d{2,4}|scaled|\d{3,4}w|w\d{3,4}|\dx|small|medium|large|thumb(?:nail)?|preview)){1,3}(?=\.\w{3,4}\Z)",
    re.IGNORECASE,
)
_SIZE_FOLDER = re.compile(
    r"/(?:(?:[a-z]{1,2}_[\w.]{1,12},){1,6}[a-z]{1,2}_[\w.]{1,12}|styles/\w{1,60}/public|\d{2,4}x\d{0,4}|w_?\d{2,4}|320|480|640|7[56]\d|800|960|1024|1080|1[246]\d0|1920|2048|small|medium|large|thumb(?:s|nails?)?|preview|original)(?=/)",
    re.IGNORECASE,
)
_PROCESSED = re.compile(r"/_processed_/.{1,200}/csm_(.{1,200})_[0-9a-f]{10}\Z")  # TYPO3
# of a caption in a gallery: which picture it is, and a call to look at it
_SLIDE = re.compile(
    r"\A(?:image|bild|foto|photo|picture) \d{1,3} ?(?:/|von|of|sur) ?\d{1,3}\b[ :|-]{0,4}"
    r"|[ (:|-]{1,4}(?:click|klick\w{0,3}|cliquez|zum)\b.{0,40}\b(?:enlarge|vergrößern|agrandir)\b.{0,20}\Z",
    re.IGNORECASE,
)
_SCRIPT = re.compile(r"\.(?:php|ashx|aspx|cgi)\Z", re.IGNORECASE)
_SIZE_ASKED = re.compile(r"&(?:w|h|width|height|size|q|quality|v|cb|t|ts)=[^&]*", re.IGNORECASE)
_SERVER = re.compile(r"\A(?:www|(?:cdn|img|images?|static|media)\d{0,3})\.")
_FORMAT = re.compile(r"\.(?:jpe?g|png|webp|avif|gif)\Z", re.IGNORECASE)


def title(old: VersionContent, new: VersionContent, *, is_german: bool) -> Iterator[ContentChange]:
    """Yield a finding if the words of the title are others, and one for each name in one that is much the same."""
    before, after = (site_names.without_site(side.title, side.url) for side in (old, new))
    if _is_same_title(before, after):
        return
    yield ContentChange(EditKind.RETITLED, 0, before, after)
    pair = [Sentence(0, 0, text, words(text)) for text in (before, after)]
    if is_alike(*pair):
        for change in judge_sentence(pair[0], pair[1], is_german=is_german):
            if change.kind is EditKind.NAMES and change.before and change.after:
                yield change


def _is_same_title(before: str, after: str) -> bool:
    if words(before.casefold()) == words(after.casefold()):
        return True
    short, long = sorted((before, after), key=len)
    if not short or not long.casefold().startswith(short.casefold()):
        return False
    behind = _SUFFIX.fullmatch(long[len(short) :])
    return behind is not None and (behind[1] == "|" or site_names.is_in_capitals(behind[2]))


def metadata(old: VersionContent, new: VersionContent) -> Iterator[ContentChange]:
    """Yield a finding for each day, author or line above the title that is another one."""
    for name in ("published_on", "modified_on"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield ContentChange(EditKind.METADATA, 0, before or "", after or "", name)
    for name in ("kicker", "author"):
        before, after = single_blanks(getattr(old, name) or ""), single_blanks(getattr(new, name) or "")
        if before.casefold() != after.casefold():
            yield ContentChange(EditKind.METADATA, 0, before, after, name)


def links(old: Sequence[ContentLink], new: Sequence[ContentLink], note: str) -> Iterator[ContentChange]:
    """Yield a finding for each link that came, went, or leads elsewhere; their order says nothing."""
    before, after = ({_target(link.url): link for link in reversed(side)} for side in (old, new))
    gone = [link for key, link in before.items() if key not in after][::-1]
    come = [link for key, link in after.items() if key not in before][::-1]
    for link in gone:
        text = single_blanks(link.text)
        if any(_is_same_but_for_way(link.url, new_link.url) for new_link in come):
            come = [new_link for new_link in come if not _is_same_but_for_way(link.url, new_link.url)]
            continue
        other = next(
            (new_link for new_link in come if text and _is_same_text(text, single_blanks(new_link.text))), None
        )
        if other is None and len(gone) == len(come) == 1 and _is_replaced_file(link.url, come[0].url):
            other = come[0]
        if other is not None:
            come.remove(other)
            weight = None if urls.host(link.url) == urls.host(other.url) else _OTHER_HOST_WEIGHT
            name = f"{note} retargeted {single_blanks(other.text)}".strip()
            yield ContentChange(EditKind.LINKS, 0, link.url, other.url, name, weight)
        else:
            yield ContentChange(EditKind.LINKS, 0, text or link.url, "", f"{note} removed", _GONE_WEIGHT)
    for link in come:
        yield ContentChange(EditKind.LINKS, 0, "", single_blanks(link.text) or link.url, f"{note} added")


def _target(url: str) -> str:
    """Return the target of a link without the marks of a visitor, such as a session id or a campaign."""
    return urls.key(_CAMPAIGN.sub("", _SESSION.sub("", url))).rstrip("/?&")


def _is_same_but_for_way(one: str, other: str) -> bool:
    """Return True if two addresses are one but for a parameter that names the visitor's way."""
    if urls.key(_WAY.sub("", one)) != urls.key(_WAY.sub("", other)):
        return False
    return (_WAY.search(one) is None) != (_WAY.search(other) is None) or _OTHER_WAY.search(f"{one} {other}") is None


def _is_same_text(one: str, other: str) -> bool:
    return words(one.casefold()) == words(other.casefold())


def _is_replaced_file(old: str, new: str) -> bool:
    """Return True for two files in one folder."""
    return old.rpartition("/")[0] == new.rpartition("/")[0]


def images(old: Sequence[ContentImage], new: Sequence[ContentImage], *, is_german: bool) -> Iterator[ContentChange]:
    """Yield a finding for each image that came, went or was replaced, for captions, and for names in them."""
    before, after = ({_picture(image.url): image for image in side} for side in (old, new))
    gone, come = Counter(before.keys()) - Counter(after.keys()), Counter(after.keys()) - Counter(before.keys())
    if gone and come:
        yield ContentChange(EditKind.IMAGES, 0, str(gone.total()), str(come.total()), "replaced")
    elif gone or come:
        yield ContentChange(EditKind.IMAGES, 0, str(gone.total()), str(come.total()), "removed" if gone else "added")
    for picture, image in before.items():
        if picture in after:
            yield from _caption(image.caption or "", after[picture].caption or "", is_german=is_german)


def _caption(before: str, after: str, *, is_german: bool) -> Iterator[ContentChange]:
    old, new = (_SLIDE.sub("", single_blanks(side)) for side in (before, after))
    if words(old) == words(new):
        return
    yield ContentChange(EditKind.IMAGES, 0, old, new, "caption")
    if old and new:
        pair = (Sentence(0, 0, text, words(text)) for text in (old, new))
        for finding in judge_sentence(*pair, is_german=is_german):
            if finding.kind is EditKind.NAMES and finding.before and finding.after:
                yield finding


def _picture(url: str) -> str:
    """Return the name of a picture without size, format and server."""
    parts = urlsplit(url)
    path = _FORMAT.sub("", _SIZE.sub("", _SIZE_FOLDER.sub("", parts.path)))
    if processed := _PROCESSED.search(path):
        path = processed[1]
    asked = _SIZE_ASKED.sub("", f"&{parts.query}") if _SCRIPT.search(parts.path) else ""
    return f"{_SERVER.sub('', parts.hostname or '')}{path}{asked}"
