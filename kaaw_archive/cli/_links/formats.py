"""Formats of ``kaaw links report``: one function each, which prints groups of links and escapes what pages wrote."""

from __future__ import annotations

import re
import sys
from dataclasses import asdict, dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from kaaw_archive.cli.terminal import printing
from kaaw_archive.control_characters import escape_controls
from kaaw_archive.verdicts import LinkHealth

if TYPE_CHECKING:
    from collections.abc import Callable

_COLUMNS = (
    "article_url article_title url health verdict reason first_bad_on dead_since_on last_good_on anchor_text sentence"
    " suggestion suggestion_confidence suggestion_reason copy incident checked_at rule robust_link"
).split()
_TICKS = re.compile("`+")

_STYLE = """
:root { color-scheme: light dark; --ground: #f6f6f4; --card: #fff; --text: #1b1b1b; --quiet: #5a5a5a; --line: #d9d9d4;
  --link: #0b57a4; --good: #e8f3e8; --mark: #fff0c2; --code: #f1f1ee; --dead: #b00020; --failing: #a85b00;
  --other: #4a5a6a }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 56rem; margin: 2rem auto; padding: 0 1rem; color: var(--text);
  background: var(--ground); overflow-wrap: anywhere; hyphens: auto }
h1 { font-size: 1.5rem; margin: 0 }
h2 { font-size: 1.15rem; line-height: 1.3; margin: 2.2rem 0 0 }
p { margin: .35rem 0 }
.about { color: var(--quiet); margin: .1rem 0 .8rem }
a { color: var(--link) }
article { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--other);
  border-radius: 6px; padding: .6rem 1rem; margin: .8rem 0 }
article.dead { border-left-color: var(--dead) }
article.failing { border-left-color: var(--failing) }
.verdict { font-weight: 600; font-size: .85rem; color: #fff; background: var(--other); border-radius: 4px;
  padding: .1rem .45rem }
.dead .verdict { background: var(--dead) }
.failing .verdict { background: var(--failing) }
code, .url { font-family: ui-monospace, monospace; font-size: .87rem; hyphens: manual }
.reason { color: var(--quiet) }
.suggestion { background: var(--good); border-radius: 4px; padding: .45rem .7rem; margin: .5rem 0 }
mark { background: var(--mark); color: inherit }
pre { white-space: pre-wrap; background: var(--code); border-radius: 4px; padding: .5rem; font-size: .82rem;
  margin: .5rem 0 0 }
blockquote { margin: .4rem 0; padding-left: .8rem; border-left: 2px solid var(--line) }
@media (prefers-color-scheme: dark) {
  :root { --ground: #131313; --card: #1c1c1c; --text: #e6e6e6; --quiet: #a8a8a8; --line: #3a3a3a; --link: #8ab4f8;
    --good: #1c2f1e; --mark: #5a4a10; --code: #262626; --dead: #c2334a; --failing: #b06a10 }
}
@media print {
  body { background: none; margin: 0; max-width: none }
  article { break-inside: avoid }
}
"""


@dataclass(frozen=True, slots=True)
class Group:
    """Links that belong together: those of an article, of an incident, or under watch. ``entries`` are plain values."""

    title: str
    url: str | None
    about: str
    entries: list[dict[str, Any]]


def to_json(groups: list[Group], now: str) -> None:
    """Print one document: made_at, and the groups with their entries."""
    printing.show_json({"made_at": now, "groups": [asdict(group) for group in groups]})


def to_csv(groups: list[Group], _now: str, *, is_raw: bool = False) -> None:
    """Print a line for each link and article, safe for spreadsheets; ``is_raw``: exact instead."""
    printing.show_csv(_COLUMNS, (entry for group in groups for entry in group.entries), is_raw=is_raw)


def to_markdown(groups: list[Group], now: str) -> None:
    """Print a list for issues and mails."""
    lines = [f"# Links to mend ({now[:10]})", ""]
    if not groups:
        lines.append("Nothing new to mend.")
    for group in groups:
        title = f"[{_code(group.title)}](<{_address(group.url)}>)" if group.url else _code(group.title)
        lines += [f"## {title}", "", _code(group.about), ""]
        for entry in group.entries:
            lines += _markdown_entry(entry)
        lines.append("")
    printing.show_lines("\n".join(lines).rstrip())


