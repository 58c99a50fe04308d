"""Signs in the markup that a page stands in front of another, in whatever language it speaks, each with its reason.

Measured only on pages whose main part says little; ``front_scores`` weighs them.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from kaaw_archive.wordings import access, barriers, phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from kaaw_archive.extract.front_parts import Front

_ADDRESS_CHARACTERS, _SCRIPT_CHARACTERS = 300, 2_000
_HARDLY, _FEW, _MANY = 2, 8, 30  # links of a page; a site has a menu
_CHOICE_WORDS = 6
_SUBSTANCE_WORDS = 5
_OWN_WORDS = (8, 20, 40)
_EARLY_WORDS, _LATE_WORDS = 30, 60
# parameters and fields that carry the address to which a barrier lets its visitor go (OAuth 2, SAML 2, WS-Federation)
_RETURN = re.compile(
    r"(?:\A|[?&;_.:\[-])(?:return|retour|redirect|redir|dest(?:ination)?|next|continue|goto|target|back|orig(?:in)?|wctx|wreply|relaystate"
    r"|samlrequest|referr?er|from|came_from|url|uri|service|zurueck|ziel|ru)(?:_?-?(?:to|url|uri|path|page))?(?:\]|=|\Z)",
    re.IGNORECASE,
)
_DOOR = re.compile(
    r"\b(?:log-?(?:in|on)|sign-?(?:in|on|up)|auth\w{0,12}|o?auth2?|oidc|saml2?|sso|idp|wayf|shibboleth|adfs|openid|anmeld\w{0,8}|connexion|session|challenge"
    r"|captcha|verif\w{0,6}|regist\w{0,8}|konto|account|freischalt\w{0,4}|unlock|token|password|passwort|accept|agree|consent)\b",
    re.IGNORECASE,
)
_SHOP = re.compile(
    r"\b(?:abos?|abonn\w{0,8}|subscri\w{0,6}|membership|join|offers?|angebote?|premium|plus|purchase|kaufen|checkout|plans?)\b",
    re.I,
)
_SENDS = re.compile(r"\.submit\(\)|forms?\[?\.?\w{0,20}\]?\.submit\b", re.IGNORECASE)
_WORKS = re.compile(  # a proof of work or a check, which a script makes before it asks again
    r"\bchallenge\b|_chl|captcha|crypto\.subtle|sha-?256|navigator\.webdriver|document\.cookie\s{0,3}=|location\.reload",
    re.IGNORECASE,
)
_NAME_FIELD = re.compile(
    r"user|login|log_?in|benutzer|kennung|username|mitglied|matrikel|konto|account|\bid\b|uid|zimmer|room", re.I
)
_NAMES_OF_FIELDS = ("type", "name", "id", "autocomplete", "aria-label", "placeholder")
_HOST = re.compile(r"(?<![@\w.-])(?:[a-z0-9-]{1,40}\.){1,4}(?:[a-z]{2,3}|example|info|test)\b(?![@\w-])")
_NUMBER = re.compile(r"\d+")


def of_structure(tree: HtmlElement, front: Front) -> dict[str, bool]:
    """Return the signs of structure of a page in front of another, by name."""
    text = "\n".join(line for line, _ in front.lines)
    return {
        **_of_site(tree),
        **_of_forms(tree, front),
        **_of_ways(tree, front),
        **_of_substance(front, text),
    }


def _of_site(tree: HtmlElement) -> dict[str, bool]:
    count = sum(1 for _ in islice(tree.iter("a"), _MANY + 1))
    metas = {(one.get("name") or one.get("property") or "").lower() for one in tree.iter("meta")}
    robots = " ".join(
        one.get("content") or "" for one in tree.iter("meta") if (one.get("name") or "").lower() == "robots"
    )
    is_canonical = any("canonical" in (one.get("rel") or "").lower() for one in tree.iter("link"))
    return {
        # a barrier belongs to no menu
        "no link": count == 0,
        "hardly a link": count <= _HARDLY,
        "few links": count <= _FEW,
        "many links": count > _MANY,
        # it is not shown to search engines, nor described to others
        "kept out of indexes": "noindex" in robots.lower(),
        "described": "description" in metas,
        "for sharing": is_canonical or "og:title" in metas,
        "has data": any("ld+json" in (one.get("type") or "") for one in tree.iter("script")),
    }


def _of_forms(tree: HtmlElement, front: Front) -> dict[str, bool]:
    names = [" ".join(field.get(key) or "" for key in _NAMES_OF_FIELDS).lower() for field in front.fields]
    kinds = [(field.get("type") or field.tag).lower() for field in front.fields]
    formed = sum(len(line.split()) for line, is_formed in front.lines if is_formed)
    words = max(1, sum(len(line.split()) for line, _ in front.lines))
    is_sent = any(_SENDS.search(one) for one in scripts_of(tree))
    early = _words_before_form(front)
    return {
        # a box for those who have an account stands below or beside the text
        "a form comes first": early is not None and early <= _EARLY_WORDS,
        "a form that asks comes first": early is not None and early <= _EARLY_WORDS and bool(front.fields),
        "a secret is asked for first": early is not None and early <= _EARLY_WORDS and "password" in kinds,
        "a form comes late": early is not None and early > _LATE_WORDS,
        "form is most of it": bool(front.fields) and formed >= 0.4 * words,
        "form with little beside": bool(front.fields) and words - formed <= 15,
        "a name is asked for": any(_NAME_FIELD.search(name) for name in names),
        "a box to tick": "checkbox" in kinds and bool(front.presses),
        "one field only": len(front.fields) == 1 and bool(front.presses),
        "a message is asked for": "textarea" in kinds,
        "many fields": len(kinds) > 5,
        "hidden fields": len(front.hidden) >= 2,
        "sends a form by itself": bool(front.forms) and is_sent,
        "sent by post": any((form.get("method") or "").lower() == "post" for form in front.forms),
    }


def _words_before_form(front: Front) -> int | None:
    """Return how many words stand in front of the first line of a form; None if there is no form."""
    count = 0
    for line, is_formed in front.lines:
        if is_formed:
            return count
        count += len(line.split())
    return None


def _of_ways(tree: HtmlElement, front: Front) -> dict[str, bool]:
    links = [(link.get("href") or "")[:_ADDRESS_CHARACTERS] for link in front.links]
    actions = [(form.get("action") or "")[:_ADDRESS_CHARACTERS] for form in front.forms]
    hidden = [field.get("name") or "" for field in front.hidden]
    queries = [address.partition("?")[2] for address in (*links, *actions)]
    scripts = list(scripts_of(tree))
    labels = [*front.presses, *(" ".join((link.text_content() or "").split()) for link in front.links)]
    short = [one for one in labels if one and len(one.split()) <= _CHOICE_WORDS]
    words = sum(len(line.split()) for line, _ in front.lines)
    return {
        # a barrier leads back to where its visitor wanted to go, and by way of a door
        "carries the way back": any(
            _RETURN.search(one) for one in (*hidden, *(f"?{query}" for query in queries if query))
        ),
        "leads to a door": any(_DOOR.search(one) for one in (*links, *actions)),
        "door and little else": any(_DOOR.search(one) for one in (*links, *actions)) and words <= 50,
        "leads to a shop": any(_SHOP.search(one) for one in links),
        "no way in the text": not links and not front.forms and not front.presses,
        "three ways in the text": len(links) >= 3,
        "choices are most of it": len(short) >= 2 and sum(len(one.split()) for one in short) >= 0.3 * max(1, words),
        "two labels to press": len(front.presses) >= 2,
        "a script works": any(_WORKS.search(one) for one in scripts),
        "a script asks for a secret": any("password" in one.lower() for one in scripts),
        "waits": has_refresh(tree) or any(True for _ in tree.iter("progress", "meter")),
    }


def _of_substance(front: Front, text: str) -> dict[str, bool]:
    """Return signs of what a page says beside a barrier: sentences that speak neither of access nor to its visitor."""
    sentences = [one for one in phrases.sentences(text) if len(one.split()) >= _SUBSTANCE_WORDS]
    own = [one for one in sentences if not access.matters_in(one, access.MATTERS)]
    of_others = sum(len(one.split()) for one in own if not barriers.is_to_visitor(one))
    numbers = len(_NUMBER.findall(text))
    return {
        "no sentence of its own": not own,
        "hardly a word of others": of_others <= _OWN_WORDS[0],
        "a sentence of others": of_others > _OWN_WORDS[1],
        "a text of others": of_others > _OWN_WORDS[2],
        "most words of others": bool(sentences) and of_others >= 0.5 * sum(len(one.split()) for one in sentences),
        "no number": numbers == 0,
        "three numbers": numbers >= 3,
        "names a host": _HOST.search(text) is not None,
        "a picture": front.pictures > 0,
        "no sentence at all": not sentences,
    }


def has_refresh(tree: HtmlElement) -> bool:
    """Return True if a page has a meta refresh."""
    return any((one.get("http-equiv") or "").lower() == "refresh" for one in tree.iter("meta"))


def scripts_of(tree: HtmlElement) -> Iterator[str]:
    """Yield the beginnings of scripts in the page, of their addresses, and what is done when it is loaded."""
    for element in tree.iter("script"):
        if "json" not in (element.get("type") or ""):
            yield f"{element.get('src') or ''} {(element.text or '')[:_SCRIPT_CHARACTERS]}"
    for element in tree.iter("body", "form", "iframe"):
        if element.get("onload"):
            yield (element.get("onload") or "")[:_SCRIPT_CHARACTERS]
