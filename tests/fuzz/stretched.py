"""Texts of others that are long where a short one is meant: pieces that patterns look for, repeated up to 20,000 times."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.fuzz.strategies import URLS

_TITLES = [
    " ", "\t", "\u00a0", ".", ":", "::", " | ", " - ", "–", "»", ",", "!", "(", "[", '"', "'", "404", "Fehler", "fehlercode", "code",
    "Seite nicht gefunden", "not found", "Wartung", "Anmelden", "Login", "Zugriff verweigert", "Datum: ", "Typ: ", "Nr. ",
    "22.09.2016", "1.1.", "2016", "Ä", "a", "0", "Die Satzung ", "existiert nicht", "leider", "</title>", "<title", "&nbsp;", "&#0;",
]  # fmt: skip
_HEADERS = [
    " ", "\t", ",", ";", "=", '"', "\\", "/", "text/html", "charset=", "utf-8", "max-age=", "0", "9", "noindex", "unavailable_after: ",
    "googlebot: ", "Thu, 22 Sep 2016 ", "12:00:00 GMT", "W/", '"a"', "<http://", ">", "rel=", "train-ai=n", "http://amt.example/",
    "//a:b@", "@", "%0d%0a", "\x1b[31m", "\x00", "ü",
]  # fmt: skip
_ROBOTS = [
    "User-agent: *\n", "User-agent: kaaw_archive\n", "User-agent: kaaw", "User-agent: a b c d\n", "Disallow: /", "Allow: /", "*", "*a", "$",
    "%41", "\n", "\r", " ", "\t", "#", ":", "Crawl-delay: 1\n", "Sitemap: http://amt.example/s.xml\n", "\x00", "ü", "a",
]  # fmt: skip
_METAS = [
    " ", "\t", "\n", ",", ";", "=", "'", '"', ">", "<", "robots", "noindex", "noai", "name = ", "content = ", "<meta ", "og:title",
    "article:published_time", "2016-09-22", "T12:00:00+02:00", "author", "Anna Beispiel", "tdm-reservation", "1", "refresh", "0;url=",
    "{", "}", '"datePublished":"', "\\", "<script type='application/ld+json'>", "</script>", "<base href='/", "a", "ü",
]  # fmt: skip


def stretched(pieces: list[str]) -> st.SearchStrategy[str]:
    """Return texts of a beginning, a part that is repeated, and an end."""
    some = st.lists(st.sampled_from(pieces) | st.text(max_size=3), max_size=4).map("".join)
    times = st.sampled_from([1, 2, 10, 100, 1_000, 20_000])
    return st.tuples(some, some, times, some).map(lambda text: text[0] + text[1][:12] * text[2] + text[3])


titles = stretched(_TITLES)
header_values = stretched(_HEADERS)
robots = stretched(_ROBOTS)
metas = stretched(_METAS)
addresses = st.tuples(st.sampled_from(["http://amt.example/", "https://", "/", ""]), stretched(URLS)).map("".join)
