"""Rules for pages shown instead of the cited one: bot walls, cookie walls, logins, parked domains.

The block score is EDGI's (web-monitoring-processing, estimate_snapshot_quality): 0 is surely a wall.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kaaw_archive import urls
from kaaw_archive.http import ABSENT
from kaaw_archive.linkrot import addresses
from kaaw_archive.linkrot.probe import (
    comparison,
    has_promised_subject,
    has_promised_title,
    is_permanently_moved,
    notice,
    redirects,
)
from kaaw_archive.linkrot.soft import says_little
from kaaw_archive.wordings import phrases

if TYPE_CHECKING:
    from kaaw_archive.items import PageNotice, Probe


LIKELY_SCORE = -3.0  # of ``PageFeatures.front_score``, of a page at the address of a login or with the status 503
DOUBTFUL_SCORE = -0.5  # of ``PageFeatures.front_score`` and what is added to it
_OTHER_SITE, _CARRIES_ASKED, _TEXT_GONE = 1.0, 2.0, 2.0
_GONE_SHARE = 0.1  # of the cited text that is left
WALL_SCORE = 0.25  # at or below: a wall
SMALL_BYTES = 1024
CLOUDFLARE_BYTES = 8 * 1024
SHELL_CHARACTERS = 200  # of a page that shows a frame or runs a script
PARKED_CHARACTERS = 2_500
PARKED_SIGNS = 2  # one alone is said by news about domains, too

# Hosts that serve or sell parked domains; from the lists of the big marketplaces and their advertising feeds.
_PARKING_HOSTS = re.compile(
    r"""(?:\A|\.)(?:sedo|sedoparking|parkingcrew|bodis|dan|afternic|hugedomains|above|parklogic|uniregistry|namedrive|
        domainmarket|domainsponsor|fabulous|skenzo|voodoo|smartname|undeveloped|parkweb|cashparking|domain-for-sale|
        domainname-for-sale|domainpark|parkingspa|ztomy|rookmedia|trafficz|sav|dynadot|buydomains|brandbucket|
        domainnamesales|domaincontrol|parked)\.(?:com|net|de|org|io|eu|biz|info)\Z""",
    re.VERBOSE,
)
_AD_HOSTS = re.compile(
    r"(?:\A|\.)(?:adsensecustomsearchads|googlesyndication|doubleclick|ad-?delivery|adnxs|yads)\.", re.I
)


def block_score(probe: Probe) -> tuple[float, str] | None:
    """Return EDGI's score (0: surely a wall; 0.25: the least sign of one) and its reason; None: no sign."""
    status, headers = probe.status or 0, probe.headers
    size = probe.body_bytes if probe.body_bytes is not None else SMALL_BYTES
    server = headers.get("server", "").lower()
    is_uncached = "no-cache" in headers.get("cache-control", "") or "no-store" in headers.get("cache-control", "")
    if headers.get("x-amzn-waf-action", "").lower() in ("challenge", "captcha"):
        return 0.0, "Amazon's firewall asks for proof that we are human"
    if headers.get("cf-mitigated", "").lower() == "challenge":
        return 0.0, "Cloudflare asks for proof that we are human"
    if server.startswith("awselb") and (status == 429 or (status == 403 and size < SMALL_BYTES)):
        return (0.0 if status == 429 else 0.1), "Amazon's load balancer refuses us"
    if "akamai" in server and status >= 400 and size < SMALL_BYTES and is_uncached:
        return 0.0, "Akamai refuses us"
    if "error from cloudfront" in headers.get("x-cache", "").lower() and status >= 400 and status != 404:
        return 0.0, "CloudFront refuses us"
    if server == "cloudflare" and 400 <= status < 500 and status not in ABSENT and size < CLOUDFLARE_BYTES:
        return 0.1, "Cloudflare refuses us"
    if "ak_p" in headers.get("server-timing", "") and "origin" not in headers["server-timing"] and status in (403, 429):
        return 0.25, "Akamai answers without asking the site"
    if status == 429:
        return (0.1 if size < SMALL_BYTES else WALL_SCORE), "the server says: too many requests"
    if status in (403, 406, 418) or (status >= 500 and notice(probe, "session") is not None):
        return WALL_SCORE, f"the server answers {status} to us"
    if status == 503 and (_wall_words(probe) or _is_likely_front(probe)):
        return WALL_SCORE, f"the server answers {status} to us"
    return None


def is_bot_wall(probe: Probe) -> str | None:
    """An answer of a firewall or of a server that does not want us, by the block score."""
    score = block_score(probe)
    if score is not None:
        return f"{score[1]} (block score {score[0]:g}); a person may see the page"
    return None


def shows_bot_wall(probe: Probe) -> str | None:
    """A page of 200 that is called as walls are called, and says little."""
    if (wall := _wall_words(probe)) is not None:
        return f"the page says «{wall.text[:80]}»"
    source = notice(probe, "bot_wall", "source")
    return f"the page shows nothing but a firewall's {source.text[:60]}" if source is not None else None


def asks_for_cookies(probe: Probe) -> str | None:
    """A page about nothing but cookies, which we do not keep; not one that says that it is absent, beside a note."""
    consent = notice(probe, "consent")
    if consent is None or _is_promised(probe) or notice(probe, "absence", "name", "sentence") is not None:
        return None
    return f"the page wants a cookie first: «{consent.text[:80]}»"


