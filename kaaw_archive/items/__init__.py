"""Records that pass between rooms: frozen, typed, without behaviour of their own."""

from __future__ import annotations

from kaaw_archive.items.articles import (
    ArticleKind,
    ArticleLink,
    ArticleRecord,
    ContentSystem,
    FoundAddress,
    PageKind,
    Reading,
    Role,
    StoredSeed,
)
from kaaw_archive.items.captures import (
    Capture,
    CaptureKind,
    NewCapture,
    Page,
    RobotsState,
)
from kaaw_archive.items.links import (
    Check,
    CitedPage,
    Comparison,
    Hop,
    Judgement,
    PageFeatures,
    Probe,
)

__all__ = [
    "ArticleKind",
    "ArticleLink",
    "ArticleRecord",
    "Capture",
    "CaptureKind",
    "Check",
    "CitedPage",
    "Comparison",
    "ContentSystem",
    "FoundAddress",
    "Hop",
    "Judgement",
    "NewCapture",
    "Page",
    "PageFeatures",
    "PageKind",
    "Probe",
    "Reading",
    "RobotsState",
    "Role",
    "StoredSeed",
]
