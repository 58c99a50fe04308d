"""Times as text: always 24 characters, sorted as the instants are, read back as they were written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaaw_archive import times

# A day off the ends of the calendar, where no zone can carry a time over them.
moments = st.datetimes(
    datetime(1, 1, 2),
    datetime(9999, 12, 30),
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45))]),
)


@given(moments)
def test_what_is_written_is_read_back_to_the_millisecond(moment: datetime) -> None:
    text = times.to_text(moment)
    assert len(text) == times.TEXT_LENGTH
    assert timedelta(0) <= moment - times.from_text(text) < timedelta(milliseconds=1)
    assert times.to_text(times.from_text(text)) == text


@given(moments, moments)
def test_texts_sort_as_instants_do(one: datetime, other: datetime) -> None:
    earlier, later = sorted((one, other))
    assert times.to_text(earlier) <= times.to_text(later)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        times.to_text(datetime(2016, 9, 22))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2016-09-22", "2016-09-22T00:00:00.000Z"),
        ("2016-09-22T14:05", "2016-09-22T14:05:00.000Z"),
        ("2016-09-22T14:05:00+02:00", "2016-09-22T12:05:00.000Z"),
        ("2016-09-22T12:05:00.999999Z", "2016-09-22T12:05:00.999Z"),
    ],
)
def test_shorter_forms_are_read_as_utc(text: str, written: str) -> None:
    assert times.to_text(times.from_text(text)) == written


@pytest.mark.parametrize("text", ["", "gestern", "22.09.2016", "2016-13-01", "2016-09-22T25:00"])
def test_what_is_no_time_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        times.from_text(text)


def test_the_clock_of_the_machine_gives_aware_utc_and_goes_on() -> None:
    assert times.SYSTEM_CLOCK.now().utcoffset() == timedelta(0)
    assert times.SYSTEM_CLOCK.monotonic() <= times.SYSTEM_CLOCK.monotonic()
