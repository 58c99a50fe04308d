"""What counts as a pause that a server asks for."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaaw_archive.download.pauses import asked_pause_s

NOW = datetime(2024, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "field", "seconds"),
    [
        (200, "60", None),
        (404, None, None),
        (429, None, 5),
        (503, "", 5),
        (503, "0", 0),
        (429, " 90 ", 90),
        (503, "Sat, 23 Nov 2024 12:01:00 GMT", 60),
        (503, "Sat Nov 23 12:01:00 2024", 60),
        (503, "Sat, 23 Nov 2024 13:01:00 +0100", 60),
        (503, "Sat, 23 Nov 2024 11:00:00 GMT", 0),
        (503, "-5", 5),
        (503, "2.5", 5),
        (503, "²", 5),
        (503, "9" * 400, 999_999_999),
    ],
)
def test_reads_the_field(status: int, field: str | None, seconds: float | None) -> None:
    assert asked_pause_s(status, field, NOW, 5.0) == seconds


@given(st.text(max_size=40))
def test_any_field_is_survived(field: str) -> None:
    seconds = asked_pause_s(503, field, NOW, 5.0)
    assert seconds is not None
    assert seconds >= 0
