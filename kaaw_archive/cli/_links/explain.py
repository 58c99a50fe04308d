"""``kaaw links explain``: every check of one link, the rule, the evidence, the next check, the candidates."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from kaaw_archive.cli._links.report_words import ENGLISH, days_of
from kaaw_archive.cli.terminal import options, printing
from kaaw_archive.errors import ArchiveError

if TYPE_CHECKING:
    from pathlib import Path

    from kaaw_archive.archive.queries.rows import Row

_PAGES_SHOWN = 5  # of an audited site; --json has all


@click.command(short_help="Show all that is known of one link.")
@options.common
@options.as_json
@options.reference
def explain(archive: Path, as_json: bool, typed: str) -> None:
    """Show every check of a link with its rule and evidence, changes of health, the next check, the candidates.

    Each spell in which it was broken has a line of its own, also if the link came back.

    \b
    Examples:
      kaaw links explain http://www.bmi.bund.de/SharedDocs/Pressemitteilungen/DE/2016/09/modellkommune-e-government.html
      kaaw links explain www.bmi.bund.de/SharedDocs/Pressemitteilungen/DE/2016/09/modellkommune-e-government.html --json
    """
    from kaaw_archive.archive.queries import link_checks, link_list
    from kaaw_archive.archive.queries.references import resolve
    from kaaw_archive.cli._links.broken_spells import broken_spells
    from kaaw_archive.cli._links.rows import candidates_of

    with options.reading(archive) as connection:
        url = resolve(connection, typed).address
        link = link_list.by_address(connection, url)
        if link is None:
            raise ArchiveError(f"no article cites {url}, and nobody watches it: `kaaw links watch` does")
        report: dict[str, Any] = {
            "link": link,
            "mentions": link_list.mentions(connection, link["id"]),
            "audited_pages": link_list.audited_places(connection, link["url"]),
            "checks": [_readable(row) for row in link_checks.rows_of_link(connection, link["url"])],
            "health_changes": link_list.health_changes(connection, link["id"]),
            "candidates": candidates_of(connection, link),
            "incident": link_list.incidents(connection, [link["incident_id"] or 0]).get(link["incident_id"] or 0),
            "decision": link_list.decisions(connection, options.now()).get(link["url"]),
        }
    report["broken_spells"] = broken_spells(report["health_changes"], report["checks"])
    if as_json:
        printing.show_json(report)
    else:
        _show(report)


def _readable(row: Row) -> Row:
    row["hops"] = json.loads(row.pop("hops_json"))
    row["evidence"] = json.loads(row.pop("evidence_json") or "{}")
    return row


def _show(report: dict[str, Any]) -> None:
    from kaaw_archive.cli._links.broken_spells import sentence_of

    link = report["link"]
    printing.show((link["url"], "bold"))
    named = (link[name] and link[name][:10] for name in ("first_bad_at", "dead_since_at", "last_good_at"))
    days = days_of(ENGLISH, *named)
    state = f"{link['health']}: {days}" if days else link["health"]
    printing.show(f"{state}; next look: {printing.short_time(link['next_check_at']) or 'when due'}")
    for spell in report["broken_spells"]:
        printing.show(sentence_of(spell), indent=2)
    if report["decision"]:
        decision = report["decision"]
        printing.show(f"{decision['kind']} by {decision['made_by']}: {decision['reason'] or ''}")
    if report["incident"]:
        incident = report["incident"]
        printing.show(f"one of {incident['links']} links of the {incident['kind']} of {incident['pattern']}")
    for mention in report["mentions"]:
        printing.show(f"cited by {mention['article_url']} as «{mention['anchor_text']}»", indent=2)
    pages = report["audited_pages"]
    for page in pages[:_PAGES_SHOWN]:
        printing.show(f"on {page['article_url']} as «{page['anchor_text']}»", indent=2)
    if len(pages) > _PAGES_SHOWN:
        printing.show(f"and on {printing.count(len(pages) - _PAGES_SHOWN, 'more page')}", indent=2)
    for check in report["checks"]:
        _show_check(check)
    if report["health_changes"]:
        printing.show(("Changes", "bold"))
        for change in report["health_changes"]:
            became = f"{change['from_health']} → {change['to_health']}: {change['reason']}"
            printing.show(f"{printing.short_time(change['before_at'])} {became}", indent=2)
    if report["candidates"]:
        printing.show(("Candidates", "bold"))
        for one in report["candidates"]:
            printing.show(f"{one['confidence']:.2f} {one['url']} ({one['reason']})", indent=2)


def _show_check(check: Row) -> None:
    printing.show(
        (f"{printing.short_time(check['checked_at'])} {check['verdict']}", "bold"),
        f" {check['rule']}: {check['reason']}",
    )
    for hop in check["hops"]:
        leads = f" → {hop['location']}" if hop.get("location") else ""
        printing.show(f"{hop.get('status') or hop.get('error')} {hop['url']}{leads}", indent=4)
    if check["title"]:
        printing.show(f"title: {check['title']}", indent=4)
    cited = check["evidence"].get("cited")
    if cited and check["similarity"] is not None:
        then = f"{cited['captured_at'][:10]} ({cited['capture']})"
        printing.show(f"{round(100 * check['similarity'])} % of the text of {then} is left", indent=4)
    for one in check["evidence"].get("compared", ()):
        share = (
            f"{round(100 * one['resemblance'])} % alike"
            if one.get("resemblance") is not None
            else one.get("status") or one.get("error")
        )
        printing.show(f"{one['kind']} {one['url']}: {share}", indent=4)
