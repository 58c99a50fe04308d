"""Wordings of pages that are not what was requested: German and English, in titles, headlines and short texts.

Three strengths. ``IS_ABSENCE`` matches a title or headline that says nothing else than: not here. ``SPEAKS_OF_ABSENCE``
finds such words within longer texts; articles about dead links use them, too, so they only raise a doubt.
``SAYS_ABSENCE`` matches the sentence in a page of few lines.
"""

from __future__ import annotations

import re

_WEB_THING = (  # what only somebody speaks of who speaks of the web
    r"(?:(?:web|internet|ziel|unter)?seiten?|dokumente?s?|inhalte?s?|datei(?:en)?|artikels?|beitr[aä]ge?s?|url|link|adresse|objekt|"
    r"\w*eintrag|datensatz|ressource|web-?adresse|internetadresse|news|meldung|(?:presse|medien)?mitteilung|web-?page|page|file|document|content|article|resource|item|site|post|address|entry)"
)
_PAGE_THING = r"(?:(?:web|internet)?seite|dokument|inhalt|datei|artikel|beitrag|text|meldung|story|web-?page|page|file|document|content|article)"
_THING = (
    rf"(?:{_WEB_THING}|meldungen|(?:presse|medien)?mitteilungen|nachricht|(?:stellen|job)?angebote?|veröffentlichung|"
    r"information(?:en)?|(?:stellen)?anzeige|inserat|(?:stellen)?ausschreibung|(?:kund|bekannt)machung|publikation|lesezeichen|veranstaltung|"
    r"story|publication|thing|(?:news\s|press\s|media\s)?release|job|vacancy|position|listing|notice|announcement|record|posting)"
)
_ASKED = (
    r"(?:(?:die|der|das|den|diese[rs]?|ihre|von\sihnen|leider|sorry|the|this|that|your|you|we|our|it)\W+)*"
    r"(?:(?:angeforderten?|gesuchten?|gewünschten?|aufgerufenen?|gewählten?|verlangten?|angefragten?|eingegebenen?|aufgelisteten?|"
    r"requested|you\W+(?:requested|are\slooking\sfor|were\slooking\sfor|wanted))\W+)?"
)
_GONE_DE = (
    r"(?:(?:leider\s|hier\s|derzeit\s|bereits\s|auf\s(?:diesem|dem)\sserver\s|(?:unter\sdieser\sadresse|auf\sunserer\s(?:web)?seite)\s)*"
    r"(?:nicht\s(?:mehr\s)?(?:gefunden|aufgefunden|auffindbar|verfügbar|vorhanden|erreichbar|online|abrufbar|zu\sfinden|existent|aktuell|gültig)|"
    r"unauffindbar|veraltet|abgelaufen|existier(?:t|en)\s(?:leider\s)?nicht(?:\smehr)?|gibt\ses\s(?:hier\s)?(?:leider\s)?nicht(?:\smehr)?|"
    r"(?:steh|lieg)(?:t|en)\s(?:(?:ihnen|leider)\s)?nicht\s(?:mehr\s)?(?:(?:zur|zum)\s(?:verfügung|abruf|download)(?:\sbereit)?|vor)|"
    r"(?:wurden?\s|ist\s)?(?:bereits\s)?(?:gelöscht|entfernt|verschoben|umgezogen|archiviert\sund\sentfernt|verschwunden|weg|zurückgezogen|"
    r"von\sder\samtstafel\s(?:ab)?genommen|deaktiviert)"
    r"(?:\soder\s\w+)*)|nicht\sfinden|nicht\s(?:auf)?gefunden\swerden)"
)
_GONE_EN = (
    r"(?:(?:(?:could|can|was|were|is|are)\s?(?:no|n.)?t\s(?:be\s)?)?(?:not\s)?found|cannot\sbe\sfound|unavailable|"
    r"(?:does(?:\snot|n.t)|no\slonger)\s(?:exists?|available)|(?:is\s|are\s)?(?:no\slonger|not|n.t)\s(?:here|available|there|online)|"
    r"(?:has|have)\sbeen\s(?:(?:re)?moved|deleted|retired|withdrawn|archived|taken\sdown)|(?:was|were)\s(?:removed|deleted|withdrawn|taken\sdown)|"
    r"(?:is|has)\s(?:now\s)?(?:gone(?:\smissing)?|missing|expired|vanished|closed)|(?:seems|appears)\sto\s(?:be\s(?:missing|gone)|have\s(?:gone|vanished|moved))|"
    r"(?:is|are)\sno\slonger\sat\sthis\saddress)"
)
_CODE = r"(?:(?:http|fehler(?:code)?|error(?:\scode)?|erreur|status(?:\scode)?|code|err|hinweis|oops|ups|sorry)[\s:.!-]*+)*+\b(?:404|410)\b(?:[\s:.!–-]*(?:fehler|error))?"
_NOTHING = r"(?:(?:es\s)?wurden?\s|konnten?\s)?(?:leider\s)?kein(?:e|en)?\s(?:seiten?|artikel|beitr[aä]ge?|inhalte?|treffer|dokumente?|\w*eintr[aä]ge?|datens[aä]tze?|nachrichten?|meldung(?:en)?)\s(?:gefunden|vorhanden)(?:\swerden)?"

