"""No password, cookie or key that a site, a page or a setting holds is in the archive, its log or the output of commands."""

from __future__ import annotations

import base64
import json
import sqlite3
import ssl
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from scrapy import Request
from scrapy.http import Response

from kaaw_archive.addon import attempts
from kaaw_archive.http import is_secret, without_secret_fields
from kaaw_archive.urls import without_credentials
from tests.crawl.crawler import Crawler, crawler_in
from tests.download.certificates import Authority
from tests.linkcheck.test_linkcheck import PRESS, TEXT, TOWN, citing, html, linkcheck
from tests.local_site import HTML, Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

# {} stands for the secret, which has the number of its case; {long} for letters that make a password long
CASES: dict[str, list[str]] = json.loads(Path(__file__).with_name("cases").joinpath("secrets.json").read_text("utf-8"))
ARCHIVE = "www.archiv.example"


def secret(kind: str, number: int) -> str:
    return f"geheim-{kind}-{number}-ende"


def planted(kind: str) -> list[str]:
    cases = (case.replace("{long}", "lang" * 150) for case in CASES[kind])
    return [case.replace("{}", secret(kind, number)) for number, case in enumerate(cases)]


PAGES = ("links", "markup", "robots", "tdmrep")  # in bodies of servers, which payloads keep as they came
SECRETS = [secret(kind, number) for kind, cases in CASES.items() for number in range(len(cases))]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Crawler, str]]:
    """An archive after a crawl, a link check and commands, and all that they said."""
    folder = tmp_path_factory.mktemp("secrets")
    authority = Authority(folder, "trusted")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(authority.issue(ARCHIVE, file="archive"))
    with crawler_in(folder, tls=tls) as crawler:
        said = "".join(ran.output for ran in crawl(crawler, authority.path))
        yield crawler, said


def crawl(crawler: Crawler, trusted: Path) -> Iterator[Any]:
    site = crawler.site
    addresses = [f"http://{TOWN}{PRESS}", f"http://{TOWN}/kopf.html"]
    links = planted("links")
    for number, target in enumerate(planted("redirects")):
        site.add(TOWN, f"/alt/{number}", Answer(status=301, headers={**HTML, "Location": target}))
        site.add(TOWN, f"/quelle/{number}", Answer(status=301, headers={**HTML, "Location": target}))
        addresses.append(f"http://{TOWN}/alt/{number}")
        links.append(f"http://{TOWN}/quelle/{number}")
    fields = dict(line.split(": ", 1) for line in planted("headers"))
    site.add(TOWN, "/kopf.html", Answer(html("Kopf", TEXT).body, headers={**HTML, **fields}))
    site.add_robots(TOWN, "\n".join(planted("robots")))
    article = citing(f"http://{TOWN}/fort.html", *links).body
    rules = json.dumps([{"location": "/", "tdm-reservation": 1, "tdm-policy": one} for one in planted("tdmrep")])
    site.add(TOWN, "/.well-known/tdmrep.json", Answer(rules.encode(), headers={"Content-Type": "application/json"}))
    head = "".join(planted("markup")).encode()
    site.add(TOWN, PRESS, Answer(article.replace(b"</head>", head + b"</head>")))
    site.add(TOWN, "/fort.html", Answer(status=410))
    proxy = site.proxy.replace("http://", f"http://crawler:{secret('proxy', 0)}@")
    sent = json.dumps(dict(line.split(": ", 1) for line in planted("requests")))
    command = crawler.command(addresses, "-s", "LOG_LEVEL=DEBUG", "-s", f"DEFAULT_REQUEST_HEADERS={sent}")
    yield crawler.program.run(*command, env={"http_proxy": proxy})
    for archives in planted("archives"):
        chosen: dict[str, object] = {"LINK_ARCHIVES": archives, "LINK_RETRY_S": 0.1}
        yield linkcheck(crawler, "-s", "LOG_LEVEL=DEBUG", settings=chosen, env={"SSL_CERT_FILE": str(trusted)})
    for line in planted("commands"):
        yield crawler.kaaw(*line.split())
    for line in ("links explain {}", "links --json", "history {}", "show {} --json", "status", "runs --json"):
        yield crawler.kaaw(*line.replace("{}", addresses[0]).split())


@pytest.mark.slow
def test_no_secret_is_in_the_file_or_beside_it(crawled: tuple[Crawler, str]) -> None:
    crawler, _ = crawled
    assert crawler.value("SELECT count(*) FROM captures WHERE status = 200 AND kind <> 'probe'") >= 2
    assert crawler.value("SELECT count(*) FROM mentions") >= len(CASES["links"])
    stored = b"".join(path.read_bytes() for path in crawler.archive.parent.glob("archive.db*") if path.is_file())
    of_pages = {secret(kind, number) for kind in PAGES for number in range(len(CASES[kind]))}
    assert not [one for one in SECRETS if one not in of_pages and one.encode() in stored]
    with closing(sqlite3.connect(crawler.archive)) as connection:
        rows = "\n".join(line for line in connection.iterdump() if not line.startswith('INSERT INTO "payloads"'))
    assert "tdm_policy" in rows
    assert not [one for one in SECRETS if one in rows]


