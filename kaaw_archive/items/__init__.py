"""Records that pass between rooms: frozen, typed, without behaviour of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaaw_archive.late_names import late

if TYPE_CHECKING:
    from kaaw_archive.items.article_filter import ArticleFilter
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
    from kaaw_archive.items.edits import (
        ContentImage,
        ContentLink,
        Edit,
        EditKind,
        NoEdit,
        VersionComparison,
        VersionContent,
    )
    from kaaw_archive.items.events import EventFilter
    from kaaw_archive.items.links import (
        Check,
        CitedPage,
        Comparison,
        Hop,
        Judgement,
        NoticeForm,
        NoticeKind,
        PageFeatures,
        PageLink,
        PageLinks,
        PageNotice,
        Probe,
    )
    from kaaw_archive.items.seeds import ListKind, SeedEntry, SeedList
    from kaaw_archive.items.works import EvidenceRule, FoundWork, Sign, SignKind, WorkEvent, WorkEvidence
else:
    __getattr__ = late(
        __name__,
        {
            "article_filter": "ArticleFilter",
            "articles": "ArticleKind ArticleLink ArticleRecord ContentSystem FoundAddress PageKind Reading Role"
            " StoredSeed",
            "captures": "Capture CaptureKind NewCapture Page RobotsState",
            "edits": "ContentImage ContentLink Edit EditKind NoEdit VersionComparison VersionContent",
            "events": "EventFilter",
            "links": "Check CitedPage Comparison Hop Judgement NoticeForm NoticeKind PageFeatures PageLink PageLinks"
            " PageNotice Probe",
            "seeds": "ListKind SeedEntry SeedList",
            "works": "EvidenceRule FoundWork Sign SignKind WorkEvent WorkEvidence",
        },
    )

__all__ = [
    "ArticleFilter",
    "ArticleKind",
    "ArticleLink",
    "ArticleRecord",
    "Capture",
    "CaptureKind",
    "Check",
    "CitedPage",
    "Comparison",
    "ContentImage",
    "ContentLink",
    "ContentSystem",
    "Edit",
    "EditKind",
    "EventFilter",
    "EvidenceRule",
    "FoundAddress",
    "FoundWork",
    "Hop",
    "Judgement",
    "ListKind",
    "NewCapture",
    "NoEdit",
    "NoticeForm",
    "NoticeKind",
    "Page",
    "PageFeatures",
    "PageKind",
    "PageLink",
    "PageLinks",
    "PageNotice",
    "Probe",
    "Reading",
    "RobotsState",
    "Role",
    "SeedEntry",
    "SeedList",
    "Sign",
    "SignKind",
    "StoredSeed",
    "VersionComparison",
    "VersionContent",
    "WorkEvent",
    "WorkEvidence",
]
