"""How long a bad certificate is remembered."""

from __future__ import annotations

from datetime import UTC, datetime

from kaaw_archive.download.certificates import KnownFaults


class StillClock:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def now(self) -> datetime:
        return datetime(2024, 11, 23, tzinfo=UTC)

    def monotonic(self) -> float:
        return self.seconds


def test_a_server_is_verified_again_after_ten_minutes() -> None:
    clock = StillClock()
    faults = KnownFaults(clock)
    faults.add(("kaaw.de", 443), "certificate has expired")
    clock.seconds += 599
    assert faults.fault(("kaaw.de", 443)) == "certificate has expired"
    assert faults.fault(("kaaw.de", 8443)) is None
    clock.seconds += 2
    assert faults.fault(("kaaw.de", 443)) is None


def test_what_is_remembered_is_bounded() -> None:
    faults = KnownFaults(StillClock())
    for number in range(1_001):
        faults.add((f"h{number}.test", 443), "self-signed certificate")
    assert faults.fault(("h0.test", 443)) is None
    assert faults.fault(("h1000.test", 443)) == "self-signed certificate"
