"""What a redirect to another server takes along."""

from __future__ import annotations

import asyncio

import pytest
from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from kaaw_archive import urls
from kaaw_archive.middlewares import Redirects

FIELDS = {
    "Accept-Language": "de", "Authorization": "geheim", "X-Api-Key": "geheim", "X-Kennung": "geheim",
    "Proxy-Authorization": "geheim",
}  # fmt: skip
OF_NO_ACCOUNT = {b"Accept-Language", b"Proxy-Authorization"}


@pytest.mark.parametrize(
    ("target", "is_same"),
    [
        ("https://www.amt.example/b", True),
        ("https://www.amt.example:443/b", True),
        ("/b", True),
        ("/b|c?jahr[]=2024", True),
        ("https://www.boese.example/", False),
        ("https://amt.example/", False),
        ("https://www.amt.example:8443/b", False),
        ("http://www.amt.example/b", False),
    ],
)
def test_what_opens_an_account_goes_to_no_other_server(target: str, is_same: bool) -> None:
    crawler = get_crawler(Spider)
    crawler.spider = Spider("amt")
    request = Request("https://www.amt.example/a", headers=FIELDS)
    response = Response(request.url, 302, headers={"Location": target}, request=request)
    following = asyncio.run(Redirects.from_crawler(crawler).process_response(request, response))
    assert isinstance(following, Request)
    assert following.url == urls.join(request.url, target)
    kept = set(following.headers)
    assert kept == (set(request.headers) if is_same else OF_NO_ACCOUNT)
