"""``kaaw notify``: a test message to the services that `kaaw run` tells of changes, or what they were not told yet."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from kaaw_archive import times
from kaaw_archive.cli.terminal import options, printing
from kaaw_archive.exit_codes import ExitCode

if TYPE_CHECKING:
    from pathlib import Path

    from kaaw_archive.schedule.notification import Notification

_TITLE = "kaaw_archive: test message"


@click.command(
    short_help="Tell people which sources became worse or well.",
    epilog="Exit code 1: a service did not take the message; 2: ARCHIVE_NOTIFY names none.",
)
@options.common
@options.as_json
@click.option("--test", "is_test", is_flag=True, help="Send a test message, and say what each service did with it.")
def command(archive: Path, as_json: bool, is_test: bool) -> int:
    """Send a message to the addresses of ARCHIVE_NOTIFY: which sources became degraded, silent or well again.

    `kaaw run` does the same at its end, once for each change. Services are named by scheme and host, never with their
    passwords. A unit or cron may have another proxy than your shell: run it there, too.

    \b
    Examples:
      kaaw notify --test
      kaaw notify
    """
    from kaaw_archive import project
    from kaaw_archive.schedule import notification, services

    addresses = project.in_force().notify.split()
    if not addresses:
        raise click.UsageError("the setting ARCHIVE_NOTIFY names no address: mailto://…, json://… (settings.py)")
    if is_test:
        body = f"This is a test of ARCHIVE_NOTIFY. The archive is {archive.absolute()}."
        sent = notification.Notification((body,), deliveries=tuple(services.deliver(addresses, _TITLE, body)))
    else:
        options.check_exists(archive)
        sent = notification.notify(archive.absolute(), addresses, times.SYSTEM_CLOCK.now())
    if as_json:
        printing.show_json({"sentences": list(sent.sentences), "deliveries": [asdict(one) for one in sent.deliveries]})
    else:
        _show(sent)
    return ExitCode.FAILED if any(one.problem for one in sent.deliveries) else ExitCode.DONE


def _show(sent: Notification) -> None:
    for sentence in sent.sentences:
        printing.show(sentence)
    for one in sent.deliveries:
        printing.show((one.service, "bold"), f": {one.problem}" if one.problem else ": took the message")
    if not sent.deliveries:
        printing.show("nothing has changed since the last message")