@pytest.mark.slow
def test_what_a_spider_sends_is_kept_by_a_list_of_names(crawled: tuple[Crawler, str]) -> None:
    crawler, _ = crawled
    (seen,) = [seen for seen in crawler.site.requests(TOWN) if seen.path == "/kopf.html"]
    assert {seen.headers.get(line.split(": ")[0].lower()) for line in planted("requests")} == {
        line.split(": ", 1)[1] for line in planted("requests")
    }
    lines = crawler.value(
        "SELECT group_concat(json) FROM headers WHERE id IN (SELECT request_headers_id FROM captures)"
    )
    assert "user-agent" in lines.lower()
    assert not any(line.split(": ")[0].lower() in lines.lower() for line in planted("requests"))


@pytest.mark.slow
def test_no_secret_is_in_the_log_or_in_the_output(crawled: tuple[Crawler, str]) -> None:
    _, said = crawled
    assert f"http://{TOWN}{PRESS}" in said
    assert not [one for one in SECRETS if one in said]


@pytest.mark.slow
def test_an_archive_of_link_archives_is_sent_its_password_alone(crawled: tuple[Crawler, str]) -> None:
    crawler, _ = crawled
    sent = {seen.headers.get("authorization") for seen in crawler.site.requests(ARCHIVE)}
    users = [f"leser:{secret('archives', number)}" for number in range(len(CASES["archives"]))]
    assert sent == {f"Basic {base64.b64encode(user.encode()).decode()}" for user in users}
    assert {seen.headers.get("authorization") for seen in crawler.site.requests(TOWN)} == {None}


def test_the_add_on_keeps_no_secret_of_a_project() -> None:
    fields = dict(line.split(": ", 1) for line in planted("headers"))
    for address in planted("redirects"):
        request = Request("http://gast:geheim@amt.example/", headers={"Authorization": "geheim", "Cookie": "a=geheim"})
        request.meta["redirect_urls"] = [address]
        response = Response(request.url, 301, headers={**fields, "Location": address})
        answer = attempts.attempt_of_response(
            request, response, at="2016-09-22T12:00:00.000Z", elapsed_ms=1, max_bytes=1000
        )
        failure = attempts.attempt_of_error(
            request, ValueError(f"cannot fetch {address}"), at=answer.capture.captured_at, elapsed_ms=1
        )
        assert answer.capture.url == failure.capture.url == "http://amt.example/"
        assert "geheim" not in repr(answer)
        assert "geheim" not in repr(failure)


PUBLIC = [
    "https://medium.com/@kaaw/a", "see @kaaw and a@b.example", "https://a.example/?mail=a@b.example", "mailto:a@b.example", "http://amt.example:8080/x@y", "http://[2001:db8::1]/@x",
    "https://web.archive.org/web/2016/https://medium.com/@kaaw", "a // b @ c", "", "@" + " //a:b" * 20_000, "@" + "/" * 200_000, "@ " + "http:" * 50_000, "@" + "/\t" * 50_000, "@ " + "http:" * 200_000, "http:" * 200_000 + "/ @", "@ " + "//a:1" * 100_000,
]  # fmt: skip


@pytest.mark.parametrize("text", PUBLIC)
def test_text_without_passwords_stays_as_it_is(text: str) -> None:
    assert without_credentials(text) == text


@pytest.mark.parametrize(
    "name",
    [
        "WWW-Authenticate",
        "Surrogate-Key",
        "X-Cache-Key",
        "xkey",
        "Author",
        "ETag",
        "Content-Type",
        "Keep-Alive",
        "X-Inside",
        "Access-Control-Allow-Credentials",
        "Keywords",
        "Permissions-Policy",
    ],
)
def test_fields_that_open_nothing_are_kept(name: str) -> None:
    assert not is_secret(name)


@pytest.mark.parametrize(
    "value",
    [
        "max-age=60, private", 'Bearer realm="Amt 1", authorization_uri="https://login.example/1"', "Basic authentication required", "publickey-credentials-get=()",
        "<https://amt.example/?token=1&key=2>; rel=canonical", "default-src 'self'; script-src 'nonce-abc1'", 'attachment; filename="a.pdf"', 'h3=":443"; ma=86400', "a" * 100_000,
    ],
)  # fmt: skip
def test_values_that_repeat_no_secret_stay_whole(value: str) -> None:
    assert without_secret_fields(value) == value
