"""Judge probes by named rules in one table: the first that applies gives the verdict.

A rule is a function of the probe that returns its reason in one sentence, or None. Its cases lie in
``tests/probes/<verdict>/``. The order goes from certain failures (no request, no answer) over answers that are not the
page to pages that differ from the cited one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive import urls
from kaaw_archive.errors import Problem
from kaaw_archive.http import shows_content
from kaaw_archive.items import Judgement
from kaaw_archive.linkrot import leading, soft, transport, walls
from kaaw_archive.linkrot.control_pages import missing_control
from kaaw_archive.linkrot.probe import (
    fragment_of,
    has_fragment,
    has_promised_title,
    is_permanently_moved,
    notice,
    redirects,
    share_left,
)
from kaaw_archive.linkrot.soft import is_cited_page, is_page
from kaaw_archive.verdicts import Verdict

if TYPE_CHECKING:
    from kaaw_archive.items import Probe

DRIFTED_BELOW = (
    0.4  # share of the cited text that is left; edits of honest pages keep more (tests/linkcheck/linkset, drift)
)
COMPARABLE_CHARACTERS = 200  # of the cited text; less says nothing
NOTE_BELOW, NOTE_CHARACTERS = 0.1, 350  # share of the cited text that is left; of the main part
PAGE_SCORE = -5.0  # of ``PageFeatures.front_score``: signs that a page stands in front of none

Rule = Callable[["Probe"], "str | None"]


class LinkRule(NamedTuple):
    """A rule with the verdict that it gives.

    ``function`` returns its reason, None if it does not apply. ``needs_page``: only for answers with a page;
    ``unless_cited``: the same, but not if so much of the cited text is left that it is the cited page.
    """

    function: Rule
    verdict: Verdict
    source: str
    needs_page: bool = False
    unless_cited: bool = False

    @property
    def name(self) -> str:
        """Return the name of the function, which checks store."""
        return self.function.__name__

    def reason(self, probe: Probe) -> str | None:
        """Return in one sentence why a probe gets the verdict; None if it does not."""
        if (self.needs_page or self.unless_cited) and not is_page(probe):
            return None
        return None if self.unless_cited and is_cited_page(probe) else self.function(probe)


def is_legal(probe: Probe) -> str | None:
    """451: withheld for legal reasons (RFC 7725)."""
    return "the server withholds it for legal reasons (451)" if probe.status == 451 else None


def is_gone(probe: Probe) -> str | None:
    """410: gone, and meant to be."""
    return f"the server says: gone for good (410){_after(probe)}" if probe.status == 410 else None


def is_not_found(probe: Probe) -> str | None:
    """404: not found."""
    return f"the server says: not found (404){_after(probe)}" if probe.status == 404 else None


def needs_login(probe: Probe) -> str | None:
    """401, 402 and 407 ask for a name or for money; so does 511, of a network in between (RFC 6585, 6)."""
    if probe.status == 511:
        return "a network on the way wants to know who we are (511)"
    return f"the server wants to know who we are ({probe.status})" if probe.status in (401, 402, 407) else None


def server_fails(probe: Probe) -> str | None:
    """5xx, again when it was asked a second time."""
    if probe.status is not None and 500 <= probe.status <= 599:
        return f"the server fails ({probe.status})" + (", also at the second attempt" if _is_repeated(probe) else "")
    return None


def is_odd_status(probe: Probe) -> str | None:
    """An answer that says nothing about the page: other 4xx, 206, 3xx without a target, no status of HTTP, none.

    Also a robots.txt that gives an error, which closes the site to crawlers until it answers.
    """
    status = probe.status
    if is_page(probe) or shows_content(status, None):
        return None
    if probe.error == Problem.ROBOTS_UNREACHABLE:
        return f"robots.txt gave {probe.robots_error or 'no answer'}, which closes the site until it answers"
    if probe.error == Problem.NO_LAST_CHUNK:
        return "the answer does not say that it is whole: its last chunk is missing, and browsers show it nevertheless"
    return f"the answer {status} says nothing about the page" if status else f"nothing was learnt ({probe.error})"


def says_server_error(probe: Probe) -> str | None:
    """A page of 200 that calls itself a server error or maintenance, or says so in the few lines that it has."""
    is_promised = has_promised_title(probe)
    if not is_promised and notice(probe, "absence", "sentence", "passage"):
        return None
    for found in probe.page.notices if probe.page is not None else ():
        if found.kind == "failure" and found.form == "name":
            return f"the page calls itself «{found.text[:80]}»"
        if found.kind not in ("failure", "maintenance") or found.form == "signs" or is_promised:
            continue  # news of maintenance, to which a link leads that says so
        if found.form == "name":
            return f"the site is under maintenance: «{found.text[:80]}»"
        return f"all that the page says is «{found.text[:80]}»"
    return None


def has_other_type(probe: Probe) -> str | None:
    """A document was promised or was there, and a page comes."""
    if probe.page is None or probe.page.medium != "html":
        return None
    if probe.cited is not None and probe.cited.medium in ("pdf", "other"):
        return f"it was a document when it was cited ({probe.cited.captured_at[:10]}) and is a page now"
    if _promises_file(probe.link_url) and _promises_file(probe.final_url):
        return "the address is that of a document, and a page comes"
    if _promises_file(probe.link_url) and redirects(probe) and probe.cited is None:
        return f"the address of a document leads to the page {probe.final_url}"
    return None


def is_empty(probe: Probe) -> str | None:
    """Nothing to see: no bytes, or markup without text, picture or frame."""
    if probe.status in (204, 205):
        return f"the server says that there is nothing to show ({probe.status})"
    if is_page(probe) and probe.page is not None and probe.page.problem == "empty":
        return "the page is empty"
    return None


def cannot_be_seen(probe: Probe) -> str | None:
    """A page that only a script fills, or that our own reader gave up on."""
    page = probe.page
    if page is None:
        return None
    needs_script = page.problem is None and notice(probe, "needs_script") is not None
    if page.problem == "script_shell" or (needs_script and not has_promised_title(probe)):
        return "the page is filled by a script, which we do not run"
    return f"the page could not be looked at ({page.problem})" if page.problem is not None else None


def is_not_compared(probe: Probe) -> str | None:
    """Say that only a control page would show if a page, seen by a crawl, is the cited one."""
    is_settled = bool(probe.compared)  # by a link check that got the same bytes
    if probe.is_of_crawl and not is_settled and missing_control(probe) is not None:
        return "nothing shows yet that it is the cited page: the next link check compares it with others of its host"
    return None


def certificate_is_bad(probe: Probe) -> str | None:
    """The page is there, but its certificate does not verify: browsers warn, readers turn back."""
    return f"the certificate is bad ({probe.tls_error}); the page itself answers" if probe.tls_error else None


def fragment_is_lost(probe: Probe) -> str | None:
    """The page is there, the place in it is not."""
    if has_fragment(probe) is False:
        return f"the page has no place called #{fragment_of(probe.link_url)} (any more)"
    return None


def is_reduced_to_a_note(probe: Probe) -> str | None:
    """A few lines under another title, with hardly a word of the cited text: no page, or one in front of it."""
    cited, page, share = probe.cited, probe.page, probe.similarity
    if cited is None or page is None or share is None or share >= NOTE_BELOW or has_promised_title(probe):
        return None
    own = page.text_characters if page.own_characters is None else page.own_characters
    is_less = page.text_characters < cited.text_characters and cited.text_characters >= COMPARABLE_CHARACTERS
    if not is_less or own > NOTE_CHARACTERS or cited.is_listing or page.title == cited.title:
        return None
    if page.front_score is not None and page.front_score < PAGE_SCORE:
        return None
    left = f"{round(100 * share)} % of the text of {cited.captured_at[:10]} is left"
    return f"{left}, and {own} characters under another title: it may be no page, or stand in front of it"


def has_drifted(probe: Probe) -> str | None:
    """The page says something else than when it was cited; lists are meant to change."""
    cited, share = probe.cited, probe.similarity
    if cited is None or share is None or cited.is_listing or cited.text_characters < COMPARABLE_CHARACTERS:
        return None
    if share >= DRIFTED_BELOW:
        return None
    return f"{round(100 * share)} % of the text of {cited.captured_at[:10]} is left"


def has_moved(probe: Probe) -> str | None:
    """Permanent redirects lead to the content."""
    return f"it has moved for good to {probe.final_url}" if is_permanently_moved(probe) else None


def is_there(probe: Probe) -> str | None:
    """The page answers, and nothing speaks against it."""
    after = f" after {len(redirects(probe))} redirects" if redirects(probe) else ""
    return f"the page answers{after}{share_left(probe)}"


def _rule_of_soft_404(function: Rule) -> LinkRule:
    source = "Bar-Yossef 2004, EDGI, InternetArchiveBot"
    return LinkRule(function, Verdict.SOFT_404, source, unless_cited=True)


RULES: tuple[LinkRule, ...] = (
    LinkRule(transport.bad_address, Verdict.BAD_URL, "RFC 3986; Unicode TR 39"),
    LinkRule(transport.our_own_fault, Verdict.UNKNOWN, "this project: a fault of ours says nothing of a link"),
    LinkRule(transport.nothing_was_learnt, Verdict.UNKNOWN, "this project: a fault of ours says nothing of a link"),
    LinkRule(transport.robots_deny, Verdict.ROBOTS_DENIED, "RFC 9309, 2.2"),
    LinkRule(transport.domain_is_lost, Verdict.DOMAIN_LOST, "RFC 2308: NXDOMAIN"),
    LinkRule(transport.redirects_want_cookie, Verdict.BLOCKED, "RFC 6265; some cookies are refused"),
    LinkRule(transport.redirects_lead_nowhere, Verdict.REDIRECT_LOOP, "RFC 9110, 15.4"),
    LinkRule(transport.took_too_long, Verdict.TIMEOUT, "InternetArchiveBot"),
    LinkRule(transport.is_not_reached, Verdict.UNREACHABLE, "InternetArchiveBot"),
    LinkRule(transport.no_tls_at_all, Verdict.UNREACHABLE, "InternetArchiveBot"),
    LinkRule(transport.wants_client_certificate, Verdict.LOGIN, "RFC 8446, 4.4.2.4"),
    LinkRule(transport.is_no_http, Verdict.SERVER_ERROR, "RFC 9112"),
    LinkRule(leading.led_to_absence, Verdict.SOFT_404, "HTML, 4.2.5.3; RFC 9110, 15.5.5"),
    LinkRule(is_legal, Verdict.LEGAL, "RFC 7725"),
    LinkRule(is_gone, Verdict.GONE, "RFC 9110, 15.5.11"),
    LinkRule(is_not_found, Verdict.NOT_FOUND, "RFC 9110, 15.5.5"),
    LinkRule(needs_login, Verdict.LOGIN, "RFC 9110, 15.5.2"),
    LinkRule(walls.is_bot_wall, Verdict.BLOCKED, "EDGI's block score"),
    LinkRule(server_fails, Verdict.SERVER_ERROR, "RFC 9110, 15.6"),
    LinkRule(leading.leads_on, Verdict.UNKNOWN, "HTML, 4.2.5.3", needs_page=True),
    LinkRule(is_empty, Verdict.EMPTY, "EDGI: 200 without a body"),
    LinkRule(is_odd_status, Verdict.UNKNOWN, "RFC 9110, 15; RFC 9309, 2.3.1.4"),
    LinkRule(walls.shows_bot_wall, Verdict.BLOCKED, "EDGI", needs_page=True),
    LinkRule(walls.asks_for_cookies, Verdict.BLOCKED, "RFC 6265; no cookies are kept", unless_cited=True),
    LinkRule(walls.stands_in_front, Verdict.BLOCKED, "no session is kept, no age or place told", unless_cited=True),
    LinkRule(
        walls.asks_for_login, Verdict.LOGIN, "InternetArchiveBot: subscription sites are not dead", unless_cited=True
    ),
    LinkRule(walls.is_parked, Verdict.PARKED, "this project: two signs of a parked domain", unless_cited=True),
    LinkRule(says_server_error, Verdict.SERVER_ERROR, "EDGI", unless_cited=True),
    _rule_of_soft_404(soft.says_absent),
    LinkRule(soft.may_stand_in_front, Verdict.UNKNOWN, "Bar-Yossef 2004", unless_cited=True),
    _rule_of_soft_404(soft.shows_server_default),
    _rule_of_soft_404(soft.led_to_error_page),
    _rule_of_soft_404(soft.led_home),
    _rule_of_soft_404(soft.led_to_search),
    _rule_of_soft_404(soft.led_to_section),
    _rule_of_soft_404(soft.speaks_of_absence),
    _rule_of_soft_404(soft.hints_at_absence),
    LinkRule(leading.script_leads_on, Verdict.UNKNOWN, "HTML, 7.2.4", needs_page=True),
    LinkRule(has_other_type, Verdict.WRONG_TYPE, "this project", needs_page=True),
    _rule_of_soft_404(soft.is_like_sibling),
    _rule_of_soft_404(soft.is_like_home),
    _rule_of_soft_404(soft.names_home_as_itself),
    LinkRule(cannot_be_seen, Verdict.UNKNOWN, "this project", needs_page=True),
    LinkRule(is_not_compared, Verdict.UNKNOWN, "Bar-Yossef 2004", needs_page=True),
    LinkRule(certificate_is_bad, Verdict.TLS_INVALID, "InternetArchiveBot: a bad certificate is not death"),
    LinkRule(fragment_is_lost, Verdict.FRAGMENT_LOST, "HTML, 7.4.6.4", needs_page=True),
    LinkRule(is_reduced_to_a_note, Verdict.UNKNOWN, "Bar-Yossef 2004", needs_page=True),
    LinkRule(walls.may_be_a_wall, Verdict.UNKNOWN, "Bar-Yossef 2004", unless_cited=True),
    LinkRule(has_drifted, Verdict.DRIFTED, "Klein 2014, Jones 2016", needs_page=True),
    LinkRule(has_moved, Verdict.MOVED, "RFC 9110, 15.4.2"),
    LinkRule(is_there, Verdict.OK, "RFC 9110, 15.3"),
)


def judge(probe: Probe) -> Judgement:
    """Return the verdict of the first rule that applies."""
    for rule in RULES:
        reason = rule.reason(probe)
        if reason is not None:
            return Judgement(rule.verdict, rule.name, reason)
    raise AssertionError("the last rule always answers")


def _promises_file(url: str) -> bool:
    return urls.is_document(url) or urls.is_picture(url)


def _after(probe: Probe) -> str:
    return f", at {probe.final_url} to which it is redirected" if redirects(probe) else ""


def _is_repeated(probe: Probe) -> bool:
    return len([hop for hop in probe.hops if hop.url == probe.hops[-1].url]) > 1
