"""Bytes that look like what they are taken for, and break it: pieces of each format in any order, cut, doubled, wrong."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.extract.pdf_writer import Line, flow
from tests.extract.pdf_writer import pdf as whole_pdf

URLS = [
    "http://", "https://", "//", "/", "?", "#", "&", "=", ";", ":", "@", "[", "]", "%", "%2", "%2F", "%25", "%00", "+",
    "www.", "amt.example", "bücherei", "..", ".", "index.php", "1-x", "v=1", "start=0", "limitstart=5", "__blob=x",
    ";jsessionid=A.1", "&amp;", "\u00ad", "%C2%AD", "\ud800", "\udcff", "\x00", "\n", " ", "::1", "80", "99999", "ß",
    "٣", "FID=3.1.1", "tx_news_pi1[news]=4", "cHash=ab", "/SharedDocs/x.html", "nn=5", "gtp=3_list%253D2",
]  # fmt: skip
_ROBOTS = [
    "User-agent: *", "User-agent: kaaw_archive", "Disallow: /", "Disallow:", "Allow: /a*b$", "Crawl-delay: 10",
    "Crawl-delay: 1e999", "Crawl-delay: nan", "Crawl-delay: -1", "Request-rate: 1/0", "Visit-time: 0600-9999",
    "Sitemap: http://[", "Sitemap: https://amt.example/s.xml", "\ufeff", "#", "\r", "\n", "\x00", ":", "*", "$", "%",
]  # fmt: skip
_XML = [
    '<?xml version="1.0"?>', '<?xml version="1.0" encoding="utf-16"?>', "<rss>", "<channel>", "<item>", "</item>", "<link>",
    "</link>", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>", "<link href='/a'/>", "<updated>", "2016-09-22",
    "Thu, 22 Sep 2016 99:99:99 +9999", "<urlset>", "<sitemapindex>", "<url>", "<loc>", "</loc>", "<lastmod>",
    "https://amt.example/a", "http://[", "&amp;amp;", "&#0;", "&#xD800;", "<![CDATA[", "]]>", "<!DOCTYPE x [<!ENTITY e 'e'>]>",
    "&e;", "<!--", "-->", "\x00", "ü", "</urlset>", "<rdf:RDF>", "<", ">", '"',
]  # fmt: skip
_HTML = [
    "<!DOCTYPE html>", "<html lang='de'>", "<head>", "<meta charset='utf-8'>", "<meta charset='quatsch'>", "<base href='http://['>",
    "<base href='/x/'>", "<title>", "</title>", "<body>", "<main>", "<article>", "<h1>", "</h1>", "<p>", "</p>", "<ul>", "<li>",
    "<a href='/a'>", "<a href='http://['>", "<a href='javascript:x'>", "</a>", "<time datetime='2016-13-45'>", "22.09.2016",
    "<script type='application/ld+json'>", '{"@type":"NewsArticle","datePublished":[{}]}', "</script>", "<table>", "<tr>", "<td>",
    "<svg>", "<math>", "<template>", "<plaintext>", "<!--", "-->", "<![CDATA[", "\x00", "&#xD800;", "&nbsp;", "<img src=x>",
    "<iframe srcdoc='<p>'>", "Die Stadt hat am Montag die Satzung beschlossen. ", "weiter", "Nächste Seite", "<div class='c-teaser'>",
    "<link rel='alternate' type='application/rss+xml' href='/f'>", "<meta name='generator' content='Joomla!'>", "<font", "='", '"',
]  # fmt: skip
_PDF = [
    b"%PDF-1.7\n", b"1 0 obj", b"endobj", b"<< /Type /Catalog /Pages 2 0 R >>", b"2 0 obj", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"3 0 obj", b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>", b"4 0 obj", b"<< /Length 30 >>", b"stream\n", b"BT (x) Tj ET",
    b"\nendstream", b"xref\n0 5\n", b"trailer", b"<< /Root 1 0 R >>", b"startxref\n0\n%%EOF", b"/Filter /FlateDecode", b"/Encrypt 9 0 R",
    b"/ObjStm", b"-1", b"99999999999", b"\x00\xff", b"(", b")", b"[", b"]", b"<", b">>", b"/Info 5 0 R", b"/Title (\xfe\xff\xd8\x00)",
]  # fmt: skip

addresses = st.lists(st.sampled_from(URLS) | st.text(max_size=3), max_size=12).map("".join)
names = st.sampled_from(
    [
        "Content-Type",
        "ETag",
        "Last-Modified",
        "Location",
        "Retry-After",
        "X-Robots-Tag",
        "tdm-reservation",
        "Content-Usage",
        "Link",
    ]
)
values = st.binary(max_size=40) | st.sampled_from(
    [b"text/html; charset=\xff", b"noarchive, unavailable_after: 99", b"1", b"9" * 400, b"Thu, 99 Sep 99999 25:61:61 GMT",
     b"\x1b[31m", b"a\r\nSet-Cookie: x", b"train-ai=n;;=", b";;;", b"utf-7", b"http://["]
)  # fmt: skip
headers = st.dictionaries(
    names.map(str.encode) | st.binary(min_size=1, max_size=12), st.lists(values, max_size=3), max_size=5
)


def _joined(pieces: list[str], most: int) -> st.SearchStrategy[bytes]:
    texts = st.lists(st.sampled_from(pieces) | st.text(max_size=4), max_size=most).map("".join)
    coded = st.tuples(texts, st.sampled_from(["utf-8", "utf-16", "latin-1", "utf-7", "cp1252"]))
    return coded.map(lambda pair: pair[0].encode(pair[1], "replace")) | st.binary(max_size=60)


robots = (
    st.lists(st.sampled_from(_ROBOTS) | st.text(max_size=4), max_size=14)
    .map("\n".join)
    .map(lambda text: text.encode("utf-8", "replace"))
)
xml = _joined(_XML, 18)
html = _joined(_HTML, 24)
pdf = (
    st.lists(st.sampled_from(_PDF) | st.binary(max_size=6), max_size=24)
    .map(b"\n".join)
    .map(lambda body: b"%PDF-1.4\n" + body)
)
_WHOLE_PDF = whole_pdf(
    [[Line("Bericht zur Lage", 780, size=20), *flow("Der Rat hat den Haus-|halt der Stadt beraten. " * 3, 740)], [Line("Ende", 700)]],
    {"Title": "Bericht", "CreationDate": "D:20160922140500Z"},
    xmp="<dc:creator>Jördis Kühl</dc:creator>",
)  # fmt: skip
_changes = st.lists(
    st.tuples(st.integers(0, len(_WHOLE_PDF)), st.integers(0, 40), st.binary(max_size=6) | st.sampled_from(_PDF)),
    max_size=5,
)


def _changed(changes: list[tuple[int, int, bytes]]) -> bytes:
    """A whole file in which some places are taken out and others put in."""
    body = _WHOLE_PDF
    for place, length, put in changes:
        body = body[:place] + put + body[place + length :]
    return body


damaged_pdf = _changes.map(_changed)
content_types = st.sampled_from(
    [
        None,
        "text/html",
        "text/html; charset=utf-16",
        "application/xml",
        "application/rss+xml",
        "application/pdf",
        "text/plain",
        "x",
    ]
)
