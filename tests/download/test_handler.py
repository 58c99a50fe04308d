"""The handler inside a real crawl: refusals, names, turns, and what it leaves in the request's meta."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kaaw_archive.download.host_locks import HostLocks
from kaaw_archive.times import from_text
from tests.download.servers import ADDRESS, PROXY_ADDRESS, Proxy, canary, replying, serving

if TYPE_CHECKING:
    from tests.download.conftest import Fetch

ALLOWED = {"ARCHIVE_ALLOW_NETWORKS": "127.0.1.0/24"}
FORMS_OF_LOOPBACK = Path(__file__).with_name("addresses").joinpath("loopback.txt").read_text("utf-8").split()


@pytest.mark.slow
def test_no_form_of_a_private_address_is_connected_to(fetch: Fetch) -> None:
    names = {
        "inside.test": ["127.0.0.1"],
        "six.test": ["::1"],
        "mapped.test": ["::ffff:127.0.0.1"],
        "both.test": ["127.0.0.1", "::1", "10.0.0.1", "169.254.169.254"],
    }
    with canary() as (port, connections):
        hosts = [form for form in FORMS_OF_LOOPBACK if form != "::1"]  # without brackets it is no host of a URL
        hosts += ["localhost", "a.localhost", "169.254.169.254", "10.0.0.1", "0", *names]
        requests = [{"url": f"{scheme}://{host}:{port}/"} for host in hosts for scheme in ("http", "https")]
        outcomes = fetch(requests, names=names, settings=ALLOWED)
    assert [(outcome["url"], outcome.get("problem")) for outcome in outcomes] == [
        (request["url"], "private_network") for request in requests
    ]
    assert connections == []


@pytest.mark.slow
def test_connects_to_the_public_addresses_of_the_name_that_was_linked(fetch: Fetch) -> None:
    # Twisted turns xn--strae-oqa into straße, which getaddrinfo would look up as strasse
    names = {
        "mixed.test": ["127.0.0.1", "::1", ADDRESS],
        "xn--strae-oqa.test": [ADDRESS],
        "strasse.test": ["127.0.0.1"],
    }
    with canary() as (port, connections), serving() as site:
        hosts = [f"mixed.test:{site.port}/a", f"mixed.test:{port}/", f"xn--strae-oqa.test:{site.port}/b"]
        outcomes = fetch([{"url": f"http://{host}"} for host in hosts], names=names, settings=ALLOWED)
    assert [outcome.get("body", outcome.get("problem")) for outcome in outcomes] == [
        "site /a",
        "connection_refused",
        "site /b",
    ]
    assert connections == []


@pytest.mark.slow
def test_a_target_behind_a_proxy_is_refused_by_its_written_form(fetch: Fetch) -> None:
    with serving("proxy", address=PROXY_ADDRESS, handler=Proxy) as proxy:
        meta = {"proxy": f"http://{PROXY_ADDRESS}:{proxy.port}"}
        hosts = [form for form in FORMS_OF_LOOPBACK if form != "::1"] + ["localhost", "169.254.169.254"]
        hosts += ["printer", "nas.local", "metadata.google.internal"]
        requests = [{"url": f"{s}://{host}/", "meta": meta} for host in hosts for s in ("http", "https")]
        outcomes = fetch([*requests, {"url": "http://public.test/x", "meta": meta}])
        assert {outcome["problem"] for outcome in outcomes[:-1]} == {"private_network"}
        assert outcomes[-1]["body"] == "proxy http://public.test/x"
        assert [path for _, path in proxy.asked] == ["http://public.test/x"]


@pytest.mark.slow
def test_a_proxy_by_name_is_exempt_for_what_goes_through_it_alone(fetch: Fetch) -> None:
    with serving("proxy", address=PROXY_ADDRESS, handler=Proxy) as proxy:
        names = {"proxy.test": [PROXY_ADDRESS], "other.test": [PROXY_ADDRESS]}
        meta = {"proxy": f"http://proxy.test:{proxy.port}"}
        direct = f"http://proxy.test:{proxy.port}/direct"
        outcomes = fetch(
            [
                {"url": direct},
                {"url": "http://public.test/1", "meta": meta},
                {"url": direct},
                {"url": f"http://other.test:{proxy.port}/"},
                {"url": direct.replace("proxy.test", "PROXY.test.")},
                {"url": "http://public.test/2", "meta": meta},
                {"url": "https://closed.test/", "meta": meta},
                {"url": direct},
                {"url": "http://public.test/3", "meta": {"proxy": f"http://other.test:{proxy.port}"}},
            ],
            names=names,
        )
        assert [outcome.get("problem", outcome.get("body")) for outcome in outcomes] == [
            "private_network",
            "proxy http://public.test/1",
            "private_network",
            "private_network",
            "private_network",
            "proxy http://public.test/2",
            "proxy_failed",
            "private_network",
            "proxy http://public.test/3",
        ]
        assert all("direct" not in path for _, path in proxy.asked)


@pytest.mark.slow
def test_names_the_failures_of_names(fetch: Fetch) -> None:
    names = {"none.test": "EAI_NONAME", "empty.test": "EAI_NODATA", "again.test": "EAI_AGAIN", "hung.test": "hang"}
    hosts = ["none.test", "empty.test", "again.test", "hung.test", "8.8.8.8.8", "x" * 64 + ".test", "a..b"]
    outcomes = fetch([{"url": f"http://{host}/"} for host in hosts], names=names, settings={"DNS_TIMEOUT": 0.5})
    assert [outcome["problem"] for outcome in outcomes] == [
        "dns_not_found",
        "dns_not_found",
        "dns_failure",
        "dns_failure",
        "bad_url",
        "bad_url",
        "bad_url",
    ]
    assert outcomes[3]["text"] == "hung.test: the resolver did not answer within 0.5 s"
    assert all("\n" not in outcome["text"] for outcome in outcomes)


@pytest.mark.slow
def test_names_the_failures_of_connections(fetch: Fetch) -> None:
    with (
        replying(b"") as silent,
        replying(b"SSH-2.0-OpenSSH_9.2\r\n") as other,
        replying(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf") as cut,
        replying(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + b"x" * 100) as big,
        serving() as site,
    ):
        requests: list[dict[str, Any]] = [{"url": f"http://{ADDRESS}:{port}/"} for port in (3, silent, other)]
        requests += [
            {"url": f"http://{ADDRESS}:{cut}/", "meta": {"download_maxsize": 150}},
            {"url": f"http://{ADDRESS}:{big}/", "meta": {"download_maxsize": 50}},
            {"url": f"http://{ADDRESS}:{site.port}/slow", "meta": {"download_timeout": 0.1}},
            {"url": f"https://{ADDRESS}:{site.port}/"},
        ]
        outcomes = fetch(requests, settings=ALLOWED | {"LOG_LEVEL": "CRITICAL"})
    assert [outcome["problem"] for outcome in outcomes] == [
        "connection_refused",
        "connection_lost",
        "bad_response",
        "connection_lost",
        "too_large",
        "timeout",
        "tls_failed",
    ]
    assert all("elapsed_ms" in outcome for outcome in outcomes)


@pytest.mark.slow
def test_what_goes_over_the_wire_is_noted_in_its_order_and_case(fetch: Fetch) -> None:
    interim = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
    head = b"HTTP/1.1 200 Alles gut\r\nX-b: 1\r\nx-A:  2\r\nX-B: 3\r\nno field\r\nCONTENT-LENGTH: 2\r\n\r\n"
    with replying(interim + head + b"ok") as port, replying(b"HTTP/1.1 200\r\nA: 1\r\n") as cut:
        outcomes = fetch([{"url": f"http://{ADDRESS}:{number}/"} for number in (port, cut, 1)], settings=ALLOWED)
    whole, lost, refused = outcomes
    assert whole["reason_phrase"] == "Alles gut"
    assert whole["response_lines"] == [["X-b", "1"], ["x-A", "2"], ["X-B", "3"], ["CONTENT-LENGTH", "2"]]
    assert dict(whole["request_lines"])["Host"] == f"{ADDRESS}:{port}"
    assert [name for name, _ in whole["request_lines"]].index("User-Agent") >= 0
    assert (lost["problem"], lost["reason_phrase"], len(lost["request_lines"])) == (
        "connection_lost", "", len(whole["request_lines"]),
    )  # fmt: skip
    assert "reason_phrase" not in refused and refused["request_lines"] == []


@pytest.mark.slow
def test_a_blocked_host_is_not_asked(fetch: Fetch) -> None:
    with serving() as site:
        base = f"http://{ADDRESS}:{site.port}"
        earlier = {"started_at": "2024-11-23T12:00:00.000Z", "elapsed_ms": 5}
        outcomes = fetch(
            [{"url": f"{base}/open"}, {"url": f"{base}/stop", "earlier": earlier}],
            blocks={"/stop": "asked us to stop"},
            settings=ALLOWED,
        )
        assert [path for _, path in site.asked] == ["/open"]
    assert outcomes[1]["problem"] == "host_blocked"
    assert outcomes[1]["text"] == "asked us to stop"
    assert not {"started_at", "elapsed_ms"} & outcomes[1].keys()


@pytest.mark.slow
def test_a_paused_host_is_waited_for_or_refused(fetch: Fetch, tmp_path: Path) -> None:
    locks = HostLocks(tmp_path / "archive.db.locks")
    with serving() as site:
        base = f"http://{ADDRESS}:{site.port}"
        settings = ALLOWED | {"ARCHIVE_PAUSE_MAX_S": 2.5}
        locks.pause("one.test", 100)
        locks.pause(ADDRESS, 0.1)
        names = {"one.test": [ADDRESS]}
        requests = [{"url": f"http://one.test:{site.port}/"}, {"url": f"{base}/later"}]
        outcomes = fetch(requests, settings=settings, names=names)
        assert outcomes[0]["problem"] == "host_paused"
        assert outcomes[1]["status"] == 200
        many = settings | {"CONCURRENT_REQUESTS_PER_DOMAIN": 4}
        assert fetch(requests, settings=many, names=names)[0]["problem"] == "host_paused"
        assert [path for _, path in site.asked] == ["/later", "/later"]


@pytest.mark.slow
def test_a_busy_server_is_left_alone_by_the_next_in_line(fetch: Fetch) -> None:
    with serving() as site:
        base = f"http://one.test:{site.port}"
        requests = [{"url": f"{base}{path}"} for path in ("/busy", "/next", "/busy/3600", "/never")]
        settings = ALLOWED | {"ARCHIVE_BACK_OFF_S": 0.5}
        outcomes = fetch(requests, together=True, settings=settings, names={"one.test": [ADDRESS]})
        asked = list(site.asked)
    assert [outcome.get("status", outcome.get("problem")) for outcome in outcomes] == [503, 200, 503, "host_paused"]
    assert [path for _, path in asked] == ["/busy", "/next", "/busy/3600"]
    assert asked[1][0] - asked[0][0] >= 0.49


@pytest.mark.slow
def test_one_request_at_a_time_and_the_delay_between_them(fetch: Fetch) -> None:
    with serving() as site:
        paths = ["/slow/1", "/slow/2", "/3", "/4"]
        outcomes = fetch(
            [{"url": f"http://{ADDRESS}:{site.port}{path}"} for path in paths],
            together=True,
            settings=ALLOWED | {"DOWNLOAD_DELAY": 0.1},
        )
        instants = sorted(instant for instant, _ in site.asked)
    assert [outcome["status"] for outcome in outcomes] == [200] * 4
    assert all(after - before >= 0.099 for before, after in itertools.pairwise(instants))
    starts = sorted(from_text(outcome["started_at"]) for outcome in outcomes)
    assert (starts[1] - starts[0]).total_seconds() >= 0.15  # not before the slow answer was there


@pytest.mark.slow
def test_waiting_for_a_turn_is_no_part_of_the_timeout(fetch: Fetch) -> None:
    with serving() as site:
        url = f"http://{ADDRESS}:{site.port}/slow"
        settings = ALLOWED | {"DOWNLOAD_DELAY": 2.2, "DOWNLOAD_TIMEOUT": 2}
        outcomes = fetch([{"url": url}] * 3, together=True, settings=settings)
    assert [outcome.get("status") for outcome in outcomes] == [200] * 3
    assert all(150 <= outcome["elapsed_ms"] < 2000 for outcome in outcomes)


def test_slots_that_are_wider_ask_at_once(fetch: Fetch) -> None:
    with serving() as site:
        requests = [{"url": f"http://{ADDRESS}:{site.port}/slow/{number}"} for number in range(4)]
        fetch(requests, together=True, settings=ALLOWED | {"CONCURRENT_REQUESTS_PER_DOMAIN": 4})
        instants = [instant for instant, _ in site.asked]
    assert max(instants) - min(instants) < 0.4  # one after the other takes 0.45


def test_without_an_archive_there_is_no_locks(fetch: Fetch, tmp_path: Path) -> None:
    with serving() as site:
        url = f"http://{ADDRESS}:{site.port}/"
        outcomes = fetch([{"url": url}], settings=ALLOWED | {"ARCHIVE": None})
    assert outcomes[0]["status"] == 200
    assert not list(tmp_path.glob("*.locks"))


@pytest.mark.slow
def test_a_kept_connection_that_is_closed_is_a_failed_attempt_and_made_again(fetch: Fetch) -> None:
    with serving("proxy", address=PROXY_ADDRESS, handler=ClosingProxy) as proxy:
        meta = {"proxy": f"http://proxy.test:{proxy.port}"}
        requests = [{"url": f"http://public.test/{n}", "meta": meta} for n in range(3)]
        outcomes = fetch(requests, names={"proxy.test": [PROXY_ADDRESS]})
    assert [outcome.get("status") for outcome in outcomes] == [200, None, 200]
    assert outcomes[1]["problem"] == "connection_lost"


class ClosingProxy(Proxy):
    """Says that it keeps the connection, and hangs up when the next request comes."""

    def do_GET(self) -> None:  # noqa: N802 - the name that http.server calls
        if self.close_connection is False and getattr(self, "has_answered", False):
            self.close_connection = True
            return
        self.has_answered = True
        super().do_GET()


@pytest.mark.slow
def test_connections_to_a_proxy_are_kept_for_all_hosts(fetch: Fetch) -> None:
    with serving("proxy", address=PROXY_ADDRESS, handler=CountingProxy) as proxy:
        meta = {"proxy": f"http://proxy.test:{proxy.port}"}
        requests = [{"url": f"http://host{n % 4}.test/slow/{n}", "meta": meta} for n in range(12)]
        outcomes = fetch(requests, together=True, names={"proxy.test": [PROXY_ADDRESS]})
        connections = [path for _, path in proxy.asked if path == CountingProxy.BEGINS]
    assert [outcome.get("status") for outcome in outcomes] == [200] * 12
    assert len(connections) == 4  # one a host that is asked at the same time, not one a request


class CountingProxy(Proxy):
    """Notes each connection beside what is asked."""

    BEGINS = "a connection begins"

    def setup(self) -> None:
        self.server.asked.append((0.0, self.BEGINS))
        super().setup()
