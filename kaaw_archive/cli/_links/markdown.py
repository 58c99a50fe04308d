"""A report as a list for issues and mails (CommonMark)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kaaw_archive.cli._links.report_words import days_of, verdict_of
from kaaw_archive.control_characters import escape_controls
from kaaw_archive.verdicts import LinkHealth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaaw_archive.cli._links.entries import Group
    from kaaw_archive.cli._links.report_words import ReportWords

_TICKS = re.compile("`+")


def text(groups: Sequence[Group], dated: str, words: ReportWords) -> str:
    """Return the list; ``dated`` is the day of the report in words."""
    lines = [f"# {words.title} ({dated})", ""]
    if not groups:
        lines.append(words.nothing)
    is_gone = False
    for group in groups:
        if group.kind == "gone_article" and not is_gone:
            is_gone = True
            lines += [f"# {words.gone_heading}", ""]
        title = f"[{_code(group.title)}](<{_address(group.url)}>)" if group.url else _code(group.title)
        lines += [f"## {title}", "", _code(group.about), ""]
        for entry in group.entries:
            lines += (
                _gone_entry(entry, words) if is_gone else _entry(entry, words, names_article=group.kind == "incident")
            )
        lines.append("")
    return "\n".join(lines).rstrip()


def _gone_entry(entry: dict[str, Any], words: ReportWords) -> list[str]:
    return [f"- **{verdict_of(words, entry['verdict'])}** ({since(entry, words)}) {_linked(entry['url'])}"]


def _entry(entry: dict[str, Any], words: ReportWords, *, names_article: bool) -> list[str]:
    lines = [f"- [ ] **{verdict_of(words, entry['verdict'])}** ({since(entry, words)}) {_linked(entry['url'])}"]
    if names_article and entry["article_url"]:
        lines.append(f"      {words.in_article} [{_code(entry['article_title'])}](<{_address(entry['article_url'])}>)")
    if entry["sentence"] or entry["anchor_text"]:
        place = f"{words.at} {_code(entry['anchor_text'])}: {_code(entry['sentence'])}"
        lines.append(f"      {place}".rstrip(": "))
    lines.append(f"      {_code(entry['reason'])}".rstrip())
    lines.append(f"      {words.to_do}: {_code(entry['action'])}")
    if entry["suggestion"]:
        lines.append(
            f"      {words.suggestion} ({entry['suggestion_confidence']:.2f}): {_linked(entry['suggestion'])}"
            f" – {_code(entry['suggestion_reason'])}"
        )
    if entry["copy"]:
        lines.append(f"      {words.copy}: {_code(entry['copy'])}")
    if entry["robust_link"]:
        lines.append(f"      {_code(entry['robust_link'])}")
    return lines


def since(entry: dict[str, Any], words: ReportWords) -> str:
    """Return the health with its days; if none is known, with the day of its last check."""
    health = words.healths[entry["health"]]
    days = days_of(words, entry["first_bad_on"], entry["dead_since_on"], entry["last_good_on"])
    if entry["health"] == LinkHealth.ALIVE or not days:
        return f"{health}, {words.checked_on.format(day=(entry['checked_at'] or '')[:10])}"
    return f"{health}: {days}"


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
    return re.sub(r"[<>\\\s]", lambda found: f"%{ord(found[0]):02X}", escape_controls(url))
