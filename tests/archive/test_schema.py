"""The tables and views that are promised: researchers write SQL against them."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlite_utils import Database

from kaaw_archive.archive.connect import open_for_writing
from kaaw_archive.archive.migrations import MIGRATIONS, statements
from kaaw_archive.archive.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

# name: columns, with ? where NULL may stand
TABLES = {
    "crawls": "id uid spider source args_json software user_agent started_at ended_at? state reason? requests captures"
    " new_payloads problems",
    "urls": "id url site?",
    "captures": "id crawl_id seq kind url_id page_id? via_id? captured_at method status? error? error_text?"
    " payload_digest? revisit? headers_id? headers_rest_json? request_headers_id? request_headers_rest_json? etag?"
    " last_modified? wire_bytes? content_encoding? elapsed_ms? ip? tls_error? certificate_id? robots robots_capture_id?"
    " rights_json?",
    "headers": "id json",
    "certificates": "id sha256 der?",
    "payloads": "digest size_bytes media_type codec base_digest? dictionary_id? data? first_seen_at",
    "dictionaries": "id site made_at data",
    "link_checks": "id link_url crawl_id checked_at capture_id? method status? error? hops_json final_url? title?"
    " media_type? page_kind? text_digest? similarity? tls_error? requests elapsed_ms verdict rule reason rules_version",
    "pages": "id url_key key_version url source kind cms? first_seen_at last_seen_at last_capture_id due_at?"
    " interval_s? state",
    "readings": "id capture_id page_kind cms? problem? is_suspect extractor extractor_version options_json",
    "articles": "id key page_id url source state moved_to_id? first_seen_at last_seen_at work_id?",
    "works": "id key source title published_on? first_seen_at last_seen_at news_since_at? state current_article_id?",
    "work_evidence": "id work_id article_id other_article_id rule confidence reason proof_json",
    "snapshots": "id article_id version capture_id last_capture_id payload_digest first_seen_at last_seen_at title"
    " kicker? lead? text structure author? issuer? place? kind language? published_on? published_clue? modified_on?"
    " modified_clue? text_digest reading_id cut_json? author_clue? title_clue? kind_clue?",
    "links": "id url url_key host page_id? first_cited_at health health_since_at? last_check_id? next_check_at?"
    " incident_id?",
    "mentions": "id snapshot_id link_id position href anchor_text sentence? role rel?",
    "incidents": "id source kind pattern mapping_json? started_at ended_at?",
    "events": "id uid? kind article_id? link_id? source after_at? before_at known_at from_snapshot_id? to_snapshot_id?"
    " proof_json incident_id? rule is_superseded is_reread quotation? quotation_form?",
    "comparisons": "to_snapshot_id from_snapshot_id kinds_json? significance? sentence? is_silent? no_edit?"
    " is_new_bad?",
    "health_changes": "id link_id check_id after_at? before_at from_health to_health reason",
    "decisions": "id kind subject value_json? reason? made_by made_at until_at?",
}
VIEWS = {
    "visits": "uid crawl_uid source page_id url captured_at status reason_phrase http_version payload_digest"
    " headers_json header_lines_json request_header_lines_json cert_sha256",
    "cited_captures": "snapshot_id article_id version capture_id capture_uid captured_url captured_at payload_digest",
    "latest": "article_id snapshot_id capture_uid kind page_kind issuer url source state version title lead text author"
    " published_on published_clue modified_on language first_seen_at last_seen_at captured_url payload_digest"
    " work_id is_current version_first_seen_at version_last_seen_at missing_since_at",
    "works_view": "work_id work_key source title published_on state current_url first_seen_at last_seen_at addresses"
    " addresses_json missing_since_at",
    "edits": "article_id from_snapshot_id to_snapshot_id from_capture_uid to_capture_uid event_id article_url source"
    " from_version to_version last_seen_old_at first_seen_new_at edit_kind kinds_json significance sentence is_silent",
    "citations": "article_id snapshot_id link_id check_id source host published_on article_url version is_latest"
    " link_url anchor_text sentence role verdict rule checked_at health",
}
UNIQUE: dict[str, list[tuple[str, ...]]] = {
    "crawls": [("uid",)],
    "urls": [("url",)],
    "captures": [("crawl_id", "seq")],
    "headers": [("json",)],
    "certificates": [("sha256",)],
    "payloads": [("digest",)],
    "pages": [("url_key",)],
    "readings": [("capture_id",)],
    "articles": [("key",)],
    "works": [("key",)],
    "snapshots": [("article_id", "version")],
    "links": [("url",)],
}


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    with closing(open_for_writing(tmp_path_factory.mktemp("schema") / "archive.db")) as opened:
        yield opened


@pytest.mark.parametrize("table", TABLES)
def test_promised_tables_are_strict_and_have_the_promised_columns(connection: sqlite3.Connection, table: str) -> None:
    assert connection.execute("SELECT strict FROM pragma_table_list WHERE name = ?", (table,)).fetchone()[0] == 1
    found = {
        name: not (not_null or is_key)
        for name, not_null, is_key in connection.execute(
            'SELECT name, "notnull", pk FROM pragma_table_info(?)', (table,)
        )
    }
    promised = {word.rstrip("?"): word.endswith("?") for word in TABLES[table].split()}
    assert {name: found.get(name) for name in promised} == promised


def test_every_table_but_those_of_the_search_index_is_strict(connection: sqlite3.Connection) -> None:
    loose = connection.execute(
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict AND schema = 'main'"
    )
    ours = {row[0] for row in loose if not row[0].startswith(("sqlite_", "search_index", "_sqlite_migrations"))}
    assert ours == set()


@pytest.mark.parametrize("view", VIEWS)
def test_promised_views_have_the_promised_columns(connection: sqlite3.Connection, view: str) -> None:
    found = [column[0] for column in connection.execute(f"SELECT * FROM {view}").description]
    assert [name for name in found if name in VIEWS[view].split()] != []
    assert set(VIEWS[view].split()) <= set(found)


@pytest.mark.parametrize("table", UNIQUE)
def test_identities_are_unique(connection: sqlite3.Connection, table: str) -> None:
    found = {
        tuple(row[0] for row in connection.execute("SELECT name FROM pragma_index_info(?)", (index,)))
        for index, is_unique in connection.execute('SELECT name, "unique" FROM pragma_index_list(?)', (table,))
        if is_unique
    }
    assert set(UNIQUE[table]) <= found


def test_every_foreign_key_has_an_index_to_delete_by(connection: sqlite3.Connection) -> None:
    """Without one, each row of a parent that derive takes back costs a look at the whole child table."""
    parents = {"pages", "readings", "articles", "works", "snapshots", "links"}
    without = []
    for table in TABLES:
        indexed = {
            connection.execute("SELECT name FROM pragma_index_info(?)", (index,)).fetchone()[0]
            for (index,) in connection.execute("SELECT name FROM pragma_index_list(?)", (table,))
        }
        for parent, column in connection.execute('SELECT "table", "from" FROM pragma_foreign_key_list(?)', (table,)):
            if parent in parents and column not in indexed:
                without.append(f"{table}.{column}")
    assert without == []


def test_the_version_is_the_number_of_migrations() -> None:
    assert len(MIGRATIONS.pending(Database(memory=True))) == SCHEMA_VERSION


def test_statements_are_cut_at_their_ends_only() -> None:
    script = "CREATE TRIGGER t AFTER INSERT ON a BEGIN\n DELETE FROM b;\nEND;\nSELECT ';';\n"
    assert [s.strip() for s in statements(script)] == [
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN\n DELETE FROM b;\nEND;",
        "SELECT ';';",
    ]
