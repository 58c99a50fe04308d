"""Certificates: verified first, the answer kept all the same, and said what was wrong; directly and by a tunnel."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.download.certificates import DAY, NOW, Authority, self_signed
from tests.download.servers import ADDRESS, PROXY_ADDRESS, Proxy, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.download.conftest import Fetch
    from tests.download.servers import Site

FAULTS = {
    "good.test": None,
    "selfsigned.test": "self-signed certificate",
    "old-appliance.test": "self-signed certificate",
    "expired.test": "certificate has expired",
    "early.test": "certificate is not yet valid",
    "misnamed.test": "hostname mismatch",
    "stranger.test": "issuer not known",
}
ALLOWED = {"ARCHIVE_ALLOW_NETWORKS": ["127.0.1.0/24"]}


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"), "trusted")


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory, trusted: Authority) -> Iterator[dict[str, Site]]:
    folder = tmp_path_factory.mktemp("sites")
    hour = timedelta(hours=1)
    files = {
        "good.test": trusted.issue("good.test", file="good"),
        "selfsigned.test": self_signed(folder, "selfsigned.test", file="selfsigned"),
        "old-appliance.test": self_signed(folder, "old-appliance.test", file="old", has_alternative_name=False),
        "expired.test": trusted.issue("expired.test", file="expired", starts=NOW - DAY, ends=NOW - hour),
        "early.test": trusted.issue("early.test", file="early", starts=NOW + hour, ends=NOW + DAY),
        "misnamed.test": trusted.issue("another.test", file="misnamed"),
        "stranger.test": Authority(folder, "unknown").issue("stranger.test", file="stranger"),
    }
    with ExitStack() as stack:
        yield {host: stack.enter_context(serving(host, certificate=file)) for host, file in files.items()}


def requests_for(sites: dict[str, Site], **meta: Any) -> list[dict[str, Any]]:
    paths = ("first", "second")
    return [
        {"url": f"https://{host}:{site.port}/{path}", "meta": meta} for path in paths for host, site in sites.items()
    ]


def check(outcomes: list[dict[str, Any]]) -> None:
    expected = [(f"{host} /{path}", fault) for path in ("first", "second") for host, fault in FAULTS.items()]
    assert [(outcome.get("body"), outcome.get("tls_error")) for outcome in outcomes] == expected
    assert all(outcome["is_shown"] for outcome in outcomes), "response.certificate is missing"


@pytest.mark.slow
def test_keeps_the_answer_and_says_what_was_wrong(fetch: Fetch, sites: dict[str, Site], trusted: Authority) -> None:
    outcomes = fetch(
        [*requests_for(sites), {"url": f"https://{ADDRESS}:{sites['good.test'].port}/by-number"}],
        names={host: [ADDRESS] for host in sites},
        settings=ALLOWED,
        env={"SSL_CERT_FILE": str(trusted.path)},
    )
    by_number = outcomes.pop()
    assert (by_number["body"], by_number["tls_error"]) == ("good.test /by-number", "hostname mismatch")
    check(outcomes)


@pytest.mark.slow
def test_the_same_through_a_tunnel(fetch: Fetch, sites: dict[str, Site], trusted: Authority) -> None:
    with serving("proxy", address=PROXY_ADDRESS, handler=Proxy) as proxy:
        outcomes = fetch(
            requests_for(sites, proxy=f"http://proxy.test:{proxy.port}"),
            names={"proxy.test": [PROXY_ADDRESS]},
            env={"SSL_CERT_FILE": str(trusted.path)},
        )
        tunnels = [path.partition(":")[0] for _, path in proxy.asked]
    check(outcomes)
    # a bad certificate costs a second connection once; the next request goes straight to the connection that was kept
    assert {host: tunnels.count(host) for host in FAULTS} == {host: 2 if FAULTS[host] else 1 for host in FAULTS}


SECRETS = [
    ("Authorization", "Basic geheim"),
    ("X-Api-Key", "geheim"),
    ("X-Session-Token", "geheim"),
    ("X-Kennung", "geheim"),
]


@pytest.mark.slow
@pytest.mark.parametrize("secret", SECRETS, ids=[name for name, _ in SECRETS])
def test_what_opens_an_account_is_sent_to_verified_servers_alone(
    fetch: Fetch, sites: dict[str, Site], trusted: Authority, secret: tuple[str, str]
) -> None:
    """Also behind a request without it, after which the fault of the server is known."""
    with serving("proxy", address=PROXY_ADDRESS, handler=Proxy) as proxy:
        meta = {"proxy": f"http://name:wort@proxy.test:{proxy.port}"}
        plain = requests_for(sites, **meta)[: len(sites)]
        bearing = [request | {"headers": dict([secret])} for request in plain]
        for site in sites.values():
            site.fields.clear()
        outcomes = fetch(
            [*bearing, *plain, *bearing],
            names={"proxy.test": [PROXY_ADDRESS]},
            env={"SSL_CERT_FILE": str(trusted.path)},
        )
    got = [outcome.get("status", outcome.get("problem")) for outcome in outcomes]
    with_it = [200 if fault is None else "tls_failed" for fault in FAULTS.values()]
    assert got == [*with_it, *[200] * len(sites), *with_it]
    for outcome, (host, fault) in zip(outcomes, FAULTS.items(), strict=False):
        assert fault is None or (fault in outcome["text"] and secret[0] in outcome["text"])
        assert [value for name, value in sites[host].fields if name == secret[0]] == [secret[1]] * (2 * (fault is None))


@pytest.mark.slow
def test_cookies_of_a_chain_are_sent_to_verified_servers_alone(
    fetch: Fetch, sites: dict[str, Site], trusted: Authority
) -> None:
    """A server without a good certificate answers without them; what the spider gives stays as it is."""
    orders = [{**order, "cookies": [(order["url"], "sid=1")]} for order in requests_for(sites)[: len(sites)]]
    good = next(order for order in orders if "good.test" in order["url"])
    orders.append({**good, "headers": {"Cookie": "eigen=1"}})
    names, env = {host: [ADDRESS] for host in sites}, {"SSL_CERT_FILE": str(trusted.path)}
    settings = ALLOWED | {"COOKIES_ENABLED": False}  # those of Scrapy
    outcomes = fetch(orders, names=names, settings=settings, env=env)
    assert [outcome["status"] for outcome in outcomes] == [200] * len(orders)
    sent = [[value for name, value in outcome["request_lines"] if name == "Cookie"] for outcome in outcomes]
    assert sent == [[] if fault else ["sid=1"] for fault in FAULTS.values()] + [["eigen=1"]]
    assert [outcome["has_refused_cookie"] for outcome in outcomes] == [*map(bool, FAULTS.values()), True]
    (unverified,) = fetch([good], names=names, settings=settings | {"DOWNLOAD_VERIFY_CERTIFICATES": False})
    assert "Cookie" not in dict(unverified["request_lines"])


@pytest.mark.slow
def test_where_nothing_is_verified_nothing_that_opens_an_account_is_sent(fetch: Fetch, sites: dict[str, Site]) -> None:
    host = "good.test"
    url = f"https://{host}:{sites[host].port}/"
    settings = ALLOWED | {"DOWNLOAD_VERIFY_CERTIFICATES": False}
    (outcome,) = fetch([{"url": url, "headers": dict(SECRETS)}], names={host: [ADDRESS]}, settings=settings)
    assert outcome["problem"] == "tls_failed"


@pytest.mark.slow
def test_whoever_switches_verification_off_gets_no_verdict(fetch: Fetch, sites: dict[str, Site]) -> None:
    host = "expired.test"
    outcomes = fetch(
        [{"url": f"https://{host}:{sites[host].port}/"}],
        names={host: [ADDRESS]},
        settings=ALLOWED | {"DOWNLOAD_VERIFY_CERTIFICATES": False},
    )
    assert outcomes[0]["status"] == 200
    assert "tls_error" not in outcomes[0]
