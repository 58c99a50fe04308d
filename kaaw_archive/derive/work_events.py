"""States and events of the articles of one work: what left its address is withdrawn, or has moved within the work.

Pure. Nothing is withdrawn while the same text lives at another address, and nothing before a look on another day.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kaaw_archive import urls
from kaaw_archive.derive.listing_events import listing_events
from kaaw_archive.items import FoundWork, WorkEvent

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from kaaw_archive.derive.known_articles import KnownArticle
    from kaaw_archive.derive.listing_events import Listings
    from kaaw_archive.items import WorkEvidence

SignRow = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RedirectTarget:
    """Page that the redirects of a spell lead to; ``article_id`` is None if it shows no article."""

    article_id: int | None
    is_content: bool  # it shows something, and is no wall and no error


def work_of(
    articles: Sequence[KnownArticle],
    signs: Mapping[int, Sequence[SignRow]],
    targets: Mapping[int, RedirectTarget],
    evidence: Iterable[WorkEvidence],
    listings: Listings,
) -> FoundWork:
    """Return the work of these articles, the first one first.

    ``signs`` are those of each article by its id, in the order of time; ``targets`` those of redirects by the sign's.
    """
    signs_of = {one.id: [sign for sign in signs.get(one.id, ()) if sign["kind"] != "new"] for one in articles}
    missing = {key for key, own in signs_of.items() if any(sign["returned_id"] is None for sign in own)}
    # a file beside its page is seldom looked at again: it does not say that the text is still there
    pages = [article for article in articles if not urls.is_document(article.url)] or articles
    stories = [_Story(article, pages, targets, missing) for article in articles]
    for story in stories:
        story.add_signs(signs_of[story.article.id], listings)
    of_pages = [story for story in stories if story.article in pages]
    there = [story.article for story in of_pages if story.state in ("live", "unlisted")]
    there.sort(key=lambda article: article.id in missing)  # first those whose last look showed the text
    is_listed = any(story.state == "live" for story in of_pages)
    newest = max(articles, key=lambda article: (article.last_seen_at, article.key))
    shown = there[0] if there else newest
    since = [article.news_since_at for article in articles if article.news_since_at is not None]
    is_moved_away = not there and any(story.state == "moved" and story.moved_to is None for story in stories)
    return FoundWork(
        key=articles[0].key,
        source=articles[0].source,
        title=shown.last.title,
        published_on=shown.last.published_on,
        first_seen_at=articles[0].first_seen_at,
        last_seen_at=newest.last_seen_at,
        news_since_at=min(since, default=None),
        state="live" if is_listed else "unlisted" if there else "moved" if is_moved_away else "withdrawn",
        current_article_id=there[0].id if there else None,
        articles=tuple((story.article.id, story.state, story.moved_to) for story in stories),
        events=(*_new(articles, signs), *(event for story in stories for event in story.events)),
        evidence=tuple(evidence),
    )


def _new(articles: Sequence[KnownArticle], signs: Mapping[int, Sequence[SignRow]]) -> list[WorkEvent]:
    """Return the one event that the work is new; further addresses give no event."""
    first = min(
        (sign for article in articles for sign in signs.get(article.id, ()) if sign["kind"] == "new"),
        key=lambda sign: (sign["before_at"], sign["capture_id"]),
        default=None,
    )
    if first is None:
        return []
    at = first["before_at"]
    return [
        WorkEvent(
            "new", first["article_id"], None, at, at, (first["capture_id"],), first["rule"],
            snapshot_id=first["snapshot_id"],
        )
    ]  # fmt: skip


class _Story:
    """Story of one article at its address. ``state`` is that of today, ``moved_to`` the article that it moved to."""

    def __init__(
        self,
        article: KnownArticle,
        work: Sequence[KnownArticle],
        targets: Mapping[int, RedirectTarget],
        missing: Collection[int],
    ) -> None:
        self.article = article
        self.state = "live"
        self.moved_to: int | None = None
        self.events: list[WorkEvent] = []
        self._others = [other for other in work if other is not article]
        self._targets = targets
        self._missing = missing

    def add_signs(self, signs: Sequence[SignRow], listings: Listings) -> None:
        """Make states and events of the signs of this article, spell by spell, and of the lists that named it."""
        ordered = sorted(signs, key=lambda sign: (sign["returned_at"] or "9", sign["before_at"], sign["id"]))
        for returned_at, spell in groupby(ordered, key=lambda sign: sign["returned_at"]):
            self._add_spell(list(spell), returned_at)
        of_lists, is_unlisted = listing_events(self.article, listings, signs)
        self.events += of_lists
        if is_unlisted and self.state == "live":
            self.state = "unlisted"
        news_since = self.article.news_since_at
        self.events = [event for event in self.events if news_since is not None and event.before_at >= news_since]

    def _add_spell(self, spell: list[SignRow], returned_at: str | None) -> None:
        latest: WorkEvent | None = None
        for sign in spell:
            event = self._event(sign)
            if event is not None and (latest is None or event.kind != latest.kind):
                self.events.append(event)
                latest = event
        if latest is None:
            return
        if returned_at is None:
            self.state, self.moved_to = latest.kind, latest.to_article_id
            return
        last = max((sign["last_at"] for sign in spell if sign["kind"] != "unreachable"), default=latest.before_at)
        rule = "the page answers again"
        proof = (spell[0]["returned_id"],)
        self.events.append(WorkEvent("returned", self.article.id, last, returned_at, returned_at, proof, rule))

    def _event(self, sign: SignRow) -> WorkEvent | None:
        copy = self._copy(sign)
        if sign["kind"] == "redirected":
            return self._of_redirect(sign, copy)
        is_confirmed = sign["confirmed_id"] is not None
        if copy is not None and (is_confirmed or (copy.first_seen_at > sign["after_at"] and sign["kind"] == "absent")):
            return self._moved(sign, copy, f"{sign['rule']}, and the text is at another address")
        if is_confirmed and sign["kind"] == "absent":
            return self._withdrawn(sign, f"{sign['rule']}, on two days")
        return None

    def _of_redirect(self, sign: SignRow, copy: KnownArticle | None) -> WorkEvent | None:
        target = self._targets.get(sign["id"])
        if target is None or copy is not None:
            return self._moved(sign, copy, sign["rule"])
        if sign["confirmed_id"] is not None and target.is_content:
            return self._withdrawn(sign, "leads to another text, on two days")
        return None

    def _copy(self, sign: SignRow) -> KnownArticle | None:
        """Return the article of the work that was there when this one was not: that of a redirect, else the next."""
        until = sign["returned_at"] or "9"
        copies = [one for one in self._others if one.first_seen_at <= until and self._was_there(one, sign)]
        target = self._targets.get(sign["id"])
        led_to = [one for one in copies if target is not None and one.id == target.article_id]
        later = [one for one in copies if one.first_seen_at > sign["after_at"]]
        if sign["kind"] == "unreachable":
            return later[0] if later else None  # a host that is down for some days has moved nothing
        return next(iter(led_to or later or copies), None)

    def _was_there(self, other: KnownArticle, sign: SignRow) -> bool:
        """Return True if another address appeared since this one was seen, was seen later, or is not missing itself."""
        is_later = other.first_seen_at > sign["after_at"] or other.last_seen_at >= sign["before_at"]
        return is_later or other.id not in self._missing

    def _moved(self, sign: SignRow, copy: KnownArticle | None, rule: str) -> WorkEvent:
        proof = [sign["capture_id"], *([copy.first.capture_id] if copy is not None else ())]
        known = [sign["before_at"], *([copy.first_seen_at] if copy is not None else ())]
        is_relaunched = copy is not None and copy.first_seen_at > sign["after_at"] and sign["kind"] == "absent"
        if sign["confirmed_id"] is not None and sign["kind"] != "redirected" and not is_relaunched:
            proof.insert(1, sign["confirmed_id"])
            known.append(sign["confirmed_at"])
        to = copy.id if copy is not None else None
        return WorkEvent(
            "moved", self.article.id, sign["after_at"], sign["before_at"], max(known), tuple(proof), rule, to
        )

    def _withdrawn(self, sign: SignRow, rule: str) -> WorkEvent:
        proof = (sign["capture_id"], sign["confirmed_id"])
        return WorkEvent(
            "withdrawn", self.article.id, sign["after_at"], sign["before_at"], sign["confirmed_at"], proof, rule
        )
