"""Versions that a site shows half, in pieces or not at all are compared like any other: nothing is raised."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st

from kaaw_archive.changes import compare
from kaaw_archive.items import ContentImage, ContentLink, VersionContent
from tests.changes.test_comparison import ENGLISH, FRENCH, GERMAN

PIECES = ("", " ", "…", "...", "[…]", "–", "!", "1", "12.", "Dr.", "§", "„“", "(", "\u200b", "\u00ad", "\u202e", "http://",
          "{\"a\": 1}", "<p>", "Â Ã¼", "x" * 2000, "Weiterlesen …", "Lorem ipsum", "+++")  # fmt: skip


@st.composite
def _pieces(draw: st.DrawFn) -> str:
    """Draw a part of a paragraph, perhaps with an odd end."""
    text = draw(st.sampled_from((*GERMAN.paragraphs, *FRENCH, *ENGLISH)))
    first, last = (draw(st.integers(0, len(text))) for _ in range(2))
    return text[min(first, last) : max(first, last)] + draw(st.sampled_from(PIECES))


PARAGRAPH = st.sampled_from((*GERMAN.paragraphs, *FRENCH)) | _pieces() | st.sampled_from(PIECES)
ODD = st.none() | st.sampled_from(PIECES)
VERSIONS = st.builds(
    lambda title, paragraphs, kicker, href, caption: replace(
        GERMAN,
        title=title or "",
        paragraphs=tuple(paragraphs),
        kicker=kicker,
        links=(ContentLink(href or "", caption or ""),),
        images=(ContentImage(href or "", caption),),
    ),
    ODD,
    st.lists(PARAGRAPH, max_size=6),
    ODD,
    ODD,
    ODD,
)


@given(VERSIONS, VERSIONS)
@example(replace(GERMAN, paragraphs=("…",)), GERMAN)
@example(GERMAN, replace(GERMAN, paragraphs=("http://…",)))
def test_odd_versions_compare(old: VersionContent, new: VersionContent) -> None:
    result = compare(old, new)
    assert (result.edit is None) == (result.no_edit is not None)
    if result.edit is not None:
        assert result.edit.sentence
        assert 0 <= result.edit.significance <= 1
