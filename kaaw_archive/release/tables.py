"""Tables of a release: their columns with types and explanations, and their rows, read from its small archive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaaw_archive.archive.columns import relations
from kaaw_archive.archive.queries import answers
from kaaw_archive.export.fields import Field, fields, type_of
from kaaw_archive.export.selection import Selection
from kaaw_archive.items import ArticleFilter

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from kaaw_archive.archive.queries.rows import Row
    from kaaw_archive.export.profiles import Profile

# Columns that are named as in the relations where they are explained: (name, relation.column).
_EVENTS = (
    ("kind", "events.kind"),
    ("source", "events.source"),
    ("url", "articles.url"),
    ("after_at", "events.after_at"),
    ("before_at", "events.before_at"),
    ("known_at", "events.known_at"),
    ("from_version", "edits.from_version"),
    ("to_version", "edits.to_version"),
    ("significance", "edits.significance"),
    ("sentence", "comparisons.sentence"),
    ("is_silent", "edits.is_silent"),
    ("rule", "events.rule"),
)
_WORKS = (
    "work_key source title published_on state current_url first_seen_at last_seen_at addresses missing_since_at".split()
)
_LINKS = (
    *((name, f"citations.{name}") for name in ("article_url", "source")),
    ("article_state", "latest.state"),
    ("missing_since_at", "latest.missing_since_at"),
    *((name, f"citations.{name}") for name in "version published_on link_url host anchor_text sentence role".split()),
    ("health", "citations.health"),
    ("verdict", "link_checks.verdict"),
    ("checked_at", "link_checks.checked_at"),
)


_ARTICLES = (
    "Articles, and other pages (is_news is false), in their newest version: a row for each address. The texts, each"
    " once, are the rows whose is_current is true."
)


@dataclass(frozen=True, slots=True)
class ReleaseTable:
    """One table of a release; ``rows`` reads it from the small archive."""

    name: str
    text: str
    columns: tuple[Field, ...]
    rows: Callable[[], Iterator[Row]]


def tables(connection: sqlite3.Connection, profile: Profile) -> tuple[ReleaseTable, ...]:
    """Return the tables of a release, whose small archive the connection reads."""
    newest = Selection(connection, ArticleFilter(), profile=profile)
    every = Selection(connection, ArticleFilter(), profile=profile, every_version=True)
    return (
        ReleaseTable("articles", _ARTICLES, fields(), newest.rows),
        ReleaseTable("versions", "Every version of every article.", fields(), every.rows),
        ReleaseTable(
            "works",
            "Texts, each once, whatever its addresses.",
            _columns(tuple((name, f"works_view.{name}") for name in _WORKS)),
            lambda: answers.works(connection, (), (), None, None),
        ),
        ReleaseTable(
            "events",
            "What happened to articles and links.",
            _columns(_EVENTS),
            lambda: answers.events(connection, (), (), None, None),
        ),
        ReleaseTable(
            "links",
            "Links in the newest versions, also of texts that are gone (article_state), a row for each place, with the"
            " health of their targets and the newest check that showed something.",
            _columns(_LINKS),
            lambda: answers.links(connection, ArticleFilter(), None, (), every_version=False),
        ),
        ReleaseTable("left_out", "Versions whose text was left out, and why.", _LEFT_OUT, lambda: _left_out(every)),
    )


_LEFT_OUT = tuple(
    field for field in fields() if field.name in ("url", "source", "version", "title", "capture_uid", "reserved_by")
)


def _left_out(selection: Selection) -> Iterator[Row]:
    return (row for row in selection.rows() if row["is_left_out"])


def _columns(names: tuple[tuple[str, str], ...]) -> tuple[Field, ...]:
    explained = {f"{table.name}.{column.name}": column.text for table in relations() for column in table.columns}
    return tuple(Field(name, type_of(name), explained[column]) for name, column in names)
