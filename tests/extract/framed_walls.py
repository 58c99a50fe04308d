"""Walls and honest pages of ``wall_kinds`` in frames of sites: menus, logins, footers in the language of the page."""

from __future__ import annotations

import tomllib
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FOLDER = Path(__file__).parent / "wall_kinds"

_MENUS = {
    "de": ("Aktuelles", "Themen", "Service", "Suche", "Anmelden", "Impressum", "Datenschutz", "Kontakt"),
    "en": ("News", "Topics", "Services", "Search", "Sign in", "About", "Privacy", "Contact"),
    "nl": ("Nieuws", "Thema's", "Diensten", "Zoeken", "Inloggen", "Over ons", "Privacy", "Contact"),
    "it": ("Notizie", "Temi", "Servizi", "Cerca", "Accedi", "Chi siamo", "Privacy", "Contatti"),
    "fr": ("Actualités", "Thèmes", "Services", "Rechercher", "Connexion", "Mentions", "Confidentialité", "Contact"),
    "es": ("Noticias", "Temas", "Servicios", "Buscar", "Entrar", "Aviso legal", "Privacidad", "Contacto"),
    "pl": ("Aktualności", "Tematy", "Usługi", "Szukaj", "Zaloguj", "O nas", "Prywatność", "Kontakt"),
    "da": ("Nyheder", "Emner", "Service", "Søg", "Log ind", "Om os", "Privatliv", "Kontakt"),
}


class FramedPage(NamedTuple):
    """A page of a kind (wall or honest) with its address and bytes; ``what`` is the kind of wall."""

    name: str
    kind: str
    what: str
    url: str
    body: bytes


def _bare(page: dict[str, Any]) -> str:
    return str(page["body"])


def _card(page: dict[str, Any]) -> str:
    foot = "".join(f'<a href="/{n}">{name}</a> ' for n, name in enumerate(_MENUS[page["lang"]][5:]))
    body = f'<div class="card"><img src="/logo.png" alt="">{page["body"]}</div>'
    return f'<div class="wrap">{body}<p class="foot">{foot}</p></div>'


def _town(page: dict[str, Any]) -> str:
    *items, login, about, privacy, contact = _MENUS[page["lang"]]
    menu = "".join(
        f'<li><a href="/{n}/{m}">{name} {m}</a></li>' for n, name in enumerate(items) for m in ("", "A", "B")
    )
    return (
        f'<header><a href="/">Holmbach</a><form role="search"><input name="q"><button>{items[3]}</button></form>'
        f'<a href="/login">{login}</a></header><nav><ul>{menu}</ul></nav><div id="content">{page["body"]}</div>'
        f'<footer><ul><li><a href="/i">{about}</a></li><li><a href="/d">{privacy}</a></li>'
        f'<li><a href="/k">{contact}</a></li></ul></footer>'
    )


def _paper(page: dict[str, Any]) -> str:
    news, topics, services, search, login, about, privacy, contact = _MENUS[page["lang"]]
    more = "".join(f'<li><a href="/n/{n}">{news} {topics} {n}</a></li>' for n in range(6))
    return (
        f'<div class="top"><a href="/">Der Bote</a> <a href="/login">{login}</a> <a href="/abo">Abo</a></div>'
        f'<ul class="menu"><li><a href="/1">{news}</a></li><li><a href="/2">{topics}</a></li><li><a href="/3">'
        f'{services}</a></li><li><a href="/4">{search}</a></li></ul>{page["body"]}'
        f"<aside><h3>{news}</h3><ul>{more}</ul></aside>"
        f'<div class="footer">{about} · {privacy} · {contact}</div>'
    )


def _app(page: dict[str, Any]) -> str:
    """Markup of an application: nothing but divisions, a hidden layer with a login, a cookie note."""
    labels = _MENUS[page["lang"]]
    return (
        f'<div id="app"><div class="bar"><span>{labels[0]}</span> <a href="#m">{labels[4]}</a></div>'
        f'<div id="lg" style="display:none"><form><input type="password" name="p"></form></div>'
        f'<div class="view">{page["body"]}</div><div class="cookie-note">Cookies <button>OK</button></div>'
        f'<div class="bottom"><a href="/p">{labels[6]}</a></div></div>'
    )


FRAMES: dict[str, Callable[[dict[str, Any]], str]] = {
    "bare": _bare, "card": _card, "town": _town, "paper": _paper, "app": _app,
}  # fmt: skip


def framed() -> Iterator[FramedPage]:
    """Yield each page in two frames, which walls and honest pages take by turns."""
    for path in sorted(FOLDER.glob("*.toml")):
        pages = tomllib.loads(path.read_text(encoding="utf-8"))["page"]
        frames = list(FRAMES)
        for kind in ("wall", "honest"):
            for number, page in enumerate(one for one in pages if one["kind"] == kind):
                for step in (0, 2):
                    name = frames[(number + step) % len(frames)]
                    yield FramedPage(
                        f"{page['name']}, {name}", kind, page.get("what", ""),
                        f"https://www.{page['name']}.example{page['path']}", _whole(page, FRAMES[name](page)),
                    )  # fmt: skip


def _whole(page: dict[str, Any], body: str) -> bytes:
    head = f'<meta charset="utf-8"><title>{escape(page["title"])}</title>'
    return f'<!DOCTYPE html><html lang="{page["lang"]}"><head>{head}</head><body>{body}</body></html>'.encode()
