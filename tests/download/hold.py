"""A program for the tests: takes turns at one host, prints from when until when it held it (monotonic seconds).

    hold.py FOLDER HOST DELAY_S TURNS HELD_S

Prints "ready" and begins when a line comes; prints "held" at the first turn, so that a test can kill it in one.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path

from kaaw_archive.download.host_locks import HostLocks


async def take_turns(folder: str, host: str, delay_s: float, turns: int, held_s: float) -> list[tuple[float, float]]:
    gate = HostLocks(Path(folder))
    held = []
    for turn in range(turns):
        async with gate.hold(host, delay_s=delay_s) as held_turn:
            begun = time.monotonic()
            held_turn.note_sent(begun)  # as a caller does that was kept waiting after the gate let it in
            if turn == 0:
                print("held", flush=True)
            await asyncio.sleep(held_s)
            held.append((begun, time.monotonic()))
    return held


print("ready", flush=True)
sys.stdin.readline()
folder, host, delay_s, turns, held_s = sys.argv[1:]
print(json.dumps(asyncio.run(take_turns(folder, host, float(delay_s), int(turns), float(held_s)))))
