"""Notification: tell people, by mail or webhook, when the condition of a source has changed; once each."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaaw_archive import times
from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.queries import conditions
from kaaw_archive.archive.store.conditions import keep_notified
from kaaw_archive.archive.store.writer import write_once
from kaaw_archive.schedule.services import deliver, problem_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from kaaw_archive.schedule.services import Delivery


@dataclass(frozen=True, slots=True)
class Notification:
    """Sentences that were sent, and the services that took them; ``problem``: why the next run sends them again."""

    sentences: tuple[str, ...] = ()
    problem: str | None = None
    deliveries: tuple[Delivery, ...] = ()


def notify(archive: Path, addresses: Sequence[str], now: datetime) -> Notification:
    """Send what has changed since people were told last. Raises WrongArguments, and the named errors of the archive."""
    if not addresses or not archive.exists():
        return Notification()
    with closing(open_for_reading(archive)) as connection:
        changed = conditions.unnotified_conditions(connection, now)
    if not changed:
        return Notification()
    sentences = tuple(one.text for one in changed)
    title = f"kaaw_archive: {sentences[0]}" if len(sentences) == 1 else f"kaaw_archive: {len(sentences)} sources"
    deliveries = tuple(deliver(addresses, title, "\n".join(sentences)))
    problem = problem_of(deliveries)
    if problem is None:
        write_once(archive, lambda connection: keep_notified(connection, changed, times.to_text(now)))
    return Notification(sentences, problem, deliveries)
