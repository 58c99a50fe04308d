"""Test cases of spiders: a folder with a payload, where it came from, and what must come of it.

    tests/sites/<spider>/<case>/payload.html    the bytes, as they came
                                meta.json       url, content_type, captured_at, digest
                                expected.json   {"seed": …} what it names, {"page": …} what it says, or both

Only what expected.json says is compared, so that a case may say little; lists are compared whole, and of
``text_begins`` and ``text_ends`` as much as is there.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kaaw_archive import seeds
from kaaw_archive.derive.reading import read_payload
from kaaw_archive.errors import WrongArguments
from kaaw_archive.http import media_type

if TYPE_CHECKING:
    from pathlib import Path

    from kaaw_archive.items import ArticleRecord
    from kaaw_archive.seeds import SeedRules

ENOUGH = 2  # cases a spider: what it follows, and what it brings
_SHOWN_CHARACTERS = 80  # of a text, from its begin and to its end
_SUFFIXES = {"text/html": "html", "application/xhtml+xml": "html", "application/pdf": "pdf", "text/plain": "txt"}


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it lies on the disk; ``expected`` has a ``seed``, a ``page``, or both."""

    url: str
    content_type: str | None
    payload: bytes
    expected: dict[str, Any]


def of_spider(folder: Path, spider: str) -> list[Path]:
    """The folders of a spider's cases under the folder of all sites."""
    return sorted(meta.parent for meta in (folder / spider).glob("*/meta.json"))


def load(folder: Path) -> Case:
    """Raises WrongArguments where the folder is no case."""
    payload = next(iter(sorted(folder.glob("payload.*"))), None)
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        url, content_type = str(meta["url"]), meta.get("content_type")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WrongArguments(f"{folder} is no test case: {error}") from error
    if payload is None or not set(expected) & {"seed", "page"}:
        raise WrongArguments(f"{folder} is no test case: it has no payload, or expects nothing")
    return Case(url, content_type, payload.read_bytes(), expected)


def differences(case: Case, rules: SeedRules) -> list[str]:
    """What does not come out as the case expects, a line each; none: it passes."""
    found: list[str] = []
    for part, expected in case.expected.items():
        found += _compare(part, expected, outcome(case.payload, case.url, case.content_type, rules, part))
    return found


def outcome(payload: bytes, url: str, content_type: str | None, rules: SeedRules, part: str) -> dict[str, Any]:
    """What this payload gives today, as expected.json says it: as a ``seed`` or as a ``page``."""
    if part == "seed":
        seed = seeds.read(payload, url, content_type, rules)
        articles = [
            {"url": one.url, "stated_on": one.stated_at[:10] if one.stated_at else None} for one in seed.articles
        ]
        return {"kind": seed.kind, "system": seed.system, "problem": seed.problem, "next_url": seed.next_url,
                "articles": articles}  # fmt: skip
    reading = read_payload(payload, url, content_type)
    return {"page_kind": reading.page_kind, "cms": reading.cms, "problem": reading.problem,
            "articles": [_article(one) for one in reading.articles]}  # fmt: skip


def write(
    folder: Path, *, payload: bytes, url: str, content_type: str | None, captured_at: str, expected: dict[str, Any]
) -> None:
    """Makes the folder of a case. Raises WrongArguments where it is there: what a person corrected is never lost."""
    if folder.exists():
        raise WrongArguments(f"{folder} is there already: remove it, or name another case")
    folder.mkdir(parents=True)
    digest = "sha256:" + hashlib.sha256(payload).hexdigest()
    meta = {"url": url, "content_type": content_type, "captured_at": captured_at, "digest": digest}
    (folder / f"payload.{_suffix(payload, content_type)}").write_bytes(payload)
    for name, value in (("meta.json", meta), ("expected.json", expected)):
        (folder / name).write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _article(record: ArticleRecord) -> dict[str, Any]:
    """The text by its two ends: whether all of it is there is seen from these, and by eye from the rest."""
    text = " ".join(record.text.split())
    return {
        "url": record.url,
        "title": record.title,
        "published_on": record.published_on,
        "text_begins": text[:_SHOWN_CHARACTERS],
        "text_ends": text[-_SHOWN_CHARACTERS:],
    }


def _compare(place: str, expected: object, found: object) -> list[str]:
    if isinstance(expected, dict) and isinstance(found, dict):
        return [line for key, value in expected.items() for line in _compare(f"{place}.{key}", value, found.get(key))]
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        pairs = zip(expected, found, strict=True)
        return [line for at, (one, other) in enumerate(pairs) for line in _compare(f"{place}[{at}]", one, other)]
    if isinstance(expected, list) and isinstance(found, list):
        return [f"{place}: {len(expected)} expected, {len(found)} found: {_urls(expected, found)}"]
    if isinstance(expected, str) and isinstance(found, str) and _is_part(place, expected, found):
        return []
    return [] if expected == found else [f"{place}: {expected!r} expected, {found!r} found"]


def _is_part(place: str, expected: str, found: str) -> bool:
    if place.endswith(".text_begins"):
        return found.startswith(expected)
    return place.endswith(".text_ends") and found.endswith(expected)


def _urls(expected: list[Any], found: list[Any]) -> str:
    named = [{one.get("url") for one in some if isinstance(one, dict)} for some in (expected, found)]
    missing, more = sorted(map(str, named[0] - named[1])), sorted(map(str, named[1] - named[0]))
    return "; ".join([*(f"missing {url}" for url in missing), *(f"more {url}" for url in more)]) or "in another number"


def _suffix(payload: bytes, content_type: str | None) -> str:
    kind = media_type(content_type)
    if payload.lstrip()[:5].lower() == b"<?xml" or kind.endswith("xml"):
        return _SUFFIXES.get(kind, "xml")
    return _SUFFIXES.get(kind, "html" if b"<html" in payload[:2000].lower() else "bin")
