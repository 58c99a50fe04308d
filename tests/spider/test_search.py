"""What a search asks for next, by what seeds have named so far; no network."""

from __future__ import annotations

from kaaw_archive.items import SeedEntry
from kaaw_archive.seeds import SeedPage
from kaaw_archive.spider.search import SiteSearch
from kaaw_archive.spider.site import SiteSpider

HOST = "https://amt.example"


def entries(*paths: str, title: str | None = None) -> tuple[SeedEntry, ...]:
    return tuple(SeedEntry(HOST + path, title) for path in paths)


def begun(**home: object) -> SiteSearch:
    search = SiteSearch(f"{HOST}/", ())
    search.take(f"{HOST}/", SeedPage("page", "plain", **home), 0)  # type: ignore[arg-type]
    return search


def asked(search: SiteSearch, seen: dict[str, str | None] | None = None) -> list[str]:
    return [address.url.removeprefix(HOST) for address in search.next_step(seen or {})]


def test_a_folder_that_a_feed_names_is_news_in_the_sitemap_too_and_others_are_not() -> None:
    search = begun()
    search.take(f"{HOST}/feed", SeedPage("feed", "plain", entries("/blog/a", "/blog/b")), 1)
    sitemap = SeedPage(
        "sitemap", "plain", entries("/glossar/was-ist-ein-amt"), sections=(entries("/blog/kurz", "/blog/a", "/team/x"),)
    )
    assert search.take(f"{HOST}/sitemap.xml", sitemap, 1) == []
    assert asked(search) == ["/blog/kurz"]


def test_a_folder_of_which_nothing_is_known_is_judged_by_a_few_of_its_pages() -> None:
    paths = [f"/projekt/neue-halle-nummer-{number}" for number in range(9)]
    search = begun()
    search.take(f"{HOST}/sitemap.xml", SeedPage("sitemap", "plain", entries(*paths)), 1)
    assert asked(search) == [paths[0], paths[3], paths[6]]
    without_days = dict.fromkeys(search.sampled_keys)
    assert asked(search, without_days) == []


def test_days_that_are_all_the_same_are_those_on_which_the_site_was_built() -> None:
    paths = [f"/seite/neue-halle-nummer-{number}" for number in range(3)]
    for days, expected in ((["2024-05-01"] * 3, []), (["2024-05-01", "2024-05-02", None], paths)):
        search = begun()
        search.take(f"{HOST}/sitemap.xml", SeedPage("sitemap", "plain", entries(*paths)), 1)
        asked(search)
        assert asked(search, dict(zip(search.sampled_keys, days, strict=True))) == expected


def test_sections_are_tried_until_too_many_bring_nothing() -> None:
    search = begun(sections=(entries("/presse"), (), entries(*(f"/menue-{number}" for number in range(20)))))
    tried = []
    while found := asked(search):
        tried += found
    assert tried[0] == "/presse"
    assert len(tried) == 8


def test_a_section_that_brings_articles_costs_nothing() -> None:
    search = begun(sections=(entries(*(f"/archiv-{number}" for number in range(20))),))
    tried = 0
    while found := search.next_step({}):
        tried += 1
        search.note_gain(found[0].url, SeedPage("listing", "plain"), 3)
    assert tried == 20


def test_other_languages_are_left_and_counted_unless_they_are_wanted() -> None:
    for wanted, expected in (((), ["/de/a"]), (("en",), ["/de/a", "/en/b"])):
        search = SiteSearch(f"{HOST}/de/", wanted)
        home = SeedPage("page", "plain", languages=(("en", "/en/"),))
        search.take(f"{HOST}/de/", home, 0)
        found = search.take(f"{HOST}/feed", SeedPage("feed", "plain", entries("/de/a", "/en/b")), 1)
        assert [one.url.removeprefix(HOST) for one in found] == expected
        assert len(search.left["en"]) == 2 - len(expected)


def test_articles_in_a_language_that_is_not_followed_are_not_missed() -> None:
    for languages, named, left in (("", ["/de/a"], ["/b"]), ("en", ["/de/a", "/b"], [])):
        spider = SiteSpider(url=f"{HOST}/de/", languages=languages)
        spider.begin_search(f"{HOST}/de/")
        assert spider.search is not None
        spider.search.take(f"{HOST}/de/", SeedPage("page", "plain", languages=(("en", "/"),)), 0)
        found = spider.named_articles(SeedPage("feed", "plain", entries("/de/a", "/b")))
        assert found == ("feed", [HOST + path for path in named], [HOST + path for path in left])


def test_a_link_to_a_folder_of_articles_is_a_listing() -> None:
    search = begun()
    found = search.take(f"{HOST}/feed", SeedPage("feed", "plain", entries("/verein/", "/verein/fest-am-see")), 1)
    assert [(one.role, one.url.removeprefix(HOST)) for one in found] == [
        ("seed", "/verein/"), ("article", "/verein/fest-am-see"),
    ]  # fmt: skip


def test_a_list_without_anything_new_is_not_turned_for_ever() -> None:
    search = begun()
    pages = [SeedPage("listing", "plain", next_url=f"{HOST}/a?page={number + 1}") for number in range(1, 6)]
    turned = 0
    for number, page in enumerate(pages, 1):
        url = f"{HOST}/a?page={number}"
        turned += any(one.role == "next" for one in search.take(url, page, 1))
        search.note_gain(url, page, 0)
    assert turned == 2
