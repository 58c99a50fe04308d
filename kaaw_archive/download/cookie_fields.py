"""Fields Cookie and Set-Cookie of requests and answers: what goes to the cookies of a chain of redirects, and back."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from kaaw_archive.download.chain_cookies import ChainCookies
from kaaw_archive.download.request_context import context_of
from kaaw_archive.http import REDIRECTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy import Request
    from scrapy.http import Response


def take_cookies(request: Request, response: Response) -> None:
    """Take the cookies of a redirect, and of a page whose refresh a link check may follow.

    Those of a failure would come along when it is asked again, and lead to the same machine of many.
    """
    context, lines = context_of(request), response.headers.getlist("Set-Cookie")
    if lines and (response.status in REDIRECTS or (context.kind == "probe" and 200 <= response.status < 300)):
        context.cookies = context.cookies or ChainCookies()
        context.cookies.take(request.url, lines)


@contextmanager
def cookies_sent(request: Request) -> Iterator[None]:
    """Let a request have the cookies of its chain while it is sent, unless its spider gave it cookies itself."""
    cookies = context_of(request).cookies
    field = cookies.field_for(request.url) if cookies is not None else None
    if cookies is None or field is None:
        yield
    elif "Cookie" in request.headers:
        cookies.refuse()
        yield
    else:
        request.headers["Cookie"] = field.encode("latin-1")
        try:
            yield
        finally:
            del request.headers["Cookie"]


def withhold_cookies(request: Request) -> None:
    """Note the cookies that a server without a good certificate does not get."""
    cookies = context_of(request).cookies
    if cookies is not None and cookies.field_for(request.url) is not None:
        cookies.refuse()
