"""Random histories of three sites: pages, lists, redirects, absences, boilerplate, links, checks and watches."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from kaaw_archive.archive.store import decisions
from kaaw_archive.derive.checks import store_check
from kaaw_archive.derive.crawl_checks import add_watched
from kaaw_archive.items import Check as JudgedCheck
from kaaw_archive.items import Hop, Probe
from kaaw_archive.linkrot.rules import judge
from tests.derive.histories import (
    Step,
    World,
    answers,
    at,
    fails,
    names,
    not_modified,
    shows,
    shows_list,
    shows_problem,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaaw_archive.items import Capture

AMT = [f"https://www.amt.example/presse/{number}" for number in range(7)]
KREIS = ["https://www.kreis.example/a", "https://www.kreis.example/b", "http://kreis.example/a"]
JOOMLA = "https://www.verein.example/index.php/aktuelles"
LISTS = [JOOMLA, f"{JOOMLA}?start=5", "https://www.verein.example/"]
ROWS = [f"{JOOMLA}/{number}-a" for number in range(6)]
FEW = [AMT[0], AMT[1], KREIS[0], *LISTS, ROWS[0], ROWS[1]]  # the addresses on which most happens
CITED = [*FEW, KREIS[1], f"{AMT[0]}#absatz", "https://www.bund.example/extern"]

CONTACT = "Pressekontakt\nStadt Moorland, Pressestelle, Am Markt 1\nTelefon 0 12 34 / 56 78, presse@moorland.example"
BANNER = "Wegen einer Störung der Telefonanlage ist das Rathaus in dieser Woche nur schriftlich zu erreichen."


def body(number: int, edition: int = 1) -> str:
    """Return a text of 600 characters, which is long enough to collapse."""
    return "\n".join(f"Satz {n} der Meldung {number} in der Ausgabe {edition} handelt vom Haushalt." for n in range(9))


TEXTS = [
    "A", "Kurz.", body(1), body(1, 2), body(2), f"{body(1)}\n{CONTACT}", f"{BANNER}\n{body(1)}",
    f"{BANNER}\n{body(1)}\n{CONTACT}", CONTACT,
]  # fmt: skip


@dataclass(frozen=True)
class Visit:
    """One request with its redirects, ``gap`` hours after the one before; each step is a capture.

    ``delays``: the number of later visits before which each step is folded, 0 for at once.
    """

    gap: float
    steps: tuple[Step, ...]
    delays: tuple[int, ...] = (0,)
    crawl: int = 0


@dataclass(frozen=True)
class Check:
    """One probe of a link by linkcheck, ``gap`` hours after what was before."""

    gap: float
    url: str
    status: int | None


@dataclass(frozen=True)
class Watch:
    """A decision to watch an address, ``gap`` hours after what was before."""

    gap: float
    url: str


History = list["Visit | Check | Watch"]


def _steps(url: str) -> st.SearchStrategy[Step]:
    """Return what an address may answer."""
    texts = st.builds(
        shows,
        st.sampled_from(TEXTS),
        url=st.just(url),
        noise=st.sampled_from(["", "1"]),
        links=st.lists(st.sampled_from(CITED), unique=True, max_size=2).map(tuple),
        beside=st.sampled_from([(), (), (BANNER,)]),
        is_news=st.sampled_from([True, True, True, False]),
    )
    rows = st.builds(
        shows_list, st.dictionaries(st.sampled_from(ROWS[:3]), st.sampled_from(TEXTS), max_size=3), st.just(url)
    )
    others = st.sampled_from(
        [
            not_modified(url), answers(404, url), answers(410, url), answers(500, url), fails("timeout", url=url),
            fails("robots_denied", url=url), shows_problem("login_page", "error", url),
            shows_problem("maintenance_page", "error", url), shows_problem("listing", "listing", url),
            answers(503, url, retry_after="3600"),
        ]
    )  # fmt: skip
    named = st.lists(st.sampled_from([*ROWS[:4], AMT[0]]), unique=True, min_size=1, max_size=5).map(
        lambda entries: names(url, *((entry, f"2016-08-{entry[-3:].encode()[0] % 28 + 1:02}") for entry in entries))
    )
    shown = [rows, named, named] if url in LISTS else [texts, texts, texts]
    return st.one_of(*shown, others)


addresses = st.sampled_from([*FEW, *FEW, *AMT, *KREIS, *ROWS[:3]])
delays = st.sampled_from([0, 0, 0, 1, 2, 5, 20])


@st.composite
def visits(draw: st.DrawFn) -> Visit:
    """Draw one visit, one in five of them through a redirect or two."""
    hops = draw(st.sampled_from([0] * 8 + [1, 1, 2]))
    ways = [draw(addresses) for _ in range(hops + 1)]
    steps = [
        answers(draw(st.sampled_from([301, 301, 302, 308])), here, location=there)
        for here, there in itertools.pairwise(ways)
    ]
    if not hops or draw(st.booleans()):
        steps.append(draw(_steps(ways[-1])))
    gap = draw(st.sampled_from([0.0, 0.001, 0.001, 1.0, 25.0, 49.0, 400.0]))
    crawl = draw(st.sampled_from([0, 0, 0, 1]))
    return Visit(gap, tuple(steps), tuple(draw(delays) for _ in steps), crawl)


checks = st.builds(
    Check, st.sampled_from([0.001, 25.0, 80.0]), st.sampled_from(CITED), st.sampled_from([200, 404, 410, 503, None])
)
watches = st.builds(Watch, st.sampled_from([0.001, 25.0]), st.sampled_from(CITED))
histories = st.lists(st.one_of(*(visits() for _ in range(9)), checks, watches), min_size=2, max_size=14)


def happens(worlds: Sequence[World], history: History, *, is_late: bool) -> None:
    """Let a history happen in an archive with these crawls; ``is_late``: captures are folded after their delays."""
    hour = 0.0
    waiting: list[tuple[int, int, Capture]] = []  # fold before this visit, reversed number of the capture, capture
    for number, one in enumerate(history):
        hour += one.gap
        if isinstance(one, Check):
            check(worlds[-1], hour, one)
            continue
        if isinstance(one, Watch):
            watch(worlds[-1], hour, one)
            continue
        via: Capture | None = None
        for place, step in enumerate(one.steps):
            via = worlds[one.crawl].capture(hour + place * 0.0001, step, via)
            delay = one.delays[place] if is_late else 0
            if delay:
                waiting.append((number + delay, -via.id, via))
            else:
                worlds[one.crawl].fold(via.id, is_read=via.needs_reading)
        for due in sorted(waiting):
            if due[0] <= number:
                waiting.remove(due)
                worlds[0].fold(due[2].id)
    for _, _, capture in sorted(waiting):
        worlds[0].fold(capture.id)


def check(world: World, hour: float, probe: Check) -> None:
    """Store what linkcheck saw of a link."""
    error = "timeout" if probe.status is None else None
    hops = (Hop(probe.url, probe.status, None, None, error),)
    seen = Probe(probe.url, at(hour), hops, probe.url, status=probe.status, error=error, media_type="text/html")
    store_check(world.connection, JudgedCheck(seen, judge(seen)), world.crawl_id)


def watch(world: World, hour: float, decision: Watch) -> None:
    """Put an address under watch."""
    decisions.add(world.connection, "watch", decision.url, made_by="test", made_at=at(hour))
    add_watched(world.connection, at(hour))
