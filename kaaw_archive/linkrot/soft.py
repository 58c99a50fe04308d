"""Soft 404s: pages that answer 200 and are not there. What gives them away, one function a sign.

Each returns its reason in one sentence, or None. Bar-Yossef et al. 2004 (29 % of dead links), EDGI's effective status,
InternetArchiveBot's redirect rules.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.http import ABSENT, shows_content
from kaaw_archive.linkrot import addresses
from kaaw_archive.linkrot.probe import comparison, has_promised_title, notice, redirects
from kaaw_archive.wordings import phrases, signs
from kaaw_archive.wordings.title_match import slug, title_matches

if TYPE_CHECKING:
    from kaaw_archive.items import Comparison, Probe

SHORT_PAGE_CHARACTERS = 900  # of visible text; two such pages of one host are more alike than longer ones
SAME_PAGE = 0.90  # resemblance of main texts (starting value for Bar-Yossef's near-identical shingles)
DOUBTFUL_PAGE = 0.75  # as above; then another sign is needed
FEW_LINES_CHARACTERS = 300  # of the main part outside of links
ERROR_CHARACTERS = 400  # as above, of pages at addresses of errors
_FEW_LINKED = 0.15  # of the visible text of a home page that leads to no other
_SEARCH_NAME = re.compile(
    r"(?:die |our |site )?(?:(?:volltext)?suche|suchergebnis(?:se)?|search(?: results?)?|ergebnisse|results|recherche)",
    re.IGNORECASE,
)
ENOUGH_EVIDENCE = 2  # for an article, as extract.notices has it: an address says less
DOUBTFUL_FRONT = -1.3  # of ``PageFeatures.front_score``: less than is asked of a wall
DOUBTFUL_TARGET = -2.5  # as above, of a page to which a redirect leads: walls stand at home pages and above, too
STILL_THE_PAGE = 0.5  # share of the cited text that is left: whatever the address says, this is the page


def is_page(probe: Probe) -> bool:
    """True where a page came: a 2xx (or a 304 that confirms one) with markup in it."""
    return shows_content(probe.status, probe.error) and probe.page is not None


def is_cited_page(probe: Probe) -> bool:
    """Return True if so much of the cited text is left that it is the page, whatever else speaks against it."""
    is_known = probe.cited is None or probe.cited.is_confirmed
    return is_known and probe.similarity is not None and probe.similarity >= STILL_THE_PAGE


def says_absent(probe: Probe) -> str | None:
    """Title or headline say nothing else than that the page is not there."""
    absent = notice(probe, "absence", "name")
    return f"the page calls itself «{absent.text[:80]}»" if absent and not _is_about_absence(probe) else None


def shows_server_default(probe: Probe) -> str | None:
    """The page that a server shows before anybody has put a site on it."""
    default = notice(probe, "server_default")
    is_deep = not urls.is_home(probe.link_url)
    return f"the server shows its own page «{default.text[:80]}»" if default is not None and is_deep else None


def speaks_of_absence(probe: Probe) -> str | None:
    """A short page that speaks of absence, and which offers a way out as error pages do or says nothing else."""
    if _is_about_absence(probe):
        return None
    if (words := notice(probe, "absence", "words")) is not None and probe.page is not None:
        count = probe.page.text_characters
        return f"a page of {count} characters says «{words.text[:80]}» and shows the way out"
    sentence = notice(probe, "absence", "sentence")
    if sentence is None or has_promised_title(probe):
        return None
    return f"all that the page says is «{sentence.text[:80]}»"


def hints_at_absence(probe: Probe) -> str | None:
    """A page of a few lines with enough signs of loss, and another title than its address and its citation say."""
    found = notice(probe, "absence", "signs")
    if found is None or has_promised_title(probe) or _is_about_absence(probe):
        return None
    return f"all that the page says is «{found.text[:80]}», in the manner of error pages"


def may_stand_in_front(probe: Probe) -> str | None:
    """A page that one of the weaker signs calls absent, and that may as well stand in front of the cited one."""
    score = probe.page.front_score if probe.page is not None else None
    if score is None or score < DOUBTFUL_TARGET or notice(probe, "absence", "name", "sentence") is not None:
        return None
    if not (led_home(probe) or led_to_section(probe) or (score >= DOUBTFUL_FRONT and hints_at_absence(probe))):
        return None
    return "it says next to nothing, and may stand in front of another page or be there in its place"


def led_to_error_page(probe: Probe) -> str | None:
    """A redirect to an address of errors, whose page says so or says little."""
    is_new = addresses.is_error(probe.final_url) and not addresses.is_error(probe.link_url)
    if (
        is_new
        and _is_led_away(probe)
        and (says_little(probe, ERROR_CHARACTERS) or notice(probe, "absence") or notice(probe, "failure"))
    ):
        return f"it is redirected to {probe.final_url}, an address of errors"
    return None


def led_home(probe: Probe) -> str | None:
    """A deep address is redirected to a home page."""
    if not redirects(probe) or not urls.leads_home(probe.link_url, probe.final_url) or _is_promised_home(probe):
        return None
    return f"the deep address is redirected to the home page {probe.final_url}"


def led_to_search(probe: Probe) -> str | None:
    """A redirect to the address of a search, whose page is called so or is a list."""
    is_new = addresses.is_search(probe.final_url) and not addresses.is_search(probe.link_url)
    if is_new and _is_led_away(probe) and _shows_search(probe):
        return f"it is redirected to the search page {probe.final_url}"
    return None


def led_to_section(probe: Probe) -> str | None:
    """A redirect to a folder in which the address lay."""
    if urls.leads_home(probe.link_url, probe.final_url) and _is_promised_home(probe):
        return None
    if redirects(probe) and addresses.is_above(probe.final_url, probe.link_url):
        return f"it is redirected to {probe.final_url}, the section in which it lay"
    return None


def is_like_sibling(probe: Probe) -> str | None:
    """A made-up address of the same folder gives the same page."""
    one = comparison(probe, "sibling")
    if one is None or one.status in ABSENT or one.error is not None or urls.is_home(probe.link_url):
        return None
    if _is_same(one):
        return f"{one.url}, which was made up, gives the same page ({_share(one)} alike)"
    if redirects(probe) and one.final_url == probe.final_url and one.url != one.final_url:
        return f"{one.url}, which was made up, is redirected to the same page"
    page = probe.page
    is_near = one.resemblance is not None and one.resemblance >= DOUBTFUL_PAGE
    if is_near and page is not None and (page.text_characters < SHORT_PAGE_CHARACTERS or one.title == page.title):
        return f"{one.url}, which was made up, gives nearly the same page ({_share(one)} alike)"
    return None


def is_like_home(probe: Probe) -> str | None:
    """A deep address gives the content of the home page."""
    one = comparison(probe, "home")
    if one is None or one.error is not None or urls.is_home(probe.link_url) or not _is_same(one):
        return None
    return f"it gives the content of the home page {one.url} ({_share(one)} alike)"


def names_home_as_itself(probe: Probe) -> str | None:
    """A deep address whose page says that its canonical address is the home page, under the home page's title."""
    page, one = probe.page, comparison(probe, "home")
    if page is None or page.canonical is None or one is None or urls.is_home(probe.link_url):
        return None
    is_home = urls.is_home(page.canonical) and urls.site(page.canonical) == urls.site(probe.final_url)
    if is_home and one.title == page.title and one.resemblance is not None and one.resemblance >= STILL_THE_PAGE:
        return f"the page says that it is the home page {page.canonical}"
    return None


