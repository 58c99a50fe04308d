"""The uid of each version is one capture for all who print it, and names that version wherever it is typed."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

import kaaw_archive
from kaaw_archive.archive.connect import open_for_reading
from kaaw_archive.archive.queries import articles, exports
from kaaw_archive.archive.queries.references import resolve
from kaaw_archive.items import ArticleFilter

if TYPE_CHECKING:
    from tests.demo.crawled import Crawled

pytestmark = pytest.mark.slow

VERSIONS = """
SELECT a.id, a.url, s.version, v.capture_uid, v.payload_digest, l.capture_uid, l.payload_digest
FROM snapshots s JOIN articles a ON a.id = s.article_id JOIN cited_captures v ON v.snapshot_id = s.id
LEFT JOIN (SELECT * FROM latest UNION ALL SELECT * FROM other_pages) l ON l.snapshot_id = s.id
"""


def test_each_version_has_one_uid_and_digest_in_sql_python_export_and_citation(demo: Crawled) -> None:
    with closing(open_for_reading(demo.path)) as connection, kaaw_archive.open(demo.path) as archive:
        exported = {
            (row["url"], row["version"]): (row["capture_uid"], row["payload_digest"])
            for row in exports.versions(connection, ArticleFilter(is_news=None), every_version=True)
        }
        found = connection.execute(VERSIONS).fetchall()
        assert len(found) == len(exported) > 100
        for article_id, url, version, *proof, newest_uid, newest_digest in found:
            assert newest_uid is None or [newest_uid, newest_digest] == proof
            assert list(exported[url, version]) == proof
            row = articles.snapshot(connection, article_id, version)
            assert [row["capture_uid"], row["payload_digest"]] == proof
            for typed in (proof[0], f"{proof[0]}/{url}"):
                named = resolve(connection, typed)
                assert (named.article_id, named.version, named.capture_uid) == (article_id, version, proof[0])
            of_python = archive.article(proof[0])
            assert [of_python.url, of_python.version] == [url, version]
            assert [of_python.capture_uid, of_python.payload_digest] == proof
            (citation,) = json.loads(archive.cite(proof[0], "csl-json"))
            assert (citation["id"], citation["URL"]) == (proof[0], url)


def test_a_list_showed_some_first_and_none_of_them_is_cited_by_it(demo: Crawled) -> None:
    listed = demo.db.execute(
        "SELECT v.captured_url, a.url FROM cited_captures v JOIN snapshots s ON s.id = v.snapshot_id"
        " JOIN articles a ON a.id = s.article_id WHERE v.capture_id <> s.capture_id"
    ).fetchall()
    assert len(listed) > 20
    assert all(captured_url == url for captured_url, url in listed)
