"""Which pages of a list are turned to in one run: as long as they bring news, and no box of the newest on each."""

from __future__ import annotations

from kaaw_archive import urls
from kaaw_archive.items import FoundAddress
from kaaw_archive.spider.paging import ListPaging

LIST = "https://stadt.example/meldungen"


def address(name: str) -> str:
    return f"https://stadt.example/meldung/{name}"


def turned(paging: ListPaging, number: int, names: str) -> str:
    """Return the names of the articles for which the page after this one is turned to, in their order."""
    found = [FoundAddress(address(name), "article") for name in names]
    found.append(FoundAddress(f"{LIST}?page={number + 1}", "next"))
    url = f"{LIST}?page={number}" if number else LIST
    further = paging.further_articles(url, found)
    return "".join(name for name in names if urls.key(address(name)) in further)


def test_the_box_of_the_newest_on_each_page_counts_once() -> None:
    paging = ListPaging()
    assert turned(paging, 0, "abcxyz") == "abcxyz"
    assert turned(paging, 1, "defxyz") == "def"
    assert turned(paging, 2, "ghixyz") == "ghi"
    assert turned(paging, 3, "xyz") == ""


def test_lists_of_one_run_are_apart() -> None:
    paging = ListPaging()
    assert turned(paging, 0, "abc") == "abc"
    found = [FoundAddress(address("a"), "article")]
    assert paging.further_articles("https://stadt.example/sport?page=1", found) == {urls.key(address("a"))}


def test_a_first_page_under_a_second_address_is_turned_once() -> None:
    paging = ListPaging()
    assert turned(paging, 0, "abc") == "abc"
    assert turned(paging, 1, "abc") == "abc"
    assert turned(paging, 2, "abc") == ""
    assert turned(paging, 3, "def") == "def"
