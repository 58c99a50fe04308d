"""Entries of a report: each broken link at each place where it stands, with what to do about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from kaaw_archive import times
from kaaw_archive.cli._links.report_words import ENGLISH, ReportWords, reason_of
from kaaw_archive.robust_links import robust_link
from kaaw_archive.verdicts import OUTAGES, LinkHealth, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kaaw_archive.archive.queries.rows import Row

_COPIES = frozenset({"memento", "archive"})
_ACTIONS = {
    Verdict.DRIFTED: "compare",
    Verdict.FRAGMENT_LOST: "place",
    Verdict.TLS_INVALID: "certificate",
    Verdict.BAD_URL: "correct",
}

Kind = Literal["incident", "article", "watched", "gone_article", "page", "many_pages"]
_ORDER: tuple[Kind, ...] = ("many_pages", "incident", "page", "article", "watched", "gone_article")


@dataclass(frozen=True, slots=True)
class Group:
    """Links that belong together: those of an article or page, of an incident, or under watch.

    ``entries`` are plain values; ``url`` is None for a group that has no address of its own.
    """

    kind: Kind
    title: str
    url: str | None
    about: str
    entries: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Wording:
    """Language of a report, and where copies of the archive are served (None: nowhere)."""

    words: ReportWords = ENGLISH
    mementos: str | None = None


def group_entries(
    rows: Sequence[Row],
    mentions_of: Callable[[Row], Sequence[Row]],
    incidents: Mapping[int, Row],
    wording: Wording,
    *,
    by_incident: bool = False,
) -> list[Group]:
    """Return the groups of a report. ``mentions_of`` returns the places where a link stands; none: it is watched."""
    groups: dict[tuple[int, str], Group] = {}
    for row in rows:
        incident = incidents.get(row["incident_id"] or 0)
        places: Sequence[Row | None] = mentions_of(row) or [None]
        for mention in places:
            group = _group_of(mention, incident if by_incident else None, wording.words)
            key = (_ORDER.index(group.kind), group.url or group.title)
            groups.setdefault(key, group).entries.append(_entry(row, mention, incident, wording))
    return [groups[key] for key in sorted(groups)]


def _group_of(mention: Row | None, incident: Row | None, words: ReportWords) -> Group:
    state = words.states.get(mention["article_state"]) if mention is not None else None
    if incident is not None and state is None:
        began = words.broke_together.format(links=incident["links"], day=incident["started_at"][:10])
        return Group("incident", f"{words.incidents[incident['kind']]}: {incident['pattern']}", None, began)
    if mention is None:
        return Group("watched", words.watched, None, words.cited_by_none)
    if "pages" in mention:
        title, about = words.many_pages
        return Group(
            "many_pages", title.format(pages=f"{len(mention['pages']):,}", url=mention["article_url"]), None, about
        )
    if mention["version"] is None:
        return Group("page", mention["article_title"], mention["article_url"], words.on_page)
    about = words.source_and_version.format(source=mention["source"], version=mention["version"])
    kind: Kind = "article" if state is None else "gone_article"
    return Group(kind, mention["article_title"], mention["article_url"], f"{about}, {state}" if state else about)


def _entry(row: Row, mention: Row | None, incident: Row | None, wording: Wording) -> dict[str, Any]:
    words = wording.words
    proposed = next((one for one in row["candidates"] if one["is_proposed"] and one["kind"] not in _COPIES), None)
    copies = {one["kind"]: one for one in reversed(row["candidates"]) if one["capture"] and one["is_proposed"]}
    # our own copy can be pointed to where somebody serves it
    copy = (copies.get("memento") if wording.mementos else None) or copies.get("archive") or copies.get("memento")
    version = _version_url(row, copy, wording.mementos)
    return {
        "url": row["url"],
        "health": row["health"],
        "verdict": row["verdict"],
        "reason": reason_of(words, row),
        "action": _to_do(row, mention, proposed, copy, version, words),
        "rule": row["rule"],
        "first_bad_on": _day(row["first_bad_at"]),
        "dead_since_on": _day(row["dead_since_at"]),
        "last_good_on": _day(row["last_good_at"]),
        "checked_at": row["checked_at"],
        "article_url": mention["article_url"] if mention else None,
        "article_title": mention["article_title"] if mention else None,
        "article_state": mention.get("article_state") if mention else None,
        "pages": mention.get("pages") if mention else None,
        "anchor_text": mention["anchor_text"] if mention else None,
        "sentence": mention["sentence"] if mention else None,
        "suggestion": proposed["url"] if proposed else None,
        "suggestion_confidence": proposed["confidence"] if proposed else None,
        "suggestion_reason": _candidate_reason(proposed, words) if proposed else None,
        "copy": _copy(copy) if copy else None,
        "incident": incident["pattern"] if incident is not None else None,
        "robust_link": _robust_link_of(row, mention, proposed, copy, version),
    }


def _to_do(
    row: Row,
    mention: Row | None,
    proposed: Mapping[str, Any] | None,
    copy: Mapping[str, Any] | None,
    version: str,
    words: ReportWords,
) -> str:
    """Return what is to be done about a link where it stands: nothing in an article that is gone, or wait, or mend."""
    if mention is not None and mention["article_state"] in words.states:
        return words.actions["none"]
    if _may_pass(row, proposed, is_audit=mention is not None and mention["version"] is None):
        return words.actions["wait"].format(day=_day(row["next_check_at"]))
    return _action(row, proposed, copy, version, words)


def _day(at: str | None) -> str | None:
    return at[:10] if at else None


def _may_pass(row: Row, proposed: Mapping[str, Any] | None, *, is_audit: bool) -> bool:
    """Return True if the link may answer again by itself, and nothing is to be done before its next check.

    On a site of one's own, an address that is not there is a mistake at once.
    """
    if proposed is not None or row["next_check_at"] is None or row["verdict"] in _ACTIONS:
        return False
    if is_audit and row["verdict"] not in OUTAGES:
        return False
    return row["health"] not in (LinkHealth.DEAD, LinkHealth.ALIVE)


def _action(
    row: Row, proposed: Mapping[str, Any] | None, copy: Mapping[str, Any] | None, version: str, words: ReportWords
) -> str:
    """Return how a person mends a link, in one sentence."""
    if row["verdict"] in _ACTIONS:
        return words.actions[_ACTIONS[row["verdict"]]]
    if proposed is not None:
        return words.actions["replace"]
    if version:
        return words.actions["copy"]
    if copy is not None:
        return words.actions["own_copy"].format(capture=copy["capture"])
    return words.actions["nothing_known"]


def _candidate_reason(candidate: Mapping[str, Any], words: ReportWords) -> str:
    if words.candidates is None:
        return str(candidate["reason"])
    return words.candidates[candidate["kind"]]


def _copy(copy: Mapping[str, Any]) -> str:
    place = copy["url"] if copy["kind"] == "archive" else copy["capture"]
    return f"{copy['captured_at'][:10]} ({place})"


def _version_url(row: Row, copy: Mapping[str, Any] | None, mementos: str | None) -> str:
    """Return the address under which readers find the copy; "" if no copy is served."""
    if copy is not None and copy["kind"] == "archive":
        return str(copy["url"])
    if copy is not None and mementos:
        return f"{mementos.rstrip('/')}/{times.digits(copy['captured_at'])}/{row['url']}"
    return ""


def _robust_link_of(
    row: Row, mention: Row | None, proposed: Mapping[str, Any] | None, copy: Mapping[str, Any] | None, version: str
) -> str | None:
    """Return an anchor with the attributes of Robust Links (robustlinks.mementoweb.org/spec), ready to paste.

    None if it would lead to the broken address alone.
    """
    if proposed is None and row["health"] != LinkHealth.ALIVE and not version:
        return None
    return robust_link(
        proposed["url"] if proposed else row["url"],
        (mention["anchor_text"] if mention else None) or row["url"],
        original=row["url"] if proposed else None,
        version=version,
        day=(copy["captured_at"] if copy else row["first_cited_at"])[:10],
    )