def _is_about_absence(probe: Probe) -> bool:
    """Return True if the address itself has the words of absence, and the page a text with days, hours and numbers.

    An exhibition may be called «404: Not Found».
    """
    name = phrases.plain(slug(probe.link_url).replace("-", " ").replace("_", " "))
    page = probe.page
    return page is not None and phrases.IS_ABSENCE.match(name) is not None and signs.has_substance(page.own_opening)


def _is_promised_home(probe: Probe) -> bool:
    """Return True if a home page is called as the address is, or is all of its site, and no earlier page is known."""
    page = probe.page
    if page is None or probe.cited is not None:
        return False
    own = page.text_characters if page.own_characters is None else page.own_characters
    is_alone = len(page.headings) <= 2 and page.link_characters <= _FEW_LINKED * page.text_characters
    if is_alone and own >= FEW_LINES_CHARACTERS:
        return True
    host = urls.host(probe.final_url).lower()
    words = " ".join(word for word in re.split(r"[-_\s]+", slug(probe.link_url)) if word.lower() not in host)
    return title_matches((page.title or "", *page.headings), (words,))


def says_little(probe: Probe, most: int = FEW_LINES_CHARACTERS) -> bool:
    """Return True if the main part of a page has a few lines outside of links: its address may say what it is."""
    page = probe.page
    if page is None:
        return True
    return (page.text_characters if page.own_characters is None else page.own_characters) <= most


def _shows_search(probe: Probe) -> bool:
    page = probe.page
    if page is None or page.page_kind == "listing":
        return True
    names = (part for name in (page.title or "", *page.headings[:1]) for part in phrases.parts(name))
    return any(_SEARCH_NAME.fullmatch(part.strip()) for part in names)


def _is_led_away(probe: Probe) -> bool:
    """Return True for a redirect to a page that shows neither what was promised nor any article."""
    page = probe.page
    has_article = page is not None and page.article_evidence >= ENOUGH_EVIDENCE
    return bool(redirects(probe)) and not has_article and not has_promised_title(probe)


def _is_same(one: Comparison) -> bool:
    return one.resemblance is not None and one.resemblance >= SAME_PAGE


def _share(one: Comparison) -> str:
    return f"{round(100 * (one.resemblance or 0))} %"
