"""Decoded bodies of a whole process have one budget, and each of them comes through."""

from __future__ import annotations

import asyncio
import gzip
import random
import threading
from typing import TYPE_CHECKING

import pytest

from kaaw_archive.download import body_budget
from kaaw_archive.download.body_budget import BodyBudget
from kaaw_archive.download.decoding import DecodedBody, DecodedTooLarge, decode

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZE, BUDGET, SMALL = 100_000, 250_000, 1_000
BOMB = gzip.compress(bytes(SIZE))


async def keep(budget: BodyBudget, body: bytes, in_hand: list[int], most: list[int]) -> int:
    decoded = await budget.decode(body, ["gzip"], 0)
    in_hand[0] += len(decoded.body)
    most[0] = max(most[0], in_hand[0])
    await asyncio.sleep(random.Random(in_hand[0]).random() / 1000)
    in_hand[0] -= len(decoded.body)
    budget.release(decoded)
    return len(decoded.body)


def test_many_bodies_at_once_stay_within_the_budget() -> None:
    async def all_at_once() -> tuple[list[int], int]:
        budget, in_hand, most = BodyBudget(BUDGET, SMALL), [0], [0]
        sizes = await asyncio.gather(*(keep(budget, BOMB, in_hand, most) for _ in range(40)))
        return sizes, most[0]

    sizes, most = asyncio.run(asyncio.wait_for(all_at_once(), 30))
    assert sizes == [SIZE] * 40
    assert SIZE < most <= BUDGET


def test_a_body_larger_than_the_budget_comes_alone() -> None:
    async def all_at_once() -> tuple[list[int], int]:
        budget, in_hand, most = BodyBudget(BUDGET, SMALL), [0], [0]
        large = gzip.compress(bytes(3 * BUDGET))
        bodies = [BOMB, large, BOMB, large, BOMB]
        sizes = await asyncio.gather(*(keep(budget, body, in_hand, most) for body in bodies))
        return sizes, most[0]

    sizes, most = asyncio.run(asyncio.wait_for(all_at_once(), 30))
    assert sizes == [SIZE, 3 * BUDGET, SIZE, 3 * BUDGET, SIZE]
    assert most == 3 * BUDGET


@pytest.mark.parametrize("limit", [SIZE - 1, SMALL, 1])
def test_the_limit_of_one_body_stays(limit: int) -> None:
    with pytest.raises(DecodedTooLarge):
        asyncio.run(BodyBudget(BUDGET, SMALL).decode(BOMB, ["gzip"], limit))


def test_a_small_body_waits_for_no_large_one() -> None:
    async def both() -> int:
        budget = BodyBudget(BUDGET, SMALL)
        held = await budget.decode(gzip.compress(bytes(BUDGET)), ["gzip"], 0)
        waiting = asyncio.create_task(budget.decode(BOMB, ["gzip"], 0))
        await asyncio.sleep(0.01)
        small = await budget.decode(gzip.compress(b"Amtsblatt"), ["gzip"], 0)
        assert not waiting.done()
        budget.release(held)
        await waiting
        return len(small.body)

    assert asyncio.run(asyncio.wait_for(both(), 10)) == 9


def test_a_large_body_that_gives_few_bytes_is_not_decoded_by_the_thread_of_all_hosts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    threads: list[int] = []

    def noting(body: bytes, fields: Sequence[str], max_bytes: int) -> DecodedBody:
        threads.append(threading.get_ident())
        return decode(body, fields, max_bytes)

    monkeypatch.setattr(body_budget, "decode", noting)

    async def both() -> list[int]:
        budget = BodyBudget(BUDGET, SMALL)
        padded = gzip.compress(b"Rat") + bytes(SMALL)
        few = await budget.decode(padded, ["gzip"], 0)
        budget.release(few)
        budget.release(await budget.decode(gzip.compress(bytes(BUDGET)), ["gzip"], 0))
        return [len(few.body)]

    assert asyncio.run(asyncio.wait_for(both(), 10)) == [3]
    assert threading.get_ident() not in threads[:1]
