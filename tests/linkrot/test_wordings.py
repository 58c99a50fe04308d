"""What pages say of themselves is understood in many wordings, and no honest page, however short, is called broken."""

from __future__ import annotations

from itertools import product

import pytest

from kaaw_archive.extract.page_features import inspect_page
from kaaw_archive.items import Hop, Probe
from kaaw_archive.linkrot.rules import judge
from tests.linkcheck.linkset import texts
from tests.linkcheck.linkset.frames import FRAMES
from tests.linkrot.wordings import HONEST, WORDINGS

LINK = "http://www.stadt-a.example/x/1.html"
MENU = "".join(f"<ul><li><a href='/x{n}'>Verwaltungsgliederung und Aufgaben {n}</a></li></ul>" for n in range(80))
OTHER_FRAMES = [name for name in FRAMES if name != "muster"]


def _verdict(page: bytes, *anchor_texts: str) -> str:
    features = inspect_page(page, url=LINK, content_type="text/html; charset=utf-8")
    probe = Probe(
        link_url=LINK, checked_at="2026-01-01T00:00:00.000Z", hops=(Hop(url=LINK, status=200),), final_url=LINK,
        status=200, page=features, media_type="text/html", body_bytes=len(page),
        anchor_texts=anchor_texts,
    )  # fmt: skip
    return judge(probe).verdict


@pytest.mark.parametrize(("verdict", "frame", "title", "body"), WORDINGS)
def test_a_page_is_what_it_says(verdict: str, frame: str, title: str, body: str) -> None:
    assert _verdict(FRAMES[frame](title, body)) == verdict
    if verdict in ("soft_404", "server_error", "login"):  # what offices say, and their menus are long
        assert _verdict(FRAMES[frame](title, MENU + body)) == verdict


@pytest.mark.parametrize("frames", [["muster"], pytest.param(OTHER_FRAMES, marks=pytest.mark.slow)], ids=len)
def test_an_honest_page_is_ok(frames: list[str]) -> None:
    broken = []
    for frame, (title, paragraphs) in product(frames, HONEST):
        for count in (paragraphs, paragraphs + 1):
            text = "".join(f"<p>{texts.sentences(f'{title}{n}', 2)}</p>" for n in range(count))
            body = text or "<p>Rathaus, Markt 1, Montag bis Freitag von 8 bis 12 Uhr.</p>"
            if (verdict := _verdict(FRAMES[frame](title, f"<h1>{title}</h1>{body}"))) != "ok":
                broken.append((frame, title, count, verdict))
    assert broken == []


@pytest.mark.parametrize("title", ["Wartungsarbeiten", "Onlinedienst vorübergehend nicht verfügbar", "Captcha"])
def test_news_of_maintenance_are_what_the_citing_text_promised(title: str) -> None:
    page = FRAMES["muster"](title, f"<h1>{title}</h1><p>Am 3. Mai von 8 bis 14 Uhr. Die Zulassungsstelle öffnet.</p>")
    assert _verdict(page) != "ok"
    assert _verdict(page, title) == "ok"
