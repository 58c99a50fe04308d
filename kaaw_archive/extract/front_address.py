"""Signs in the address of a page that it stands in front of another: it carries an address, or names a door.

An address alone decides nothing: honest pages have such words, too, and ``front_scores`` weighs them all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kaaw_archive import urls
from kaaw_archive.wordings.title_match import slug, title_matches

if TYPE_CHECKING:
    from collections.abc import Sequence

# names of parameters by which a wall knows where its visitor wanted to go (OAuth 2, SAML 2, CAS, WS-Federation, queues)
_RETURN = re.compile(
    r"(?:\A|&)(?:[\w.-]{0,20}[_.-])?(?:return|retour|redirect|redir|dest(?:ination)?|next|continue|goto|target|back|orig(?:in)?|wctx|wreply|relaystate|samlrequest|referr?er|came_?from"
    r"|service|zurueck|ziel|weiter|ru|url|uri|path|to|nach|entityid|client_id)(?:_?-?(?:to|url|uri|path|page))?=",
    re.IGNORECASE,
)
_CARRIED = re.compile(r"=(?:https?(?::|%3a)|(?:/|%2f)[\w%-])", re.IGNORECASE)
_DOOR = re.compile(
    r"(?:\A|[/._-])(?:log-?(?:in|on)|sign-?(?:in|on|up)|auth\w{0,9}|oauth2?|oidc|saml2?|sso|cas|idp|wayf|discovery|anmeld\w{0,4}|connexion|inloggen|accesso|acceso|session|challenge|captcha|verif\w{0,6}|prove"
    r"|regist\w{0,8}|zugang|eingang|vorraum|sala|enter|gate|vstup|age\w{0,6}|consent|hinweis|terms|queue|wait\w{0,4}|blocked|denied|sperr\w{0,4}|unlock|start|welcome|willkommen|hello|portal|where|region|land|choose\w{0,3}|wahl|auswahl|country)(?:\Z|[/._-])",
    re.IGNORECASE,
)
_NAME_WORDS = 2  # words of an address that names its page


def of_address(url: str, names: Sequence[str]) -> dict[str, bool]:
    """Return the signs of an address, and of it beside the title and headlines of its page."""
    path, query, name = urls.path_of(url), urls.query_of(url), slug(url)
    words = [word for word in re.split(r"[\W_]+", name) if len(word) > 2 and not word.isdigit()]
    return {
        "address carries another": _CARRIED.search(f"?{query}") is not None,
        "address names where to go": _RETURN.search(unquote(query)) is not None,
        "door in address": _DOOR.search(path) is not None,
        "door as host": _DOOR.match(urls.host(url).partition(".")[0]) is not None,
        "address names its page": len(words) >= _NAME_WORDS,
        "called as its address": title_matches(tuple(names), (name,), but_access=True),
        "address has a query": bool(query),
    }
