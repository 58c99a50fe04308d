"""Links that a run looks at beside those that are due."""

from __future__ import annotations

import pytest

from kaaw_archive.archive.queries.links import DueLink
from kaaw_archive.linkcheck.due_links import answering_beside

FAILING = ("http://kaputt.example/a", "kaputt.example", "failing")
ANSWERING = [(f"http://{host}/", host, "alive") for host in ("a.eins.example", "b.eins.example", "zwei.example",
                                                             "drei.example", "vier.example")]  # fmt: skip


def links(rows: list[tuple[str, str, str]]) -> list[DueLink]:
    return [DueLink(url, "2016-09-01T00:00:00.000Z", host, health) for url, host, health in rows]


@pytest.mark.parametrize(
    ("due", "beside"),
    [
        ([FAILING], ["a.eins.example", "zwei.example", "drei.example"]),
        ([FAILING, ("http://www.zwei.example/", "www.zwei.example", "alive")], ["a.eins.example", "drei.example"]),
        ([("http://neu.example/", "neu.example", "unchecked")], []),
        ([], []),
    ],
)
def test_links_of_three_domains_that_answer_go_with_those_that_fail(
    due: list[tuple[str, str, str]], beside: list[str]
) -> None:
    assert [link.host for link in answering_beside(links(due), links(ANSWERING))] == beside
