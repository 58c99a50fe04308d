"""A report as an HTML page that loads nothing and runs nothing."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from kaaw_archive.cli._links.markdown import since
from kaaw_archive.cli._links.report_words import verdict_of
from kaaw_archive.control_characters import escape_controls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaaw_archive.cli._links.entries import Group, Kind
    from kaaw_archive.cli._links.report_words import ReportWords

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


def page(groups: Sequence[Group], dated: str, words: ReportWords) -> str:
    """Return the page; ``dated`` is the day of the report in words."""
    count = sum(len(group.entries) for group in groups)
    counted = f"{count:,} {words.link[count != 1]}"
    parts = [
        f"<!DOCTYPE html><html lang='{words.language}'><head><meta charset='utf-8'>",
        "<meta name='viewport' content='width=device-width'>",
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<meta name='referrer' content='no-referrer'><title>{_html(words.title)}</title>",
        f"<style>{_STYLE}</style></head><body>",
        f"<h1>{_html(words.title)}</h1><p class='about'>{_html(counted)}, {_html(dated)}</p>",
    ]
    is_gone = False
    for group in groups:
        if group.kind == "gone_article" and not is_gone:
            is_gone = True
            parts.append(f"<h1>{_html(words.gone_heading)}</h1>")
        title = f"<a href='{_href(group.url)}'>{_html(group.title)}</a>" if group.url else _html(group.title)
        parts.append(f"<section><h2>{title}</h2><p class='about'>{_html(group.about)}</p>")
        parts += [_entry(entry, words, group.kind) for entry in group.entries]
        parts.append("</section>")
    if not groups:
        parts.append(f"<p>{_html(words.nothing)}</p>")
    return "\n".join([*parts, "</body></html>"]) + "\n"


def _entry(entry: dict[str, Any], words: ReportWords, kind: Kind) -> str:
    sentence, anchor = entry["sentence"] or "", entry["anchor_text"] or ""
    quoted = _html(sentence or anchor)
    if anchor and anchor in sentence:
        before, _, after = sentence.partition(anchor)
        quoted = f"{_html(before)}<mark>{_html(anchor)}</mark>{_html(after)}"
    verdict = _html(verdict_of(words, entry["verdict"]))
    parts = [
        f"<article class='{_html(entry['health'])}'><p><span class='verdict'>{verdict}</span>"
        f" {_html(since(entry, words))}</p>",
        f"<p class='url'>{_html(entry['url'])}</p>",
        _article(entry, words) if kind == "incident" and entry["article_url"] else "",
        f"<blockquote>{quoted}</blockquote>" if quoted else "",
        f"<p class='reason'>{_html(entry['reason'])}</p>",
    ]
    return "".join(parts if kind == "gone_article" else [*parts, *_what_to_do(entry, words)]) + "</article>"


def _article(entry: dict[str, Any], words: ReportWords) -> str:
    title = _html(entry["article_title"])
    return f"<p>{_html(words.in_article)} <a href='{_href(entry['article_url'])}'>{title}</a></p>"


def _what_to_do(entry: dict[str, Any], words: ReportWords) -> list[str]:
    parts = [f"<p>{_html(words.to_do)}: {_html(entry['action'])}</p>"]
    if entry["suggestion"]:
        parts.append(
            f"<p class='suggestion'>{_html(words.suggestion)} ({entry['suggestion_confidence']:.2f}): <a class='url'"
            f" href='{_href(entry['suggestion'])}'>{_html(entry['suggestion'])}</a>"
            f"<br>{_html(entry['suggestion_reason'])}</p>"
        )
    if entry["copy"]:
        parts.append(f"<p>{_html(words.copy)}: {_html(entry['copy'])}</p>")
    if entry["robust_link"]:
        parts.append(f"<pre>{_html(entry['robust_link'])}</pre>")
    return parts


def _html(value: Any) -> str:
    return escape(escape_controls(str(value if value is not None else "")), quote=True)


def _href(url: str | None) -> str:
    """Return the address if it is http or https, else an empty text: a link of a page may be a script."""
    return _html(url) if url and url.lower().startswith(("http://", "https://")) else ""
