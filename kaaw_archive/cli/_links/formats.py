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
    form: str, groups: Sequence[Group], now: str, words: ReportWords = ENGLISH, csv_form: CsvForm | None = None
) -> None:
    """Print a report in one of FORMATS."""
    if form == "json":
        printing.show_json({"made_at": now, "groups": [asdict(group) for group in groups]})
    elif form == "csv":
        to_csv(groups, csv_form or CsvForm())
    elif form == "html":
        sys.stdout.write(html.page(groups, now, words))
    else:
        printing.show_lines(markdown.text(groups, now, words))


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
