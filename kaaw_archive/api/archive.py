"""An archive, opened for reading: the class behind ``kaaw_archive.open``."""

from __future__ import annotations

import warnings
from html import escape
from typing import TYPE_CHECKING, Any, Self

from kaaw_archive.api import arguments
from kaaw_archive.api.arguments import Names, article_filter, day_of
from kaaw_archive.api.records import Article, Difference, Event, Link, Picture, SearchHit, Version, Work
from kaaw_archive.api.rows import Rows, names_of, record_of, with_reservations
from kaaw_archive.archive import payloads
from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.queries import answers, articles, exports, pages
from kaaw_archive.archive.queries import search as search_queries
from kaaw_archive.archive.queries.looks import remark_on_day, remarks_on_filter
from kaaw_archive.archive.queries.references import DIGEST, resolve
from kaaw_archive.archive.queries.rows import each_row
from kaaw_archive.archive.queries.search_excerpts import excerpts
from kaaw_archive.archive.queries.sources import check_sources
from kaaw_archive.changes.line_differences import unified_diff
from kaaw_archive.errors import ArchiveError
from kaaw_archive.items import ArticleFilter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from kaaw_archive.archive.queries.references import Reference
    from kaaw_archive.archive.queries.rows import Row

_HITS = 20  # of a search that gives no limit


