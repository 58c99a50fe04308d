"""What pages say that are not what they should be: German and English, in titles, headlines and short texts.

Two strengths. ``IS_ABSENCE`` matches a title or headline that says nothing else than: not here. ``SPEAKS_OF_ABSENCE``
finds such words within more; articles about dead links use them, too, so these only raise a doubt.
"""

from __future__ import annotations

import re

_THING = (
    r"(?:(?:web|internet|ziel|unter)?seiten?|dokumente?s?|inhalte?s?|dateien?|artikels?|beitr[aä]ge?s?|meldung(?:en)?|"
    r"pressemitteilung(?:en)?|nachricht|url|link|adresse|angebot|objekt|eintrag|ressource|veröffentlichung|information(?:en)?|"
    r"web-?page|page|file|document|content|article|resource|item|site|story|post|publication|address|thing|entry)"
)
_ASKED = (
    r"(?:(?:die|der|das|den|diese[rs]?|ihre|von\sihnen|leider|sorry|the|this|that|your|you|we|our|it)\W+)*"
    r"(?:(?:angeforderten?|gesuchten?|gewünschten?|aufgerufenen?|gewählten?|verlangten?|angefragten?|eingegebenen?|"
    r"requested|you\W+(?:requested|are\slooking\sfor|were\slooking\sfor|wanted))\W+)?"
)
_GONE_DE = (
    r"(?:(?:leider\s|hier\s|derzeit\s|auf\sdiesem\sserver\s|(?:unter\sdieser\sadresse|auf\sunserer\s(?:web)?seite)\s)*"
    r"(?:nicht\s(?:mehr\s)?(?:gefunden|auffindbar|verfügbar|vorhanden|erreichbar|online|abrufbar|zu\sfinden|existent)|"
    r"existiert\s(?:leider\s)?nicht|gibt\ses\s(?:leider\s)?nicht|"
    r"(?:wurden?\s|ist\s)?(?:gelöscht|entfernt|verschoben|umgezogen|archiviert\sund\sentfernt|verschwunden|weg)"
    r"(?:\soder\s\w+)*)|nicht\sfinden|nicht\sgefunden\swerden)"
)
_GONE_EN = (
    r"(?:(?:(?:could|can|was|were|is|are)\s?(?:no|n.)?t\s(?:be\s)?)?(?:not\s)?found|cannot\sbe\sfound|"
    r"(?:does(?:\snot|n.t)|no\slonger)\s(?:exists?|available)|(?:is\s|are\s)?(?:no\slonger|not|n.t)\s(?:here|available|there|online)|"
    r"(?:has|have)\sbeen\s(?:(?:re)?moved|deleted|retired|withdrawn)|(?:is|has)\s(?:gone|missing|expired|vanished))"
)
_CODE = r"(?:(?:http|fehler|error|status|code|err|hinweis|oops|ups|sorry)[\s:.!-]*)*\b(?:404|410)\b(?:[\s:.!–-]*(?:fehler|error))?"