IS_ABSENCE = re.compile(
    rf"""\A\W*(?:
        {_CODE}
      | (?:(?:fehler|error|hinweis|achtung)\W+)?(?:{_CODE}[\W]*)?(?:not\sfound|nicht\sgefunden|gone|(?:file|object|url)\s(?:or\sdirectory\s)?not\sfound|kein\sinhalt\sgefunden)
      | (?:(?:oops|ups|hoppla|hoppala|huch|oje|sorry|entschuldigung|schade|fehler|error|hinweis|achtung)\W+)?(?:{_CODE}[\W]*)?{_ASKED}{_THING}\W+(?:(?:wurden?|konnten?|ist|sind|kann|könnte|could|can|was|were|is|that\syou\srequested|
            you\s(?:requested|are\slooking\sfor)|mit\sdieser\sadresse|unter\sdieser\sadresse)\W+)*
            (?:leider\s)?(?:{_GONE_DE}|{_GONE_EN})(?:\s(?:werden|wurde|worden|hier|on\sthis\sserver|auf\sdiesem\sserver))?
      | (?:leider\s)?(?:wir\skonnten|konnten\swir|wir\skönnen|können\swir)\W+{_ASKED}{_THING}\W+(?:leider\s)?nicht\s(?:mehr\s)?finden
      | (?:sorry|oops|ups|hoppla)?\W*(?:we|i)\s(?:can(?:no|.)t|could(?:\snot|n.t))\sfind\W+(?:{_ASKED}{_THING}(?:\s\w+){{0,4}}|what\syou\W?(?:a?re|were)\slooking\sfor)
      | (?:oops|ups|hoppla|hoppala|huch)\W*(?:{_CODE}|{_ASKED}{_THING}.{{0,40}})?
      | nothing\s(?:was\s)?(?:found(?:\shere)?|here) | nichts\sgefunden | missing\spage | page\s(?:missing|gone|removed|deleted|unavailable)
      | (?:dead|broken)\slink | toter\slink | {_NOTHING} | page\s(?:introuvable|non\strouvée) | pagina\snon\strovata
      | (?:this|that|diese|die)\s{_THING}\s(?:isn.t|is\snot|ist\snicht(?:\smehr)?)\s(?:available|verfügbar|there|here|da)
      | (?:hier|da)\sist\s(?:leider\s)?nichts\szu\sfinden | [\w-]+\s(?:nicht\s(?:gefunden|verfügbar|vorhanden)|(?:was\s|is\s)?not\s(?:found|available)|unavailable)
      | seite\s(?:fehlt|unbekannt) | unbekannte\s(?:seite|adresse) | falsche\sadresse | ungültige[rs]?\s(?:link|seite|adresse|url)
    )\W*\Z""",
    re.IGNORECASE | re.VERBOSE,
)
SPEAKS_OF_ABSENCE = re.compile(
    rf"""{_THING}\b.{{0,60}}?(?:{_GONE_DE}|{_GONE_EN}) | \b(?:not\sfound|nicht\sgefunden)\b
      | \b(?:fehler|error|status)[\s:-]*(?:404|410)\b | (?:404|410)[\s:–-]*(?:not\sfound|gone|nicht\sgefunden|fehler|error)\b
      | (?:can(?:no|.)t|could(?:\snot|n.t))\sfind\b.{{0,40}}\b{_THING} | nicht\s(?:mehr\s)?finden\b""",
    re.IGNORECASE | re.VERBOSE,
)
_WANTED = r"(?:angeforderte|gesuchte|gewünschte|aufgerufene|gewählte|verlangte|angefragte|eingegebene|requested)[nrs]?"
# A whole sentence of a page of a few lines: what was asked for is not here. It begins as sentences do, headlines do not.
SAYS_ABSENCE = re.compile(
    rf"""\A\W*(?:(?:oops|ups|hoppla|hoppala|leider|sorry|entschuldigung|unfortunately|hmm+)\W+)*(?:
        (?:(?:die|der|das|den|diese[rs]?|the|this|that)\s(?:(?:von\sihnen\s)?{_WANTED}\s)?(?:{_PAGE_THING}|news|web-?adresse|\w*eintrag)|(?:(?:die|der|das|von\sihnen|the)\s)*{_WANTED}\s[\w-]+)\b
          .{{0,80}}?(?:{_GONE_DE}|{_GONE_EN})\b.{{0,60}}
      | .{{0,80}}\b(?:die|der|das|den|diese[rs]?|the|this|that)\s(?:[\w-]+\s){{0,3}}{_PAGE_THING}\b.{{0,60}}?(?:{_GONE_DE}|{_GONE_EN})\b.{{0,60}}
      | (?:diese[rs]?|die|das|den|this|that)\s{_WEB_THING}\sgibt\ses\b.{{0,30}}\bnicht(?:\smehr)? | there\s(?:is|was)\sno\s{_WEB_THING}\b.{{0,40}}
      | (?:hier|da)\s(?:ist|gibt\ses)\s(?:leider\s)?nichts(?:\szu\s(?:finden|sehen))? | (?:es\s)?(?:wurde|konnte)\skein(?:e|en)?\s(?:[\w-]+\s)?{_WEB_THING}\sgefunden(?:\swerden)?
      | (?:wir\s(?:konnten|können|finden)|konnten\swir|können\swir)\b.{{0,40}}\b{_WEB_THING}\b.{{0,20}}\bnicht\b.{{0,60}}
      | (?:we|i)\s(?:can(?:no|.)t|could(?:\snot|n.t))\s(?:seem\sto\s)?(?:find|locate)\b.{{0,60}}
      | {_NOTHING}.{{0,60}} | .{{0,30}}\bkein\s(?:inhalt|artikel|dokument|eintrag)\s(?:vor|gefunden|vorhanden|hinterlegt)
      | (?:http[\s-]?)?(?:fehler(?:code)?|error(?:\scode)?|status(?:\scode)?)[\s:-]*(?:404|410)\b(?:\W+(?:\w+\W+){{0,2}}(?:found|gefunden|gone|error|fehler))? | (?:404|410)[\s:–-]*(?:file\sor\sdirectory\s)?(?:not\sfound|gone|nicht\sgefunden|fehler|error)
      | .{{0,40}}\bnothing\swas\sfound\sat\sthis\slocation | .{{0,60}}\b(?:link|lesezeichen|adresse)\b.{{0,40}}\b(?:veraltet|ins\sleere|nicht\sbekannt|ungültig)
      | .{{0,40}}\bdid\snot\sfind\sa\scurrent\srepresentation\b.{{0,60}}
    )\W*\Z""",
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
_OOPS = r"(?:(?:oops|ups|whoops|uups|hoppla|hoppala|sorry|entschuldigung|leider)\W+)?"
IS_SERVER_ERROR = re.compile(
    rf"""\A\W*(?:(?:http|fehler|error|status)[\s:-]*)*{_OOPS}(?:
        50[0234]\b.{{0,40}} | (?:internal|unexpected|temporary|unknown)\s(?:server\s)?error | interner\s(?:server)?-?fehler | (?:server|system)fehler
      | (?:ein|an)\s(?:unerwarteter\s|interner\s|technischer\s|unexpected\s|internal\s)?(?:fehler|error)\s(?:ist\saufgetreten|(?:has\s)?occurr?ed)
      | (?:es\sist\s)?(?:ein\s)?(?:technischer\s|unerwarteter\s)?fehler\s(?:ist\s)?aufgetreten | bad\sgateway | gateway\stime-?out
      | (?:looks\slike\s)?something\swent\swrong(?:\s(?:on\sour\s(?:end|side)|here))? | (?:da|hier)\sist\s(?:leider\s)?(?:et)?was\sschief\s?(?:gelaufen|gegangen)
      | service\s(?:temporarily\s)?unavailable | (?:dienst|service)\snicht\sverfügbar | application\serror | runtime\serror
      | server\serror\sin\s.{{1,40}}\sapplication | unhandled\sexception | (?:http\s)?status\s50\d\b.{{0,40}}
      | (?:error|fehler)\s(?:establishing\sa|beim\saufbau\s(?:einer|der))\sdaten?(?:base|bank)-?\s?(?:connection|verbindung)
      | error\sestablishing\sa\sdatabase\sconnection | (?:datenbankfehler|database\serror) | technische\sstörung
      | (?:sorry\W+)?there\sis\sa\sproblem\swith\s(?:the|this|our)\s(?:service|site|server) | .{0, 60}\b(?:server|system|dienst)\b.{0, 30}\b(?:überlastet|overloaded)
    )\W*\Z""",
    re.IGNORECASE | re.VERBOSE,
)
# What programs print when they fail before they could make a page.
IS_RAW_ERROR = re.compile(
    r"\A\W*(?:(?:php\s)?(?:fatal|parse)\serror\b|uncaught\s|unhandled\sexception|sqlstate\W|traceback\W|ora-\d{5}|stack\strace|microsoft\sole\sdb)",
    re.IGNORECASE,
)
_SITE = r"(?:seite|web-?site|webseite|server|portal|internet-?seite|internet-?auftritt|internetangebot|web-?auftritt|onlinedienst|system|dienst|anwendung|application)"
# One sentence of a page of a few lines, or what it is called.
SAYS_MAINTENANCE = re.compile(
    rf"""\b{_SITE}\b[^.!?]{{0,40}}\b(?:wird|werden|ist|sind|befindet)\b[^.!?]{{0,30}}\b(?:gewartet|in\swartung|im\swartungsmodus|überarbeitet|gestört)
      | wegen\s(?:\w+\s)?(?:wartung|unterhalt)(?:s?-?arbeiten)?\b[^.!?]{{0,40}}\b(?:nicht\s(?:erreichbar|verfügbar)|offline|außer\sbetrieb)
      | \bwird\s(?:gerade|derzeit|zurzeit|im\smoment)\sgewartet\b | \b(?:site|service|page)\b[^.!?]{{0,30}}\b(?:en\smaintenance|temporairement\sindisponible)
      | \b{_SITE}\b[^.!?]{{0,30}}\b(?:vorübergehend|zurzeit|derzeit|momentan|im\smoment)\s(?:nicht\s(?:erreichbar|verfügbar|zugänglich)|offline)
      | (?:site|page|website|server|service)\s(?:is\s)?(?:currently\s)?(?:(?:down\s)?(?:under(?:going)?|for)\s(?:scheduled\s|planned\s)?maintenance|(?:temporarily|briefly)\s(?:unavailable|offline|down))""",
    re.IGNORECASE | re.VERBOSE,
)
IS_MAINTENANCE = re.compile(
    rf"""\A\W*(?:(?:geplante|aktuell(?:e)?|kurzzeitige|derzeit|zurzeit)\s)?(?:wartung|wartungsarbeiten|wartungsmodus|wartungsseite|wartungsfenster|systemunterhalt|(?:system)?unterhaltsarbeiten)(?:\s(?:am|an\sder|im)\s{_SITE})?\W*\Z
      | \A\W*(?:vorübergehend|zurzeit|derzeit)\snicht\s(?:erreichbar|verfügbar)\W*\Z
      | \A\W*(?:site\s|website\s)?(?:(?:is\s)?(?:down\s)?(?:under|for)\s|scheduled\s|planned\s)?maintenance(?:\smode)?\W*\Z
      | \A\W*(?:temporarily|briefly)\s(?:unavailable|offline|down)\W*\Z
      | \A\W*(?:(?:we\sare|we.ll)\s)?(?:be\s)?back\s(?:very\s)?soon\W*\Z | \A\W*wir\ssind\s(?:bald|gleich|in\skürze)\swieder\s(?:da|für\ssie\sda)\W*\Z
      | \A\W*(?:website|seite|site)\s(?:offline|(?:im|in)\swartung(?:smodus)?)\W*\Z | \A\W*(?:site\s|service\s)?(?:maintenance\sen\scours|en\smaintenance|temporairement\sindisponible)\W*\Z | \A\W*(?:technisches\sproblem|technical\sdifficulties)\W*\Z""",
    re.IGNORECASE | re.VERBOSE,
)
IS_LOGIN = re.compile(
    r"""\A\W*(?:bitte\s|please\s)?(?:melden\ssie\ssich\san|anmelden|anmeldung(?:\serforderlich)?|log-?\s?in|log-?\s?on|sign\s?in|einloggen|
        login\s(?:required|erforderlich)|zugang(?:\snur)?\sfür\s(?:mitglieder|berechtigte|angemeldete)\w*|mitglieder(?:bereich|login)|
        members?\s(?:area|only|login)|restricted\sarea|geschützter\sbereich|(?:benutzer|user)\s?-?(?:anmeldung|login)|
        authentication\srequired|(?:interner|geschlossener)\sbereich|intranet|extranet|connexion|kundenlogin|single\ssign-?on)\b.{0,40}\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_TO_VISITORS = r"(?:\W*(?:required|erforderlich|please\swait|bitte\swarten|to\s(?:continue|proceed)|on\sthis\sserver))?"
IS_BOT_WALL = re.compile(  # the first kind nobody else says; the second is said in news, too, so that little may follow
    rf"""\A\W*(?:just\sa\smoment|attention\srequired|pardon\sour\sinterruption|verify(?:ing)?\s(?:that\s)?you\sare\s(?:a\s)?human|
        checking\s(?:if\sthe\ssite\sconnection\sis\ssecure|your\sbrowser)|ddos[\s-]guard|making\ssure\s(?:that\s)?you(?:.re|\sare)\snot\sa\s(?:ro)?bot|access\sto\sthis\spage\shas\sbeen\s(?:denied|blocked)|
        (?:sorry\W+)?you\shave\sbeen\sblocked|(?:bitte\s)?bestätigen\ssie(?:\sbitte)?\W+dass\ssie\s(?:ein\smensch|kein\sroboter)|sicherheits?überprüfung\sihres\sbrowsers|(?:wir\sprüfen|bitte\szeigen\ssie)\W+(?:ob|dass)\ssie\sein\smensch\ssind|error\s10(?:0\d|1\d|20))\b[^:–]{{0,45}}\Z
      | \A\W*(?:einen\smoment(?:\sbitte)?|access\sdenied|zugriff\s(?:verweigert|blockiert|gesperrt)|are\syou\s(?:a\s)?(?:human|robot)|sind\ssie\sein\s(?:mensch|roboter)|
        (?:security|browser|sicherheits)[\s-]?(?:check|verification|überprüfung|abfrage)|
        request\s(?:blocked|unsuccessful|rejected)|bot\s(?:detection|verification)|human\sverification|captcha|robot\scheck|
        (?:ihre?\s)?(?:anfrage|zugriff)\s(?:wurde\s)?(?:blockiert|abgelehnt|gesperrt|verweigert)|(?:403\s?[:–-]?\s)?(?:forbidden|verboten)|bot-?\s?schutz(?:\saktiv)?|one\smore\sstep|(?:429\s?[:–-]?\s)?too\smany\srequests|rate\slimit(?:\sexceeded)?|zu\sviele\sanfragen|unusual\straffic(?:\sdetected)?|web\s(?:application\s)?firewall)\b{_TO_VISITORS}\W*\Z""",
    re.IGNORECASE | re.VERBOSE,
)
# Scripts and frames that only walls bring along on pages that show nothing else.
WALL_SOURCES = re.compile(
    r"_incapsula_resource|/cdn-cgi/challenge-platform/|\.within\.website/x/cmd/anubis|/_sec/cp_challenge|/\.well-known/.{0,20}challenge",
    re.I,
)
# A whole sentence of a page of a few lines.
SAYS_WALL = re.compile(
    r"""\A\W*(?:making\ssure\s(?:that\s)?you(?:.re|\sare)\snot\sa\s(?:ro)?bot | (?:bitte\s)?bestätigen\ssie(?:\sbitte)?\W+dass\ssie\s(?:ein\smensch|kein\s(?:ro)?bot)\b.{0,30}
      | please\s(?:complete|solve)\s(?:the|this)\s(?:security\scheck|captcha|challenge)\b.{0,60} | bitte\slösen\ssie\s(?:das|die)\s(?:captcha|aufgabe)\b.{0,40}
      | your\s(?:ip|request|connection|browser|access)\b.{0,40}\b(?:(?:been|was|is\sbeing)\s(?:blocked|denied|rejected|checked|verified))\b.{0,40}
      | .{0,20}\bihre?\s(?:ip-adresse|anfrage|verbindung|browser|zugriff)\b.{0,40}\b(?:blockiert|gesperrt|abgelehnt|verweigert|geprüft|überprüft)\b.{0,60}
      | the\srequested\surl\swas\srejected\b.{0,60})\W*\Z""",
    re.IGNORECASE | re.VERBOSE,
)
IS_COOKIE_WALL = re.compile(
    r"""\A\W*(?:(?:bitte\s|please\s)?(?:aktivieren|erlauben|akzeptieren)\ssie\s(?:bitte\s)?(?:ihre\s|die\s)?cookies | (?:please\s)?(?:enable|accept|allow)\s(?:your\s)?cookies
      | cookies?\s(?:sind\s|ist\s|are\s|is\s)?(?:erforderlich|deaktiviert|notwendig|required|disabled|needed) | before\syou\scontinue | bevor\ssie\sfortfahren
      | (?:cookie|datenschutz|privatsphäre)-?\s?(?:einstellungen|hinweis|auswahl|zustimmung|consent) | (?:cookie|privacy)\s(?:settings|consent|notice|check))\b.{0,40}\Z""",
    re.IGNORECASE | re.VERBOSE,
)
PARKED = re.compile(
    r"""(?:domain|domainname|webadresse|website|internetadresse|\b[\w-]+\.[a-z]{2,12})\b.{0,50}\b(?:is|ist|steht|may\sbe|könnte|can\sbe)\b.{0,30}\b(?:for\ssale|zum\sverkauf|zu\sverkaufen|käuflich|be\sfor\ssale|geparkt|parked|registriert\sund\sgeparkt|available\sfor\spurchase)
      | (?:buy|kaufen\ssie|acquire|erwerben\ssie|purchase|get)\s(?:this|diese|the|die)\s(?:domain|webadresse) | domain\s(?:kaufen|verkaufen|for\ssale|zu\sverkaufen|parking|geparkt)
      | diese\sdomain\b.{0,30}\bkaufen | (?:parked|geparkte)\s(?:domain|free|page|seite) | domain(?:\sname)?\s(?:has\s)?expired | (?:diese\s)?domain\s(?:ist\s|wurde\s)(?:\w+\s){0,2}(?:abgelaufen|geparkt|registriert|reserviert)
      | \b[\w-]+\.[a-z]{2,12}\sist\s(?:bereits\s)?(?:registriert|reserviert|vergeben) | \bdomain\b.{0,40}\b(?:is|has\sbeen)\s(?:already\s)?(?:registered|parked) | (?:register|renew)\s(?:your|this|the)\s(?:own\s)?domain | verlängern\ssie\s(?:die|ihre|diese)\sdomain
      | (?:domain|adresse)\b.{0,20}\b(?:noch\s)?keine\s(?:website|webseite|inhalte)\s(?:hinterlegt|vorhanden) | \bdomain\sregistriert\b
      | sind\ssie\sder\s(?:domain-?)?inhaber | are\syou\sthe\s(?:domain\s)?owner
      | (?:hier\sentsteht|this\ssite\sis\scoming)\s(?:in\skürze\s)?(?:eine\sneue\s(?:internet|web|home)|soon) | (?:owner|inhaber)\s(?:has\snot|hat)\s(?:yet\s|noch\s)?(?:\w+\s){0,2}(?:uploaded|keine\s(?:website|inhalte))
      | jetzt\s(?:eigene\s|ihre\s)?(?:wunsch)?domain\s(?:sichern|registrieren|finden) | money\sback\sguarantee | a\sbrand\snew\sdomain
      | make\s(?:an\s)?offer | (?:preis|kauf)?angebot\s(?:für\sdiese\sdomain|abgeben)
      | related\s(?:searches|links) | ähnliche\s(?:suchanfragen|suchen) | verwandte\s(?:suchbegriffe|suchanfragen|themen) | sponsored\s(?:listings|links) | gesponserte\s(?:links|ergebnisse)
      | domain\s(?:is\s)?available | courtesy\sof\s\w+ | inquire\sabout\sthis\sdomain | this\sweb\s?page\sis\sparked | (?:premium|wunsch)-?domains? | domain-?parking | treuhandservice | escrow\sservice
      | \bdomain\b.{0,40}\b(?:vergeben|registriert|registered\s(?:with|by|at))\b | (?:own|eigene)\sdomain\b | (?:contact|bei)\s(?:your|ihrem)\s(?:domain-?)?registrar | future\shome\sof
      | (?:neue\s(?:internet|web)präsenz|neuer\sinternetauftritt)\sentsteht | entsteht\s(?:\w+\s){0,2}(?:internet|web)präsenz | (?:web)?-?space\s(?:\w+\s){0,3}eingerichtet | platzhalterseite | placeholder\spage
      | (?:no|keine)\s(?:web\s?site|webseite|website|internetseite)\s(?:at|unter)\s(?:this|dieser)\saddress?e? | buy\snow\b.{0,40}\bpayment\splan""",
    re.IGNORECASE | re.VERBOSE,
)
IS_DOMAIN_NAME = re.compile(
    r"(?:\A|\s)(?:www\.)?[a-zäöü0-9][a-zäöü0-9-]*\.(?:[a-z]{2,3}|info|online|site|shop|example|xn--\w+)(?=\s|\Z|[|!:,])",
    re.IGNORECASE,
)
# What servers show for an address of a host that has no site (any more).
IS_SERVER_DEFAULT = re.compile(
    r"""\A\W*(?:welcome\sto\snginx | (?:test\spage\sfor\sthe\s)?apache2?\s(?:http\sserver\s)?(?:\w+\s){0,2}(?:default|test)\spage.{0,40} | it\sworks | iis\s?(?:windows(?:\sserver)?|\d+)
      | (?:default\s)?(?:parallels\s)?plesk\s(?:\w+\s)?(?:default\s)?page | (?:domain|web\sserver.s)\sdefault\spage | index\sof\s/ | hier\sentsteht\s(?:in\skürze\s)?(?:eine\sneue\s(?:internet|web)(?:präsenz|seite|site)|ein\sneuer\sinternetauftritt) | (?:standard|platzhalter)-?seite(?:\sdes\swebservers)?
    )\W*\Z""",
    re.IGNORECASE | re.VERBOSE,
)

_ENDS = re.compile(r"[.!?](?:\s+|\Z)|\n")
_QUESTION = re.compile(r"[^.!?\n]*\?[“\"]?(?=\s|\Z)")
_BRACKETS = re.compile(r"\((mehr|anymore|leider|yet)\)", re.IGNORECASE)
_SEPARATORS = re.compile(r"\s+[|–—»«·•:/-]+\s+|\s*[|»«·•]\s*")


def plain(text: str) -> str:
    """Return a text as the patterns expect it: "nicht (mehr)" without brackets, no soft hyphens, single blanks.

    >>> plain("Diese Seite gibt es nicht\\xa0(mehr).")
    'Diese Seite gibt es nicht mehr.'
    """
    return " ".join(_BRACKETS.sub(r"\1", text.replace("\xad", "")).split())


def sentences(text: str) -> list[str]:
    """Return the sentences and lines of a text without its questions, which state nothing.

    >>> sentences("Hinweis\\nDie Seite fehlt. Vertippt? Zur Suche")
    ['Hinweis', 'Die Seite fehlt', 'Zur Suche']
    """
    return [plain(piece) for piece in _ENDS.split(_QUESTION.sub(" ", text)) if piece.strip()]


def parts(name: str) -> tuple[str, ...]:
    """Return a title and its parts, because sites put their own name before or behind a page's name (EDGI's rule).

    >>> parts("Seite nicht gefunden - Stadt A")
    ('Seite nicht gefunden - Stadt A', 'Seite nicht gefunden', 'Stadt A')
    """
    pieces = [piece.strip() for piece in _SEPARATORS.split(name) if piece.strip()]
    return tuple(dict.fromkeys((name, *pieces)))
