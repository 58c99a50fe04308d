"""Formats of a report: one function each, which prints groups of links and escapes what pages wrote."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from kaaw_archive.cli._links import html, markdown
from kaaw_archive.cli._links.report_words import ENGLISH, ReportWords
from kaaw_archive.cli.terminal import printing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaaw_archive.cli._links.entries import Group

COLUMNS = (
    "article_url article_title article_state url health verdict reason action first_bad_on dead_since_on last_good_on"
    " anchor_text sentence suggestion suggestion_confidence suggestion_reason copy incident checked_at rule robust_link"
).split()
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
FORMATS = ("markdown", "html", "csv", "json")


@dataclass(frozen=True, slots=True)
class CsvForm:
    """Form of CSV. ``has_bom``: a byte order mark, by which Excel knows UTF-8; ``is_raw``: every cell as it is."""

    separator: str = ","
    has_bom: bool = False
    is_raw: bool = False


def write(
    form: str,
    groups: Sequence[Group],
    now: str,
    words: ReportWords = ENGLISH,
    csv_form: CsvForm | None = None,
    checked_at: str | None = None,
) -> None:
    """Print a report in one of FORMATS; ``checked_at`` is the time of the newest check of the archive."""
    dated = _dated(now, checked_at, words)
    if form == "json":
        made = {"made_at": now, "last_check_at": checked_at}
        printing.show_json(made | {"groups": [asdict(group) for group in groups]})
    elif form == "csv":
        to_csv(groups, csv_form or CsvForm())
    elif form == "html":
        sys.stdout.write(html.page(groups, dated, words))
    else:
        printing.show_lines(markdown.text(groups, dated, words))


def _dated(now: str, checked_at: str | None, words: ReportWords) -> str:
    """Return the day of a report, and that of the last check if it is another: the links are as they were then."""
    if checked_at is None or checked_at[:10] == now[:10]:
        return now[:10]
    return f"{now[:10]}, {words.last_check.format(day=checked_at[:10])}"


def to_csv(groups: Sequence[Group], form: CsvForm) -> None:
    """Print a line for each link and place, safe for spreadsheets unless the form is raw."""
    entries = (
        entry | {"article_url": page}
        for group in groups
        for entry in group.entries
        for page in entry.get("pages") or [entry.get("article_url")]
    )
    if form.has_bom:
        sys.stdout.write("\ufeff")
    printing.show_csv(COLUMNS, entries, is_raw=form.is_raw, separator=form.separator)
