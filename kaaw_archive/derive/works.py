"""Find the works of sources: articles that are one text, its present address, and the events of it.

Works are found anew from all articles of a source, so that they do not depend on the order in which pages were
captured or folded. That costs no more than a look at their rows: texts are read for the few pairs that agree in title
and day.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, TypeVar

from kaaw_archive import urls
from kaaw_archive.archive.queries import works as queries
from kaaw_archive.archive.queries.corrections import corrections_in_force
from kaaw_archive.archive.queries.seed_history import articles_taken_out, namings
from kaaw_archive.archive.queries.successors import text_of
from kaaw_archive.archive.store import works as store
from kaaw_archive.archive.store.events import name_events
from kaaw_archive.derive.clusters import Clusters, move_of, place_of
from kaaw_archive.derive.compared_texts import ComparedTexts
from kaaw_archive.derive.corrections import without_corrections
from kaaw_archive.derive.edits import compare_moved
from kaaw_archive.derive.home_pages import signs_of_hidden_homes
from kaaw_archive.derive.identity import CORRECTED, IdentityJudge
from kaaw_archive.derive.known_articles import KnownArticle, KnownVersion, is_beside
from kaaw_archive.derive.listing_events import Listings
from kaaw_archive.derive.pairs_to_judge import pairs_to_judge
from kaaw_archive.derive.quotation_events import quotation_events
from kaaw_archive.derive.site_faults import as_fault, home_led, signs_of_faults
from kaaw_archive.derive.template_changes import join_template_changes
from kaaw_archive.derive.work_events import RedirectTarget, work_of
from kaaw_archive.linkrot.successors import renamings

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kaaw_archive.archive.queries.rows import Row
    from kaaw_archive.archive.queries.works import Redirect
    from kaaw_archive.derive.work_events import SignRow
    from kaaw_archive.items import FoundWork, WorkEvent, WorkEvidence

T = TypeVar("T")


def find_works(connection: sqlite3.Connection, *, compares: bool = True) -> None:
    """Find the works of all sources with articles that changed, and store them.

    ``compares``: False if texts that moved are not compared with what they were before.
    """
    changed = queries.sources_to_find(connection)
    targets = queries.redirect_targets(connection) if changed else []
    corrected = [urls.key(one.url) for one in corrections_in_force(connection)] if changed else []
    for sources in _groups(changed, targets):
        works = works_of(connection, sources, targets)
        with without_corrections(connection, "", corrected):  # the state that a person gave is laid over ours
            store.replace_works(connection, sources, works)
        if compares:
            compare_moved(connection, sources)
        join_template_changes(connection, sources)
    name_events(connection)


def works_of(connection: sqlite3.Connection, sources: set[str], targets: Sequence[Redirect]) -> list[FoundWork]:
    """Return the works of these sources; ``targets`` as :func:`queries.redirect_targets` returns them."""
    articles = {row["id"]: _known(row) for row in queries.articles_of(connection, sources)}
    of_signs = _by_article((sign["article_id"], sign) for sign in _signs(connection, sources, articles))
    led = {
        one.sign_id: RedirectTarget(one.target_article_id, one.target_kind not in ("error", "asset"))
        for one in targets
        if one.article_id in articles
    }
    texts = ComparedTexts(partial(text_of, connection), partial(queries.files_of, connection))
    undated = [
        article for article in articles.values() if article.first.published_on is article.last.published_on is None
    ]
    linked = queries.pages_that_link(connection, (one.id for one in undated if urls.names_document(one.url)))
    judge = IdentityJudge(texts, linked)
    clusters = Clusters(articles)
    pairs = pairs_to_judge(articles, undated, linked, texts)
    alike = [found for old, new in pairs if (found := judge.alike(old, new)) is not None]
    stated = queries.canonicals_of(connection, sources)
    reached = [*_reached(articles, of_signs, led, judge), *_stated(articles, stated, judge)]
    clusters.join([*reached, *_unambiguous(alike, articles)])
    clusters.join(list(_as_others(pairs, clusters, judge)))
    evidence = _by_article((accepted.article_id, accepted) for accepted in clusters.accepted)
    taken_out = _by_article((one.article_id, one) for one in articles_taken_out(connection, sources))
    by_key = {article.key: article for article in articles.values()}
    quoted = quotation_events(connection, clusters.all())

    def listings(cluster: Sequence[KnownArticle]) -> Listings:
        own = {article.id: taken_out[article.id] for article in cluster if article.id in taken_out}
        return Listings(own, namings(connection, (article.key for article in cluster)), by_key) if own else Listings()

    works = [
        work_of(cluster, of_signs, led, (one for article in cluster for one in evidence[article.id]), listings(cluster))
        for cluster in clusters.all()
    ]
    return [_with_events(work, quoted) for work in works] if quoted else works


def _by_article(rows: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    """Return what is known of each article by its id; [] for others."""
    known: dict[int, list[T]] = defaultdict(list)
    for article_id, row in rows:
        known[article_id].append(row)
    return known


def _signs(
    connection: sqlite3.Connection, sources: set[str], articles: Mapping[int, KnownArticle]
) -> Iterator[SignRow]:
    """Yield the signs of the articles; out of reach if the site was in maintenance, or its home page not to be seen."""
    signs = queries.signs_of(connection, sources)
    since = min((sign["before_at"] for sign in home_led(signs)), default=None)
    shown = queries.shown_since(connection, sources, since) if since is not None else []
    url_of = {article.id: article.url for article in articles.values()}
    faults = signs_of_faults(signs, url_of, shown) if since is not None else set()
    hidden = signs_of_hidden_homes(connection, signs)
    for sign in signs:
        if sign["id"] in hidden:
            yield sign | {"kind": "unreachable"}
        else:
            yield as_fault(sign) if sign["id"] in faults else sign


def _with_events(work: FoundWork, further: Mapping[int, Sequence[WorkEvent]]) -> FoundWork:
    """Return a work with these events of its articles beside its own."""
    of_articles = (event for article_id, _, _ in work.articles for event in further.get(article_id, ()))
    return replace(work, events=(*work.events, *of_articles))


def _groups(changed: set[str], targets: Sequence[Redirect]) -> Iterator[set[str]]:
    """Yield the sources that changed, each with the sources that redirects join it with."""
    beside: dict[str, set[str]] = defaultdict(set)
    for one in targets:
        if one.target_source is not None and one.source != one.target_source:
            beside[one.source].add(one.target_source)
            beside[one.target_source].add(one.source)
    left = set(changed)
    while left:
        group, waiting = set[str](), {left.pop()}
        while waiting:
            source = waiting.pop()
            group.add(source)
            waiting |= beside[source] - group
        left -= group
        yield group


def _reached(
    articles: Mapping[int, KnownArticle],
    signs: Mapping[int, Sequence[SignRow]],
    targets: Mapping[int, RedirectTarget],
    judge: IdentityJudge,
) -> Iterator[WorkEvidence]:
    """Yield evidence by addresses: redirects, and the renamings that content systems are known for."""
    for article_id, article_signs in signs.items():
        for sign in article_signs:
            target = targets.get(sign["id"])
            other = articles.get(target.article_id or 0) if target is not None else None
            if other is not None and other.id != article_id:
                found = judge.by_address(articles[article_id], other, "redirect")
                yield from (found,) if found is not None else ()
    by_key = {article.key: article for article in articles.values()}
    for article in articles.values():
        keys = {urls.key(form) for form, _ in renamings(article.url)} - {article.key}
        for other in (by_key[key] for key in sorted(keys) if key in by_key):
            old, new = sorted((article, other), key=lambda one: one.order)
            found = judge.by_address(old, new, "renaming")
            yield from (found,) if found is not None else ()


def _stated(
    articles: Mapping[int, KnownArticle], canonicals: Iterable[tuple[int, str]], judge: IdentityJudge
) -> Iterator[WorkEvidence]:
    """Yield evidence by the addresses that pages of one source state as their own."""
    by_key = {article.key: article for article in articles.values()}
    for article_id, canonical in canonicals:
        article, other = articles[article_id], by_key.get(urls.key(canonical))
        if other is not None and other is not article and other.source == article.source:
            old, new = sorted((article, other), key=lambda one: one.order)
            found = judge.by_address(old, new, "canonical")
            yield from (found,) if found is not None else ()


def _as_others(
    pairs: Iterable[tuple[KnownArticle, KnownArticle]], clusters: Clusters, judge: IdentityJudge
) -> Iterator[WorkEvidence]:
    """Yield evidence of pairs that nothing joins yet, by the folders between which others moved."""
    moves = Counter(clusters.moves())
    for old, new in pairs:
        if not clusters.is_joined(old.id, new.id):
            found = judge.as_others(old, new, moves[move_of(old, new)])
            yield from (found,) if found is not None else ()


def _unambiguous(evidence: list[WorkEvidence], articles: Mapping[int, KnownArticle]) -> Iterator[WorkEvidence]:
    """Yield evidence without that of an article that is like two others which were there side by side and differ.

    A text is no correction of another one that stands at the place of the correction as it was: a series has moved.
    """
    like: dict[int, list[KnownArticle]] = defaultdict(list)
    copies: dict[int, set[str]] = defaultdict(set)
    judged = {frozenset((one.article_id, one.other_article_id)) for one in evidence}
    for one in evidence:
        for at, other in ((one.article_id, one.other_article_id), (one.other_article_id, one.article_id)):
            if one.rule == "like_text":
                like[at].append(articles[other])
            elif one.rule == "same_text":
                copies[at].add(place_of(articles[other]))
    doubtful = {
        article_id
        for article_id, others in like.items()
        if any(is_beside(*two) and frozenset(one.id for one in two) not in judged for two in combinations(others, 2))
    }
    for one in evidence:
        old, new = articles[one.article_id], articles[one.other_article_id]
        is_series = one.confidence == CORRECTED and (place_of(new) in copies[old.id] or place_of(old) in copies[new.id])
        if one.rule != "like_text" or not (is_series or doubtful & {old.id, new.id}):
            yield one


def _known(row: Row) -> KnownArticle:
    return KnownArticle(
        id=row["id"],
        key=row["key"],
        url=row["url"],
        source=row["source"],
        first_seen_at=row["first_seen_at"],
        last_seen_at=row["last_seen_at"],
        news_since_at=row["news_since_at"],
        first=KnownVersion(row["first_id"], row["first_capture_id"], row["first_title"], row["first_day"]),
        last=KnownVersion(row["last_id"], row["last_capture_id"], row["last_title"], row["last_day"]),
        digests=frozenset(row["digests"].split(",")),
    )
