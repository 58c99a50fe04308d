"""Page frames of several systems, in which the wider set puts its texts: none looks like that of another."""

from __future__ import annotations

import random
from html import escape
from typing import TYPE_CHECKING

from tests.linkcheck.linkset.texts import page

if TYPE_CHECKING:
    from collections.abc import Callable

_ENGLISH_WHO = ("The council", "A spokesperson", "The working group", "The library board", "The county", "Residents",
                "The planning office", "The minister", "An independent panel", "The school district")  # fmt: skip
_ENGLISH_DOES = ("approved", "postponed", "reviewed", "funded", "published", "withdrew", "opened", "extended")
_ENGLISH_WHAT = ("the cycling plan", "a new archive", "the water tariff", "the bridge repair", "its annual report",
                 "the flood barrier", "a training scheme", "the data policy", "two playgrounds", "the bus lane")  # fmt: skip
_ENGLISH_WHEN = ("last Tuesday", "after a long debate", "without a vote", "for the third time", "before the summer",
                 "with support from the region", "despite rising costs", "at short notice")  # fmt: skip


def english(seed: object, count: int) -> str:
    chosen = random.Random(f"e{seed}")
    return " ".join(
        f"{chosen.choice(_ENGLISH_WHO)} {chosen.choice(_ENGLISH_DOES)} {chosen.choice(_ENGLISH_WHAT)}"
        f" {chosen.choice(_ENGLISH_WHEN)}, and {chosen.choice(_ENGLISH_WHO).lower()} {chosen.choice(_ENGLISH_DOES)}"
        f" {chosen.choice(_ENGLISH_WHAT)} {chosen.choice(_ENGLISH_WHEN)}."
        for _ in range(count)
    )


def government(title: str, body: str, *, head: str = "", name: str = "Landesamt Oberland") -> bytes:
    """The manner of Government Site Builder: skip links, a base, navigation in front of the content."""
    items = "".join(f"<li><a href='DE/Thema{n}/thema{n}_node.html'>Fachgebiet {n}</a></li>" for n in range(12))
    return (
        f"<!doctype html><html lang='de'><head><meta charset='utf-8'/><title>{escape(name)}  -  {escape(title)}</title>"
        f"<meta name='generator' content='Government Site Builder'/>{head}</head><body class='gsb'>"
        "<p class='navSkip'><em>Springe direkt zu:</em></p><ul><li><a href='#content'>Inhalt</a></li>"
        "<li><a href='#search'>Suche</a></li></ul>"
        f"<div id='header'><form role='search'><input name='templateQueryString'><input type='submit' value='Suchen'></form>"
        f"<ul id='navPrimary'>{items}</ul></div><div id='content' class='content'>{body}</div>"
        "<div id='footer'><ul><li>Hausanschrift</li><li>Datenschutz</li><li>Barrierefreiheit</li></ul></div></body></html>"
    ).encode()


def austria(title: str, body: str, *, head: str = "", name: str = "Marktgemeinde Unterwald") -> bytes:
    """A small Austrian town: notices of several offices at the side of every page."""
    side = "".join(
        f"<p><a href='/amtstafel/{n}'>Kundmachung {n}</a>: Parteienverkehr von 8 bis 12 Uhr.</p>" for n in range(5)
    )
    return (
        f"<html lang='de-AT'><head><title>{escape(title)} | {escape(name)}</title><meta charset='utf-8'>{head}</head>"
        f"<body><div class='logo'>{escape(name)}</div><div class='row'><div class='col-8'>{body}</div>"
        f"<aside class='col-4'><h3>Amtstafel</h3>{side}</aside></div><footer>Gemeindeamt, Hauptplatz 1</footer></body></html>"
    ).encode()


def canton(title: str, body: str, *, head: str = "", name: str = "Kanton Seetal") -> bytes:
    """A Swiss canton: the choice of languages, a trail of crumbs, cards at the foot."""
    cards = "".join(f"<li class='card'><a href='/themen/{n}'>Dienstleistung {n}</a></li>" for n in range(9))
    return (
        f"<!DOCTYPE html><html lang='de-CH'><head><title>{escape(title)} – {escape(name)}</title>{head}</head><body>"
        "<header><ul class='lang'><li>DE</li><li>FR</li><li>IT</li><li>EN</li></ul></header>"
        f"<nav class='breadcrumb'>Startseite</nav><main>{body}</main><section><ul>{cards}</ul></section></body></html>"
    ).encode()


def press(title: str, body: str, *, head: str = "", name: str = "Borough of Northfield") -> bytes:
    """An English blog system."""
    return (
        f"<!DOCTYPE html><html lang='en-GB'><head><meta charset='UTF-8'><title>{escape(title)} &#8211; {escape(name)}</title>"
        f"<meta name='generator' content='WordPress 6.4'>{head}</head><body class='blog'><a class='skip-link'>Skip to content</a>"
        f"<header id='masthead'><p class='site-title'><a href='/'>{escape(name)}</a></p><nav><a href='/about'>About</a>"
        "<a href='/news'>News</a><a href='/contact'>Contact</a></nav></header>"
        f"<div id='primary'><main id='main'>{body}</main></div><footer>Proudly powered by volunteers</footer></body></html>"
    ).encode()


def bare(title: str, body: str, *, head: str = "") -> bytes:
    """As servers and frameworks answer by themselves."""
    return f"<html><head><title>{escape(title)}</title>{head}</head><body>{body}</body></html>".encode()


# title and body to a page
FRAMES: dict[str, Callable[[str, str], bytes]] = {
    "muster": page,
    "government": government,
    "austria": austria,
    "canton": canton,
    "press": press,
    "bare": bare,
}
