"""Test cases of spiders: a folder with a payload, its origin, and the expected result.

    tests/sites/<spider>/<case>/payload.html    the stored bytes
                                meta.json       url, content_type, captured_at, digest
                                expected.json   {"seed": …} addresses, {"page": …} articles, or both

Only the keys of expected.json are compared, so that a case may be short; lists are compared whole, and of
``text_begins`` and ``text_ends`` as many characters as the case has.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kaaw_archive import seeds
from kaaw_archive.control_characters import json_text
from kaaw_archive.derive.reading import read_payload
from kaaw_archive.derive.workers import LimitHit
from kaaw_archive.errors import WrongArguments
from kaaw_archive.http import media_type

if TYPE_CHECKING:
    from pathlib import Path

    from kaaw_archive.derive.workers import ReadingPool
    from kaaw_archive.items import ArticleRecord
    from kaaw_archive.seeds import SeedRules

ENOUGH = 2  # cases a spider: a listing and an article
_SHOWN_CHARACTERS = 80  # of a text, from its begin and to its end
_SUFFIXES = {"text/html": "html", "application/xhtml+xml": "html", "application/pdf": "pdf", "text/plain": "txt"}


@dataclass(frozen=True, slots=True)
class Case:
    """Test case of a folder; ``expected`` has a ``seed``, a ``page``, or both."""

    url: str
    content_type: str | None
    payload: bytes
    expected: dict[str, Any]


def of_spider(folder: Path, spider: str) -> list[Path]:
    """Return the folders of a spider's cases under the folder of all sites."""
    return sorted(meta.parent for meta in (folder / spider).glob("*/meta.json"))


def load(folder: Path) -> Case:
    """Read a case. Raises WrongArguments if the folder is no case."""
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


def differences(case: Case, rules: SeedRules, pool: ReadingPool) -> list[str]:
    """Return a line for each difference between expected result and that of a worker; none: the case passes."""
    lines: list[str] = []
    for part, expected in case.expected.items():
        try:
            result = pool.run(actual, case.payload, case.url, case.content_type, rules, part)
        except LimitHit as hit:
            lines.append(f"{part}: the payload cannot be read: {hit.problem}")
        else:
            lines += _compare(part, expected, result)
    return lines


def actual(payload: bytes, url: str, content_type: str | None, rules: SeedRules, part: str) -> dict[str, Any]:
    """Return the result of this payload today in the form of expected.json, as a ``seed`` or as a ``page``."""
    if part == "seed":
        seed = seeds.read(payload, url, content_type, rules)
        articles = [
            {"url": entry.url, "stated_on": entry.stated_at[:10] if entry.stated_at else None}
            for entry in seed.articles
        ]
        return {
            "kind": seed.kind,
            "system": seed.system,
            "problem": seed.problem,
            "next_url": seed.next_url,
            "articles": articles,
        }
    reading = read_payload(payload, url, content_type)
    return {
        "page_kind": reading.page_kind,
        "cms": reading.cms,
        "problem": reading.problem,
        "articles": [_article(record) for record in reading.articles],
    }


def write(
    folder: Path, *, payload: bytes, url: str, content_type: str | None, captured_at: str, expected: dict[str, Any]
) -> None:
    """Write the folder of a case. Raises WrongArguments if it exists, so that corrections by hand are never lost."""
    if folder.exists():
        raise WrongArguments(f"{folder} is there already: remove it, or name another case")
    folder.mkdir(parents=True)
    digest = "sha256:" + hashlib.sha256(payload).hexdigest()
    meta = {"url": url, "content_type": content_type, "captured_at": captured_at, "digest": digest}
    (folder / f"payload.{_suffix(payload, content_type)}").write_bytes(payload)
    for name, value in (("meta.json", meta), ("expected.json", expected)):
        (folder / name).write_text(json_text(value, indent=1) + "\n", encoding="utf-8")


def _article(record: ArticleRecord) -> dict[str, Any]:
    """Return the fields of an article that a case compares; the text by its two ends, which show if all is there."""
    text = " ".join(record.text.split())
    return {
        "url": record.url,
        "title": record.title,
        "published_on": record.published_on,
        "text_begins": text[:_SHOWN_CHARACTERS],
        "text_ends": text[-_SHOWN_CHARACTERS:],
    }


def _compare(place: str, expected: object, value: object) -> list[str]:
    if isinstance(expected, dict) and isinstance(value, dict):
        return [line for key, part in expected.items() for line in _compare(f"{place}.{key}", part, value.get(key))]
    if isinstance(expected, list) and isinstance(value, list) and len(expected) == len(value):
        pairs = zip(expected, value, strict=True)
        return [line for at, (left, right) in enumerate(pairs) for line in _compare(f"{place}[{at}]", left, right)]
    if isinstance(expected, list) and isinstance(value, list):
        return [f"{place}: {len(expected)} expected, {len(value)} found: {_urls(expected, value)}"]
    if isinstance(expected, str) and isinstance(value, str) and _is_part(place, expected, value):
        return []
    return [] if expected == value else [f"{place}: {expected!r} expected, {value!r} found"]


def _is_part(place: str, expected: str, value: str) -> bool:
    if place.endswith(".text_begins"):
        return value.startswith(expected)
    return place.endswith(".text_ends") and value.endswith(expected)


def _urls(expected: list[Any], values: list[Any]) -> str:
    left, right = ({item.get("url") for item in items if isinstance(item, dict)} for items in (expected, values))
    missing, more = sorted(map(str, left - right)), sorted(map(str, right - left))
    return "; ".join([*(f"missing {url}" for url in missing), *(f"more {url}" for url in more)]) or "in another number"


def _suffix(payload: bytes, content_type: str | None) -> str:
    kind = media_type(content_type)
    if payload.lstrip()[:5].lower() == b"<?xml" or kind.endswith("xml"):
        return _SUFFIXES.get(kind, "xml")
    return _SUFFIXES.get(kind, "html" if b"<html" in payload[:2000].lower() else "bin")