class Archive:
    """An archive that is only read. A context manager; :meth:`close` ends it.

    Filters are those of ``ArticleFilter``: ``sources``, ``kinds``, ``languages``, ``states``, ``events`` are lists of
    texts, or one text; ``author`` is a part of a name; ``since`` and ``until`` are days such as ``"2016-09-22"``;
    ``is_news`` False asks for other pages, None for both. ``each_text_once`` True leaves out the addresses that a text
    has left. A *reference* is an address or any id that the program prints: the uid of a capture, a digest, a key.

    Methods raise ``kaaw_archive.errors.ArchiveError`` for what is not in the archive, and ValueError for a kind, state,
    health or day that is none.
    """

    def __init__(self, path: Path, day: str | None = None) -> None:
        self.path = path
        self.day = day
        self._connection = open_for_reading(path)
        if day is not None:
            from kaaw_archive.derive.archive_of_day import show_as_of

            show_as_of(self._connection, day)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Archive({str(self.path)!r}{f', day={self.day!r}' if self.day else ''})"

    def _repr_html_(self) -> str:
        """Return what the archive holds, for notebooks."""
        row = self._connection.execute(
            "SELECT (SELECT count(*) FROM articles WHERE news_since_at IS NOT NULL), (SELECT count(*) FROM snapshots),"
            " (SELECT count(*) FROM captures), (SELECT count(*) FROM links)"
        ).fetchone()
        numbers = zip(("articles", "versions", "captures", "links"), row, strict=True)
        cells = "".join(f"<tr><th>{name}</th><td>{number:,}</td></tr>" for name, number in numbers)
        return f"<table><caption>{escape(str(self.path))}</caption>{cells}</table>"

    def close(self) -> None:
        """Close the file; rows that were not read yet cannot be read any more."""
        self._connection.close()

    def as_of(self, day: str | date) -> Archive:
        """Return the archive as it was known at the end of a day, in UTC; close it, too.

        A day before the first capture or after the last one brings a warning: of such a day nothing is known.
        """
        wanted = day_of(day)
        if wanted and (remark := remark_on_day(self._connection, wanted)) is not None:
            warnings.warn(remark, stacklevel=2)
        return Archive(self.path, wanted)

    def articles(self, words: str | None = None, **filters: Any) -> Rows[Article]:
        """Return articles, each in its newest version; ``words`` is a search as people type it.

        A period in which nobody looked for 15 days and more brings a warning.
        """
        chosen = self._filter(filters)
        self._warn_of_unseen(chosen)

        def read() -> Iterator[Row]:
            return map(with_reservations, exports.versions(self._connection, chosen, words))

        return Rows(read, Article, names_of(Article))

    def article(self, reference: str) -> Version:
        """Return the version that a reference names, of an address the newest."""
        named, article_id = self._named_article(reference)
        found = list(self._version_rows(article_id))
        wanted = [row for row in found if named.version in (None, row["version"])]
        if not wanted:
            raise ArchiveError(f"{reference} names no version")
        version: Version = record_of(Version, wanted[-1])
        return version

    def versions(self, reference: str, *, every_address: bool | None = None) -> Rows[Version]:
        """Return all versions of the article that a reference names, the first one first.

        An article is one address; ``every_address``: also those of its text at the others, in the order of time. If it
        is None, a text that has others brings a warning.
        """
        _, article_id = self._named_article(reference)
        if every_address is None and (others := articles.other_addresses(self._connection, article_id)):
            number = f"{len(others)} more addresses" if len(others) > 1 else "another address"
            warnings.warn(f"this text has {number}: every_address=True adds the versions there", stacklevel=2)

        def read() -> Iterator[Row]:
            return self._version_rows(article_id, of_work=bool(every_address))

        return Rows(read, Version, names_of(Version))

    def events(
        self,
        kinds: Names = (),
        sources: Names = (),
        since: str | date | None = None,
        until: str | date | None = None,
    ) -> Rows[Event]:
        """Return what happened to articles and links, by the day (UTC) on which it became known.

        An event of a link is of each source whose texts cited it then; ``source`` names one of them.
        """
        begin, end = day_of(since), day_of(until)
        wanted = arguments.event_kinds(kinds), self._sources(sources)

        def read() -> Iterator[Row]:
            return answers.events(self._connection, *wanted, begin, end)

        return Rows(read, Event, names_of(Event))

    def links(
        self,
        sources: Names = (),
        host: str | None = None,
        health: Names = (),
        *,
        every_version: bool = False,
    ) -> Rows[Link]:
        """Return the links in articles with the health of their targets; ``host`` with the hosts below it."""
        chosen, wanted = self._filter({"sources": sources}), arguments.healths(health)

        def read() -> Iterator[Row]:
            return answers.links(self._connection, chosen, host, wanted, every_version=every_version)

        return Rows(read, Link, names_of(Link))

    def pictures(self, sources: Names = (), *, every_version: bool = False) -> Rows[Picture]:
        """Return the pictures in the texts of articles, in the order of the text."""
        chosen = self._filter({"sources": sources})

        def read() -> Iterator[Row]:
            return answers.pictures(self._connection, chosen, every_version=every_version)

        return Rows(read, Picture, names_of(Picture))

    def works(
        self,
        sources: Names = (),
        states: Names = (),
        since: str | date | None = None,
        until: str | date | None = None,
    ) -> Rows[Work]:
        """Return the texts of publishers, each once, whatever its addresses; days as in :meth:`articles`."""
        wanted = self._sources(sources), arguments.states(states)
        begin, end = day_of(since), day_of(until)
        self._warn_of_unseen(ArticleFilter(wanted[0], since=begin, until=end))

        def read() -> Iterator[Row]:
            return answers.works(self._connection, *wanted, begin, end)

        return Rows(read, Work, names_of(Work))

    def search(self, words: str, limit: int | None = None, source: str | None = None) -> list[SearchHit]:
        """Return the texts with a version that answers a query, best first; each by its newest such version.

        Without ``limit`` the first 20, with a warning if there are more.
        """
        chosen = self._filter({"sources": source or ()})
        found = search_queries.search(self._connection, words, chosen, limit=limit or _HITS)
        if limit is None and found.total > _HITS:
            warnings.warn(f"{_HITS} of {found.total} texts: search(words, limit={found.total}) has all", stacklevel=2)
        hits = list(found.hits)
        for hit, (_, pieces) in zip(hits, excerpts(self._connection, found.node, hits), strict=True):
            hit["snippet"] = "".join(text for text, _ in pieces)
            hit["versions"] = tuple(hit["matching_versions"])
        return [record_of(SearchHit, hit) for hit in hits]

    def payload(self, reference: str) -> bytes:
        """Return the bytes of a digest or capture, of an address the newest; checked against their digest."""
        digest = self._digest(reference)
        try:
            return payloads.read(self._connection, digest)
        except KeyError:
            raise ArchiveError(f"payload {digest} was left out of this archive, or its publisher reserved it") from None

    def diff(self, old: str, new: str) -> Difference:
        """Return the difference between the versions that two references name."""
        from kaaw_archive.archive.queries.comparisons import came_from, snapshot_ids
        from kaaw_archive.derive.compared_references import reference_lines
        from kaaw_archive.derive.edits import comparison_of

        (old_id, before), (new_id, after) = self._snapshot(old), self._snapshot(new)
        changed = {name: (before[name], after[name]) for name in articles.COMPARED if before[name] != after[name]}
        uids = before["capture_uid"], after["capture_uid"]
        sides = (old_id, before["version"]), (new_id, after["version"])
        of_old, of_new = reference_lines(
            self._connection, *(snapshot_ids(self._connection, one)[version] for one, version in sides)
        )
        old_lines, new_lines = articles.compared_lines(before, after), articles.compared_lines(after, before)
        lines = tuple(unified_diff([*old_lines, "", *of_old], [*new_lines, "", *of_new], *uids))
        if old_id != new_id and came_from(self._connection, *sides[1]) != sides[0]:
            return Difference(*uids, changed, lines)
        compared = comparison_of(self._connection, *sides)
        return Difference(*uids, changed, lines, compared.edit, compared.no_edit)

    def cite(self, reference: str, form: str = "text") -> str:
        """Return a citation as ``text``, ``bibtex``, ``ris``, ``csl-json`` or ``html``."""
        from kaaw_archive.cite import FORMATS
        from kaaw_archive.cite.citation import citation_of

        article_id, version = self._snapshot(reference)
        (article,) = articles.by_id(self._connection, article_id)
        return FORMATS[form](citation_of(article | version, copies_at=None))

    def sql(self, query: str, parameters: Mapping[str, object] | Sequence[object] = ()) -> Rows[dict[str, Any]]:
        """Return the rows of a SELECT over the tables and views of docs/schema.md, as dictionaries.

        In the archive of a day they have its rows; a statement that names ``main.`` has those of all days.
        """
        names = tuple(answers.columns(self._connection, query.rstrip("; \n"), parameters))
        return Rows(lambda: each_row(self._connection, query, parameters), dict, names)

    def _filter(self, given: Mapping[str, Any]) -> ArticleFilter:
        chosen = article_filter(given)
        check_sources(self._connection, chosen.sources)
        return chosen

    def _warn_of_unseen(self, chosen: ArticleFilter) -> None:
        for remark in remarks_on_filter(self._connection, chosen):
            warnings.warn(remark, stacklevel=3)

    def _sources(self, given: Names) -> tuple[str, ...]:
        found = arguments.names(given)
        check_sources(self._connection, found)
        return found

    def _snapshot(self, reference: str) -> tuple[int, Row]:
        """Return the id of an article and the version that a reference names."""
        version = self.article(reference).version
        _, article_id = self._named_article(reference)
        return article_id, articles.snapshot(self._connection, article_id, version)

    def _version_rows(self, article_id: int, *, of_work: bool = False) -> Iterator[Row]:
        others = articles.other_addresses(self._connection, article_id) if of_work else []
        ids = [article_id, *(other["id"] for other in others)]
        return map(with_reservations, answers.versions(self._connection, ids))

    def _named_article(self, reference: str) -> tuple[Reference, int]:
        named = resolve(self._connection, reference)
        if named.article_id is not None:
            return named, named.article_id
        if named.articles:
            such_as = f"{named.capture_uid}/{named.articles[0]}"
            raise ArchiveError(f"{reference} shows {len(named.articles)} articles: name one, such as {such_as}")
        found = [] if named.is_exact else articles.by_address(self._connection, named.address)
        if len(found) != 1:
            number = named.no_article if not found else f"{len(found)} articles, such as {found[0]['url']}"
            raise ArchiveError(f"{reference} names {number}")
        return named, found[0]["id"]

    def _digest(self, reference: str) -> str:
        if (typed_digest := DIGEST.fullmatch(reference.strip())) and len(typed_digest[1]) == 64:
            return f"sha256:{typed_digest[1].lower()}"
        named = resolve(self._connection, reference)
        if named.capture_id is not None:
            row = pages.capture_with_payload(self._connection, named.capture_id)
        else:
            row = pages.newest_payload(self._connection, named.address)
        if row is None:
            raise ArchiveError(f"no capture of {reference} has a payload")
        return str(row["payload_digest"])