IS_ABSENCE = re.compile(
    rf"""\A\W*(?:
        {_CODE}
      | (?:{_CODE}[\W]*)?(?:not\sfound|nicht\sgefunden|gone|file\snot\sfound|object\snot\sfound|kein\sinhalt\sgefunden)
      | (?:{_CODE}[\W]*)?{_ASKED}{_THING}\W+(?:(?:wurden?|konnten?|ist|sind|kann|könnte|could|can|was|were|is|that\syou\srequested|
            you\s(?:requested|are\slooking\sfor)|mit\sdieser\sadresse|unter\sdieser\sadresse)\W+)*
            (?:leider\s)?(?:{_GONE_DE}|{_GONE_EN})(?:\s(?:werden|wurde|worden|hier|on\sthis\sserver|auf\sdiesem\sserver))?
      | (?:leider\s)?(?:wir\skonnten|konnten\swir|wir\skönnen|können\swir)\W+{_ASKED}{_THING}\W+(?:leider\s)?nicht\s(?:mehr\s)?finden
      | (?:sorry|oops|ups|hoppla)?\W*(?:we|i)\s(?:can(?:no|.)t|could(?:\snot|n.t))\sfind\W+{_ASKED}{_THING}(?:\s\w+){{0,4}}
      | (?:oops|ups|hoppla|huch)\W*(?:{_CODE}|{_ASKED}{_THING}.{{0,40}})?
      | nothing\s(?:was\s)?found(?:\shere)? | nichts\sgefunden | page\s(?:missing|gone|removed|deleted|unavailable)
      | (?:dead|broken)\slink | toter\slink | kein(?:e)?\s(?:seite|artikel|beitrag|inhalt|treffer)\sgefunden
      | (?:this|that|diese|die)\s{_THING}\s(?:isn.t|is\snot|ist\snicht(?:\smehr)?)\s(?:available|verfügbar|there|here|da)
    )\W*\Z""",
    re.IGNORECASE | re.VERBOSE,
)
SPEAKS_OF_ABSENCE = re.compile(
    rf"""{_THING}\b.{{0,60}}?(?:{_GONE_DE}|{_GONE_EN}) | \b(?:not\sfound|nicht\sgefunden)\b
      | \b(?:fehler|error|status)[\s:-]*(?:404|410)\b | (?:404|410)[\s:–-]*(?:not\sfound|gone|nicht\sgefunden|fehler|error)\b
      | (?:can(?:no|.)t|could(?:\snot|n.t))\sfind\b.{{0,40}}\b{_THING} | nicht\s(?:mehr\s)?finden\b""",
    re.IGNORECASE | re.VERBOSE,
)
# What error pages offer to those who came in vain; articles do not.
WAY_OUT = re.compile(
    r"""tippfehler | vertippt | (?:zur(?:ück)?|zurück\szur)\s(?:startseite|homepage|übersicht) | überprüfen\ssie\s(?:bitte\s)?die
      | (?:adresse|url|schreibweise|eingabe)\s(?:\w+\s){0,3}(?:überprüfen|prüfen|korrekt|richtig) | nutzen\ssie\s(?:bitte\s)?(?:die|unsere)\s(?:suche|navigation|sitemap)
      | (?:suchfunktion|sitemap|seitenübersicht)\b | back\sto\s(?:the\s)?(?:home|start) | (?:go|return)\s(?:back\s)?(?:to\s(?:the\s|our\s)?)?home(?:page)?
      | check\s(?:the|your)\s(?:url|address|spelling) | mistyped | (?:try|use)\s(?:the|our|using)\s(?:the\s|our\s)?search
      | lesezeichen | bookmark | verschoben(?:,|\soder|\sworden) | (?:moved|renamed|deleted|removed)\s(?:or|and)\s\w+
      | (?:wenden|kontaktieren)\ssie\s(?:sich\san\s)?(?:den\swebmaster|die\sredaktion|uns) | contact\s(?:the\s)?webmaster
      | (?:nicht|no)\s(?:mehr|longer)\s(?:verfügbar|vorhanden|exists?|available) | erneut\sversuchen""",
    re.IGNORECASE | re.VERBOSE,
)
IS_SERVER_ERROR = re.compile(
    r"""\A\W*(?:(?:http|fehler|error|status)[\s:-]*)*(?:
        50[0234]\b.{0,40} | (?:internal|unexpected|temporary)\s(?:server\s)?error | interner\s(?:server)?fehler | serverfehler
      | (?:ein|an)\s(?:unerwarteter\s|interner\s|technischer\s|unexpected\s)?(?:fehler|error)\s(?:ist\saufgetreten|(?:has\s)?occurred)
      | (?:es\sist\s)?(?:ein\s)?(?:technischer\s|unerwarteter\s)?fehler\s(?:ist\s)?aufgetreten | bad\sgateway | gateway\stime-?out
      | service\s(?:temporarily\s)?unavailable | (?:dienst|service)\snicht\sverfügbar | application\serror | runtime\serror
      | (?:error|fehler)\sestablishing\sa\sdatabase\sconnection | (?:datenbankfehler|database\serror) | technische\sstörung
    )\W*\Z""",
    re.IGNORECASE | re.VERBOSE,
)
IS_MAINTENANCE = re.compile(
    r"""\A\W*(?:(?:geplante|aktuell(?:e)?|kurzzeitige|derzeit|zurzeit)\s)?(?:wartung|wartungsarbeiten|wartungsmodus|wartungsseite)\W*\Z
      | (?:seite|website|webseite|server|portal|internetauftritt|angebot|dienst)\b.{0,40}\b(?:wird|werden|ist|sind|befindet)\b.{0,30}\b(?:gewartet|in\swartung|im\swartungsmodus|überarbeitet)
      | wegen\s(?:\w+\s)?wartung(?:sarbeiten)?\b.{0,40}\b(?:nicht\s(?:erreichbar|verfügbar)|offline)
      | (?:seite|website|webseite|server|portal|internetauftritt|angebot|dienst)\b.{0,30}\b(?:vorübergehend|zurzeit|derzeit)\snicht\s(?:erreichbar|verfügbar)
      | \A\W*(?:vorübergehend|zurzeit|derzeit)\snicht\s(?:erreichbar|verfügbar)\W*\Z
      | \A\W*(?:site\s|website\s)?(?:(?:is\s)?(?:down\s)?(?:under|for)\s|scheduled\s)?maintenance(?:\smode)?\W*\Z
      | (?:site|page|website|server|service)\s(?:is\s)?(?:currently\s)?(?:(?:down\s)?(?:under|for)\s(?:scheduled\s)?maintenance|temporarily\s(?:unavailable|offline|down))
      | \A\W*temporarily\s(?:unavailable|offline|down)\W*\Z
      | \A\W*(?:(?:we\sare|we.ll)\s)?(?:be\s)?back\s(?:very\s)?soon\W*\Z | \A\W*wir\ssind\s(?:bald|gleich|in\skürze)\swieder\s(?:da|für\ssie\sda)""",
    re.IGNORECASE | re.VERBOSE,
)
IS_LOGIN = re.compile(
    r"""\A\W*(?:bitte\s|please\s)?(?:melden\ssie\ssich\san|anmelden|anmeldung(?:\serforderlich)?|log-?\s?in|log-?\s?on|sign\s?in|einloggen|
        login\s(?:required|erforderlich)|zugang(?:\snur)?\sfür\s(?:mitglieder|berechtigte|angemeldete)\w*|mitglieder(?:bereich|login)|
        members?\s(?:area|only|login)|restricted\sarea|geschützter\sbereich|(?:benutzer|user)\s?-?(?:anmeldung|login)|
        authentication\srequired|(?:interner|geschlossener)\sbereich|intranet|extranet|kundenlogin|single\ssign-?on)\b.{0,40}\Z""",
    re.IGNORECASE | re.VERBOSE,
)
IS_BOT_WALL = re.compile(
    r"""\A\W*(?:just\sa\smoment|einen\smoment(?:\sbitte)?|attention\srequired|pardon\sour\sinterruption|access\s(?:to\sthis\spage\shas\sbeen\s)?denied|
        zugriff\s(?:verweigert|blockiert|gesperrt)|are\syou\s(?:a\s)?(?:human|robot)|sind\ssie\sein\s(?:mensch|roboter)|verify(?:ing)?\s(?:that\s)?you\sare\s(?:a\s)?human|
        (?:security|browser|sicherheits)[\s-]?(?:check|überprüfung|abfrage)|checking\syour\sbrowser|ddos[\s-]guard|request\s(?:blocked|unsuccessful|rejected)|
        you\shave\sbeen\sblocked|bot\s(?:detection|verification)|human\sverification|captcha|robot\scheck|anfrage\s(?:blockiert|abgelehnt)|making\ssure\syou.re\snot\sa\sbot)\b[^:–]{0,45}\Z""",
    re.IGNORECASE | re.VERBOSE,
)
PARKED = re.compile(
    r"""(?:domain|domainname|webadresse|website|internetadresse)\b.{0,50}\b(?:is|ist|steht|may\sbe|könnte|can\sbe)\b.{0,30}\b(?:for\ssale|zum\sverkauf|zu\sverkaufen|käuflich|be\sfor\ssale|geparkt|parked|registriert\sund\sgeparkt|available\sfor\spurchase)
      | (?:buy|kaufen\ssie|acquire|erwerben\ssie|purchase)\s(?:this|diese|the|die)\s(?:domain|webadresse) | domain\s(?:kaufen|verkaufen|for\ssale|zu\sverkaufen|parking|geparkt)
      | (?:parked|geparkte)\s(?:domain|free|page|seite) | domain\s(?:has\s)?expired | (?:diese\s)?domain\s(?:ist\s|wurde\s)(?:abgelaufen|geparkt|registriert)
      | (?:hier\sentsteht|this\ssite\sis\scoming)\s(?:eine\sneue\s(?:internet|web)|soon) | make\s(?:an\s)?offer | (?:preis|kauf)?angebot\s(?:für\sdiese\sdomain|abgeben)
      | related\s(?:searches|links) | ähnliche\s(?:suchanfragen|suchen) | verwandte\s(?:suchbegriffe|suchanfragen|themen) | sponsored\s(?:listings|links) | gesponserte\s(?:links|ergebnisse)
      | domain\s(?:is\s)?available | courtesy\sof\s\w+ | inquire\sabout\sthis\sdomain | this\sweb\s?page\sis\sparked""",
    re.IGNORECASE | re.VERBOSE,
)
NEEDS_SCRIPT = re.compile(
    r"(?:enable|activate|turn\son|aktivieren\ssie)\s(?:\w+\s){0,2}java\s?script|java\s?script\s(?:\w+\s){0,3}(?:required|erforderlich|aktivier|enabled)",
    re.IGNORECASE,
)

_SEPARATORS = re.compile(r"\s+[|–—»«·•:/-]+\s+|\s*[|»«·•]\s*")


def parts(name: str) -> tuple[str, ...]:
    """A title and the parts of it: sites put their own name before or behind what a page is called (EDGI's rule).

    >>> parts("Seite nicht gefunden - Stadt A")
    ('Seite nicht gefunden - Stadt A', 'Seite nicht gefunden', 'Stadt A')
    """
    pieces = [piece.strip() for piece in _SEPARATORS.split(name) if piece.strip()]
    return tuple(dict.fromkeys((name, *pieces)))