def stands_in_front(probe: Probe) -> str | None:
    """Return the reason for a page in front of the cited one: the end of a session, age, country, a waiting room."""
    if (paid := notice(probe, "paywall")) is not None:  # under the cited page's own headline
        return f"the page shows a beginning, and the rest to those who pay or register: «{paid.text[:80]}»"
    found = notice(probe, "session") or notice(probe, "gate") or notice(probe, "maintenance", "signs")
    if found is None or _is_promised(probe):
        return None
    return f"another page stands in front of it: «{found.text[:80]}»"


def may_be_a_wall(probe: Probe) -> str | None:
    """A page with fewer signs than a wall of standing in front of another, to which its way or past may add."""
    page = probe.page
    if page is None or page.front_score is None or page.front_score + _added(probe) < DOUBTFUL_SCORE:
        return None
    if _is_promised(probe):
        return None
    return "it shows the signs of a page in front of another, and none of what was cited"


def _added(probe: Probe) -> float:
    """Return what the way to a page and its past add to its score, which is a logarithm of odds."""
    added = 0.0
    if redirects(probe):
        is_other_site = urls.site(probe.final_url) != urls.site(probe.link_url)
        added += _OTHER_SITE if is_other_site and not is_permanently_moved(probe) else 0.0
        added += _CARRIES_ASKED if addresses.carries(probe.final_url, probe.link_url) else 0.0
    share = probe.similarity
    if probe.cited is not None and share is not None and share < _GONE_SHARE and not has_promised_title(probe):
        added += _TEXT_GONE
    return added


def asks_for_login(probe: Probe) -> str | None:
    """A redirect to a login, or a page that asks for a password and is called so."""
    if redirects(probe) and addresses.is_login(probe.final_url) and _may_be_login(probe):
        return f"it is redirected to the login {probe.final_url}"
    if (login := notice(probe, "sign_in", "name")) is not None:
        return f"the page asks for a login and calls itself «{login.text[:80]}»"
    if _is_promised(probe):
        return None
    if notice(probe, "sign_in", "bare") is not None:
        return "the page asks for a password and says next to nothing"
    found = notice(probe, "sign_in", "signs", "sentence")
    return f"a login stands in front of the page: «{found.text[:80]}»" if found is not None else None


def _is_promised(probe: Probe) -> bool:
    """Return True if a page has the headline that was promised; one of few lines must have more of it than access.

    A page that is surely in front of another may have the headline of the other.
    """
    if probe.page is not None and probe.page.is_certain_front:
        return False
    return has_promised_subject(probe) if says_little(probe) else has_promised_title(probe)


def _may_be_login(probe: Probe) -> bool:
    """Return True if a page at the address of a login asks for something or says little, and is not what was cited."""
    page = probe.page
    if page is None or addresses.is_login(probe.link_url) or _is_promised(probe):
        return False
    is_likely = page.front_score is None or _is_likely_front(probe)
    return page.has_password_field or notice(probe, "sign_in") is not None or (says_little(probe) and is_likely)


def _is_likely_front(probe: Probe) -> bool:
    """Return True if a page whose status or address is that of a wall has signs of one itself."""
    score = probe.page.front_score if probe.page is not None else None
    return score is not None and score >= LIKELY_SCORE


def is_parked(probe: Probe) -> str | None:
    """At least two signs that the domain is for sale or shows nothing but advertising."""
    signs = parking_signs(probe)
    return f"the domain is parked: {'; '.join(signs)}" if len(signs) >= PARKED_SIGNS else None


def parking_signs(probe: Probe) -> list[str]:
    """Return the signs of parking that a page shows, each in a few words."""
    page = probe.page
    if page is None or page.text_characters > PARKED_CHARACTERS:
        return []
    own = page.text_characters if page.own_characters is None else page.own_characters
    signs: list[str] = []
    found = (match for text in (page.title or "", page.opening) for match in phrases.PARKED.finditer(text))
    offers: dict[str, str] = {}  # by their words in small letters
    for match in found:
        offers.setdefault(match[0].lower()[:60], match[0][:60])
    signs += [f"it says «{words}»" for words in list(offers.values())[:2]]
    if parking := next((host for host in page.outside_hosts if _PARKING_HOSTS.search(host)), None):
        signs.append(f"it is served by {parking}")
    elif adverts := next((host for host in page.outside_hosts if _AD_HOSTS.search(host)), None):
        signs.append(f"it shows advertising of {adverts}")
    if _PARKING_HOSTS.search(urls.host(probe.final_url)) and redirects(probe):
        signs.append(f"it is redirected to {urls.host(probe.final_url)}")
    name = urls.site(probe.link_url)
    names = " ".join((page.title or "", *page.headings[:2])).lower()
    if own <= SHELL_CHARACTERS:
        names += " " + page.own_opening.lower()
    if signs and (("." in name and name in names) or phrases.IS_DOMAIN_NAME.search(names)):
        signs.append("the page is called by the name of a domain")
    if signs and own <= SHELL_CHARACTERS and not _is_promised(probe):
        signs.append("the page says nothing else")
    sibling = comparison(probe, "sibling")
    if signs and sibling is not None and (sibling.resemblance or 0) >= 0.9:
        signs.append("every address gives the same page")
    return signs


def _wall_words(probe: Probe) -> PageNotice | None:
    """Return the words of a wall; a wall does not know the name of the page behind it."""
    return None if _is_promised(probe) else notice(probe, "bot_wall", "name", "sentence", "signs")
