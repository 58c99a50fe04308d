"""Robust links: anchors that name the copy and the day of what they lead to (robustlinks.mementoweb.org/spec). Pure."""

from __future__ import annotations

from html import escape

from kaaw_archive.control_characters import escape_controls


def robust_link(
    href: str, text: str, *, original: str | None = None, version: str | None = None, day: str | None = None
) -> str:
    """Return an anchor, ready to paste.

    ``original`` is the address that ``href`` stands for, ``version`` that of a copy, ``day`` that of the copy or of the
    citation. An ``href`` that is no address of the web is left out: a link of a page may be a script.

    >>> robust_link("https://a.example/", "A", day="2016-09-22")
    '<a href="https://a.example/" data-versiondate="2016-09-22">A</a>'
    """
    attributes = {
        "href": href if href.lower().startswith(("http://", "https://")) else None,
        "data-originalurl": original,
        "data-versionurl": version,
        "data-versiondate": day,
    }
    written = " ".join(f'{name}="{escape(value, quote=True)}"' for name, value in attributes.items() if value)
    return f"<a {written}>{escape(escape_controls(text))}</a>"