def to_html(groups: list[Group], now: str) -> None:
    """Print an HTML page that loads nothing and runs nothing."""
    count = sum(len(group.entries) for group in groups)
    parts = [
        "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'>",
        "<meta name='viewport' content='width=device-width'>",
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        "<meta name='referrer' content='no-referrer'><title>Links to mend</title>",
        f"<style>{_STYLE}</style></head><body>",
        f"<h1>Links to mend</h1><p class='about'>{printing.count(count, 'link')}, {_html(now[:10])}</p>",
    ]
    for group in groups:
        title = f"<a href='{_href(group.url)}'>{_html(group.title)}</a>" if group.url else _html(group.title)
        parts.append(f"<section><h2>{title}</h2><p class='about'>{_html(group.about)}</p>")
        parts += [_html_entry(entry) for entry in group.entries]
        parts.append("</section>")
    if not groups:
        parts.append("<p>Nothing new to mend.</p>")
    sys.stdout.write("\n".join([*parts, "</body></html>"]) + "\n")


FORMATS: dict[str, Callable[[list[Group], str], None]] = {
    "html": to_html,
    "csv": to_csv,
    "json": to_json,
    "markdown": to_markdown,
}


def _markdown_entry(entry: dict[str, Any]) -> list[str]:
    lines = [f"- [ ] **{entry['verdict']}** ({_since(entry)}) {_linked(entry['url'])}"]
    if entry["sentence"] or entry["anchor_text"]:
        lines.append(f"      at {_code(entry['anchor_text'])}: {_code(entry['sentence'])}".rstrip(": "))
    lines.append(f"      {_code(entry['reason'])}".rstrip())
    if entry["suggestion"]:
        lines.append(
            f"      suggestion ({entry['suggestion_confidence']:.2f}): {_linked(entry['suggestion'])}"
            f" – {_code(entry['suggestion_reason'])}"
        )
    if entry["copy"]:
        lines.append(f"      copy from the citation: {_code(entry['copy'])}")
    lines.append(f"      {_code(entry['robust_link'])}")
    return lines


def _since(entry: dict[str, Any]) -> str:
    """Return the health with its days; for a link of which none is known, the day of its last check."""
    days = days_of(entry["first_bad_on"], entry["dead_since_on"], entry["last_good_on"])
    if entry["health"] == LinkHealth.ALIVE or not days:
        return f"{entry['health']}, looked at on {(entry['checked_at'] or '')[:10]}"
    return f"{entry['health']}: {days}"


def days_of(first_bad_on: str | None, dead_since_on: str | None, last_good_on: str | None) -> str:
    """Return the days of a link that are known, each with its name."""
    named = {"first bad on": first_bad_on, "dead since": dead_since_on, "last good on": last_good_on}
    return ", ".join(f"{name} {day}" for name, day in named.items() if day)


def _html_entry(entry: dict[str, Any]) -> str:
    sentence, anchor = entry["sentence"] or "", entry["anchor_text"] or ""
    quoted = _html(sentence or anchor)
    if anchor and anchor in sentence:
        before, _, after = sentence.partition(anchor)
        quoted = f"{_html(before)}<mark>{_html(anchor)}</mark>{_html(after)}"
    parts = [
        f"<article class='{_html(entry['health'])}'><p><span class='verdict'>{_html(entry['verdict'])}</span>"
        f" {_html(_since(entry))}</p>",
        f"<p class='url'>{_html(entry['url'])}</p>",
        f"<blockquote>{quoted}</blockquote>" if quoted else "",
        f"<p class='reason'>{_html(entry['reason'])}</p>",
    ]
    if entry["suggestion"]:
        parts.append(
            f"<p class='suggestion'>Put in its place ({entry['suggestion_confidence']:.2f}): <a class='url'"
            f" href='{_href(entry['suggestion'])}'>{_html(entry['suggestion'])}</a>"
            f"<br>{_html(entry['suggestion_reason'])}</p>"
        )
    if entry["copy"]:
        parts.append(f"<p>Copy from the citation: {_html(entry['copy'])}</p>")
    parts.append(f"<pre>{_html(entry['robust_link'])}</pre></article>")
    return "".join(parts)


def _html(value: Any) -> str:
    return escape(escape_controls(str(value if value is not None else "")), quote=True)


def _href(url: str | None) -> str:
    """Return the address if it is http or https, else an empty text: a link of a page may be a script."""
    return _html(url) if url and url.lower().startswith(("http://", "https://")) else ""


def _code(text: str | None) -> str:
    """Return text of others as a code span, in which no name, number, address or markup is live (CommonMark, 6.1)."""
    shown = escape_controls(text or "").strip()
    ticks = "`" * (max(map(len, _TICKS.findall(shown)), default=0) + 1)
    blank = " " if "`" in (shown[:1], shown[-1:]) else ""
    return f"{ticks}{blank}{shown}{blank}{ticks}" if shown else ""


def _linked(url: str) -> str:
    """Return an address as a link if a browser may open it, else as a code span."""
    if not url.lower().startswith(("http://", "https://")):
        return _code(url)
    return f"<{_address(url)}>"


def _address(url: str) -> str:
    return re.sub(r"[<>\s]", lambda found: f"%{ord(found[0]):02X}", escape_controls(url))
