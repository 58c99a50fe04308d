"""Unified diffs, and lines with marks around changed words."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaaw_archive.changes.line_differences import marked_lines, unified_diff

LINES = st.lists(st.sampled_from(["a", "b", "", "c d", "-", "+x"]), max_size=12)
CASES = {
    "equal": ("a\nb", "a\nb"),
    "from nothing": ("", "a\nb"),
    "to nothing": ("a", ""),
    "at the beginning": ("x\na\nb\nc\nd\ne", "a\nb\nc\nd\ne"),
    "two places far apart": ("a\n1\n2\n3\n4\n5\n6\n7\nb", "A\n1\n2\n3\n4\n5\n6\n7\nB"),
    "two places together": ("a\n1\n2\n3\nb\n4", "A\n1\n2\n3\nB\n4"),
    "a line that came": ("1\n2\n3\n4\n5\n6\n7\n8", "1\n2\n3\n4\n4a\n5\n6\n7\n8"),
}


def lines(text: str) -> list[str]:
    return text.split("\n") if text else []


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("context", [0, 3])
def test_a_unified_diff_is_written_as_others_write_it(case: str, context: int) -> None:
    old, new = map(lines, CASES[case])
    wanted = [line.rstrip() for line in difflib.unified_diff(old, new, "one", "two", lineterm="", n=context)]
    assert [line.rstrip() for line in unified_diff(old, new, "one", "two", context=context)] == wanted


@given(LINES, LINES)
def test_a_unified_diff_leads_from_one_text_to_the_other(old: list[str], new: list[str]) -> None:
    found = list(unified_diff(old, new, "one", "two", context=100))[3:]
    if old == new:
        assert found == []
        return
    assert [line[1:] for line in found if line[0] in " -"] == old
    assert [line[1:] for line in found if line[0] in " +"] == new


def test_a_long_text_is_compared_where_it_differs() -> None:
    old = [str(number) for number in range(10_000)]
    new = [*old[:5_000], "new", *old[5_000:]]
    assert [line for line in unified_diff(old, new, "one", "two") if line[0] in "+-"] == ["--- one", "+++ two", "+new"]


def test_words_are_marked_in_each_line_by_itself() -> None:
    old, new = ["Beginn im Mai.", "Ende offen.", "Schluss"], ["Beginn im Juni.", "Ende", "heute.", "Schluss"]
    assert list(marked_lines(old, new, "A", "B")) == [
        "@@ A line 1, B line 1 @@",
        "Beginn im [-Mai-]{+Juni+}.",
        "Ende[- offen-]",
        "{+heute+}.",
        "Schluss",
    ]


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        (["Zahl hier."], ["Zahl hier (neu).", "Dazu mehr."], ["Zahl hier{+ (neu)+}.", "{+Dazu mehr.+}"]),
        (["Zahl hier (neu).", "Dazu mehr."], ["Zahl hier."], ["Zahl hier[- (neu)-].", "[-Dazu mehr.-]"]),
        (["Zahl dort.", "Ende"], ["Zahl hier.", "Mehr.", "Ende"], ["Zahl [-dort-]{+hier+}.", "{+Mehr.+}", "Ende"]),
        (["Zahl hier."], ["Zahl hier z.B. neu."], ["Zahl hier{+ z.B. neu+}."]),
    ],
)
def test_a_line_keeps_the_sign_at_its_end(old: list[str], new: list[str], marked: list[str]) -> None:
    assert list(marked_lines(old, new, "A", "B"))[1:] == marked
