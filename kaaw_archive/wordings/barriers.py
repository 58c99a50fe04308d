"""Pages in front of others: consent, payment, proof of a human, session, login, age, country, network, maintenance.

Such a page speaks to its visitor, and of few things: each kind has families of words, of which it uses several. News
uses some of them, too, and speaks of third persons. German and English, common words of seven other languages. Pure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kaaw_archive.wordings import small_letters
from kaaw_archive.wordings.phrases import plain, sentences

if TYPE_CHECKING:
    from collections.abc import Iterable


class Barrier(NamedTuple):
    """Wordings of one kind of page: what it is called, and families of words; ``needed`` of them are indispensable.

    ``is_spoken``: it speaks to its visitor in most of its sentences.
    """

    names: re.Pattern[str]
    families: tuple[re.Pattern[str], ...]
    needed: int = 1
    is_spoken: bool = True


def _of(names: str, *families: str, needed: int = 1, is_spoken: bool = True) -> Barrier:
    patterns = tuple(re.compile(rf"\b(?:{family})", re.IGNORECASE) for family in families)
    return Barrier(re.compile(rf"\A\W*(?:{names})", re.IGNORECASE), patterns, needed, is_spoken)


CONSENT = _of(
    r"(?:mit|ohne) werbung|weiterlesen mit|before you continue|bevor sie|bitte stimmen sie zu|zustimmung\b|your (?:privacy|choices|consent)|we value|wir (?:schätzen|respektieren|schützen|brauchen ihre)"
    r"|ihre? (?:privatsphäre|entscheidung|einwilligung|zustimmung|auswahl|wahl)\b|(?:privatsphäre|datenschutz|cookie|privacy)[- ]?(?:einstellung|hinweis|auswahl|settings|notice|choices|preferences)|journalismus (?:braucht|kostet)"
    r"|consent required|continuer sans accepter|votre vie privée|tu privacidad|(?:il tuo )?consenso\W*\Z|uw toestemming|wij vragen uw|samtykke|vi har brug for|twoja zgoda|szanujemy|consentement",
    r"zustimm|zuzustimmen|einverst|einwillig|akzeptier|consent|accept(?:er|ing)?\b|accord\b|consens\w+|consentimiento|toestemming|samtykke|zgod\w+|zgadzam|akkoord|acept\w+|accett\w+",
    r"cookies?\b|tracking|technologien|techniken|kennungen|identifiers|traceurs|technologies|pliki cookie|technieken|tecnolog\w+|profilazione",
    r"(?:unsere[nr]?|unseren|\d+|our|nos|dritt)[- ]?(?:\d+ )?(?:partner|anbieter|vendors|partenaires)|socios\b|partnerz\w*|(?:vores|nostri|nuestros|onze|nasi) partner\w*|derden\b",
    r"(?:end)?gerät(?:en)?\b|device|appareil|personenbezogen|personal data|browsing data|dispositiv\w+|apparaat|urządzeni\w+|enhed\b|datos|gegevens|oplysninger",
    r"werbung|anzeigen\b|advertis|ads\b|publicité|interessen\b|anuncios|publicidad|pubblicità|advertenties|reklam\w*|annoncer",
    r"werbefrei|pur\b|pur-|ad-free|ohne (?:werbung|tracking)|sin publicidad|senza pubblicità|zonder reclame|bez reklam|uden reklamer|in alternativa",
    r"widerruf|withdraw|retirer|datenschutz|privacy|privatsphäre|vie privée|purposes|privacidad|prywatno\w+|privatliv|informativa|cookiebeleid",
    r"(?:alle )?ablehnen|reject|refuser|auswahl speichern|show purposes|rechazar|rifiuta|weigeren|instellen|ustawienia|odrzuć|kun nødvendige|afvis",
)  # fmt: skip
BOT_WALL = _of(
    r"checking\b|einen (?:augen|mo)\w+|just a (?:moment|second)|security check|verifying|(?:sicherheits|mensch|browser)\w*(?:prüfung|abfrage|check)|one more step|(?:access|zugriff) (?:denied|verweigert|blockiert|nicht möglich)"
    r"|are you (?:a )?(?:human|robot)|sind sie ein (?:mensch|roboter)|un (?:momento|attimo)\b|vérification|sprawdzamy|(?:één|een) moment|et øjeblik|doing some sums|verificación|verifica\b",
    r"menschen?\b|human\b|(?:ro)?bots?\b|roboter|captcha|automati\w+ (?:abfragen|abrufe|zugriffe|requests|queries)|firewall|security of your connection|connection is secure|robot\w*|(?:una|de) persona\b|humano|umano|être humain|menneske\b|człowiek\w*|scrapers?",
    r"ungewöhnlich|unusual|verdächtig|suspicious|automati\w+",
    r"anschluss|ip-?adress|your (?:network|connection|browser)|ihre[ms]? (?:netz|browser|anschluss|verbindung|anfrage)|checking|navegador|navigateur|przeglądark\w+|every browser",
    r"aufgabe|rätsel|challenge|puzzle|prüf|verify|continue|fortzufahren|weiter\b|proceed|potwierdź|marque\b|cochez|spunta|comproba\w+|secondes|segundos|hash\b",
    r"sicherheit|security|schütz|protect|sécurité|seguridad|sicurezza|bezpiecze\w+", r"vorgangsnummer|reference (?:#|number)|support[- ]?id|ray id|kennung|referencia|identifiant|riferimento",
)  # fmt: skip
SESSION = _of(
    r"(?:ihre |die )?(?:sitzung|session|anmeldung) (?:ist |wurde )?(?:abgelaufen|beendet|ungültig|geschlossen)|(?:your )?session (?:has |is )?(?:expired|timed out|ended)|(?:sitzungs|session)[- ]?(?:timeout|ende|ablauf)"
    r"|zeitüberschreitung|time-?out|ungültige (?:sitzung|session)|(?:invalid|expired) session|sesja wygasła|sessie (?:is )?verlopen|sessione scaduta|session expirée|(?:su |la )?sesión (?:ha )?(?:caduc|expir)|sessionen er udløbet|zeit (?:überschritten|abgelaufen)|.{0,25}\b(?:te lang (?:weg|niets)|been away|lange weg)",
    r"sitzung\w*|session|sesj\w+|sessie|sesión|sessione|formulier|wnios\w+|formular\w*|buchung|record\b",
    r"abgelaufen|beendet|geschlossen|ungültig|expired|timed out|ended|nicht mehr gültig|abgemeldet|wygas\w+|verlopen|expirée?|scadut\w|caducad[oa]|expirad[oa]|udløbet|gesloten|zamkn\w+|freigegeben|überschritten|closed",
    r"inaktivität|inactivity|minuten|minutes|ohne eingabe|nichts eingegeben|sicherheit|security|minut\w*|bezpiecze\w+|veiligheid|sicurezza|seguridad|sécurité|sikkerhed|been away|nic się nie działo",
    r"neu starten|start again|erneut|startseite|home ?page|wieder an|neue (?:sitzung|suche)|again|od nowa|opnieuw|ricominci\w*|recommenc\w+|de nuevo|forfra|start over|begin again",
    needed=2,
)  # fmt: skip
SIGN_IN = _of(
    r"(?:weiterleitung|weitergeleitet) zu[rm] (?:anmeld|login)|(?:auswahl|wahl) (?:der|ihrer) (?:heimat)?(?:einrichtung|organisation)|(?:select|choose) your (?:institution|organi[sz]ation)|single sign|(?:bitte )?anmeld(?:ung|en)(?: (?:erforderlich|notwendig))?\W*\Z"
    r"|(?:log ?in|sign in)(?: (?:required|erforderlich))?\W*\Z|zentrale[rs]? (?:anmeld|login)|identity provider|(?:inloggen|connexion|identification|identifíquese|iniciar sesión|accedi|accesso(?: ai servizi)?|zaloguj się|logowanie|log ind|sign on|womit möchten sie sich ausweisen)\W*\Z",
    r"\w*anmeld\w*|login|log in|sign in|zugangsdaten|benutzernamen?|passwor[dt]|melden sie sich|heimat(?:organisation|einrichtung)|home institution|einrichtung\b|inloggen|connectez|identifi\w+|accedi\b|zaloguj\w*|logowani\w*|log ind|hasł\w+|mot de passe|contraseña|wachtwoord|adgangskode|ausweisen|burgeraccount",
    r"heimat(?:organisation|einrichtung)|institution|hochschule|universität|organisation|identity provider|landeskonto|bundid|eherkenning|certificado|spid\b|borger-?\w+|ondernemer\w*|dnie?\b",
    r"geschützt|protected|ressource|resource|zugreifen|zugriff|access|vorbehalten|berechtig\w*|restricted|angehören|réservée?s?|riservat\w|bekijken|para consultar|dostęp\w*|adgang|din sag",
    r"weitergeleitet|redirected|weiterleitung|wählen sie|select|choose|fortzufahren|knopf|kies\b|choisissez|elija|scegli|wybierz|vælg|met\b|mit\b",
)  # fmt: skip
AGE = _of(
    r"alters(?:prüfung|abfrage|kontrolle|nachweis)|age (?:check|verification|gate)|(?:please )?confirm your age|are you (?:over|at least|of legal)|(?:bist|sind) (?:du|sie) (?:schon|bereits|mindestens|über) (?:1\d|2\d|acht|sech|voll)|er du (?:fyldt|over)|¿?eres mayor|(?:ben|bent) (?:je|u) (?:ouder dan )?1[68]|sei maggiorenne|avez-vous (?:plus de )?18|êtes-vous majeur|czy masz (?:ukończone )?18",
    r"(?:1[68]|21)\b|achtzehn|sechzehn|volljährig|erwachsen\w*|adults?\b|legal age|mayor de edad|maggiorenne|majeure?\b|pełnoletni\w*|fyldt",
    r"alter\b|\bage\b|geburtsdatum|date of birth|older|jünger|younger|jahre alt|years old|leeftijd|edad\b|età\b|âge\b|wiek\w*|alder\b|nacimiento|jaar\b|år\b|ans\b",
    r"bestätig|confirm|eintreten|enter\b|exit|verlassen|angeben|gib\b|geben sie|view this|entrar|entra\b|entrer|binnen|wejdź|nej\b|nee\b|responsable",
)  # fmt: skip
COUNTRY = _of(
    r"(?:we are sorry\W+)?(?:(?:this|the|diese[rs]?) )?(?:content|inhalte?|page|seite|video|service|dienst)?\s?(?:is |ist |sind )?(?:not available|unavailable|nicht verfügbar) in|.{0,40}\bin (?:ihrem|your) (?:land|country|region|location)|.{0,30}\bnicht von hier|nur im sendegebiet|not available where you|wrong side|non (?:è )?disponibile nel|(?:pas|non) disponible dans|no (?:está )?disponible en|niet beschikbaar in|ikke tilgængelig",
    r"(?:ihrem|ihrer|your|this|dem|a) (?:land|country|region|location|standort|gebiet)|wo sie sich befinden|where you are|outside the|außerhalb|ausland|sendegebiet|anderswo|elsewhere|(?:nel|tuo) paese|(?:votre|ce) pays|(?:su|tu) país|uw land|twoim kraju|dit land|territor\w+|zuschauer in|permitted region",
    r"nicht verfügbar|not available|unavailable|nicht anzeigen|may not|cannot be granted|gesperrt|blocked|nicht zugänglich|gelten nur|dürfen wir|non disponibile|non disponible|no (?:está )?disponible|niet beschikbaar|niedostępn\w+|ikke tilgængelig|switched off|end at",
    r"rechtlich|legal|lizenz|licen[cs]e|rights|vertrag|contractual|sorry|bedauern|rechte\b|diritti|droits|derechos|rechten|praw\b|rettigheder",
)  # fmt: skip
NETWORK = _of(
    r"(?:this |diese )?(?:page|site|website|web ?seite|seite|content)\b.{0,30}\b(?:blocked|gesperrt|blockiert|restricted)|netzsperre|content blocked|access restricted|zugriff gesperrt|willkommen im .{0,30}wlan|welcome to .{0,40}wi-?fi|accès (?:filtré|bloqué)|toegang (?:geblokkeerd|geweigerd)|acceso bloqueado|(?:sito|accesso) bloccato|dostęp zablokowany|adgang blokeret|(?:access|.{0,40}\bsite has been) prevented",
    r"gesperrt|blocked|sperre|blockiert|restrict|wlan|wi-?fi|hotspot|um das internet|filtrée?|bloquée?|geblokkeerd|bloquead[oa]|bloccat[oa]|zablokowan\w+|blokeret|prevented|stop its customers",
    r"organisation|administrator|it-abteilung|richtlinie|policy|filter|account holder|kategorie|category|provider|unblock|bedingungen|terms|agb\b|catégorie|categor\w+|réseau|netwerk|\bsieci|netværk|lycée|court\b|law\b|ordered",
    r"irrtümlich|irrtum|mistake|wenden sie|contact|report|verbinden|connect|zu nutzen|to use|erreur|errore|vergissing|error\b|pomyłk\w+|fejl\b|écrivez|apply to",
    r"accept|bestätig|gelesen|akzeptier|settings|einstellungen|abteilung|service informatique|beheerder|administrator\w*|administratör",
)  # fmt: skip
QUEUE = _of(
    r"(?:sie sind |you are )?(?:nun |jetzt |now )?(?:in der |in (?:the|a) )?(?:warteschlange|warteraum|waiting room|queue)|einen moment geduld|bitte warten|please wait|hohe nachfrage|high demand|sei in coda|vous êtes dans la file|salle d.attente|(?:estás?|está usted) en (?:la )?cola|u staat in de (?:wacht)?rij|wachtrij|jesteś w kolejce|du er i køen?|.{0,12}\bist (?:gerade |hier )*viel los|noch nicht dran|hold on\W*\Z|you.ll be let in|vorraum",
    r"warteschlange|queue|warteraum|waiting room|andrang|sehr viele|hohe nachfrage|high demand|many (?:people|visitors)|in coda|la file\b|en (?:la )?cola|(?:wacht)rij|kolejc\w+|kø(?:en)?\b|viel los|nacheinander herein|more people than|salle d.attente|verkauf startet",
    r"vor ihnen|ahead of you|an der reihe|your turn|wartezeit|waiting time|position|ihre nummer|your number|davanti a te|avant vous|devant vous|delante|voor u\b|przed tobą|foran dig|geschätzte?|estimé|in front of you|your place|tiempo estimado|zugelost",
    r"automatisch|automatically|von selbst|geduld|patience|schlie(?:ß|ss)en sie|aktualisier|refresh|weitergeleitet|da sola|tocca a te|votre tour|su turno|uw beurt|din tur|no cierre|niet (?:af)?sluiten|nie zamykaj|luk ikke|offen lassen|keep this|gardez cette|let (?:you )?in\b|non chiuder\w+|drängeln",
)  # fmt: skip
RATE = _of(
    r"(?:zu viele|for mange|trop de|demasiad[ao]s|tropp[ei]|te veel|zbyt wiele|too many) \w+\W*\Z|(?:request|rate) limit(?: (?:exceeded|reached))?\W*\Z|you (?:have|are|['’]ve) (?:gone over|asking|exceeded)|bitte etwas langsamer|(?:please )?slow down|zugriff vorübergehend|limit (?:erreicht|atteint|raggiunto|bereikt)",
    r"abrufe?n?\b|anfragen|zugriffe|requests?\b|queries|opslag\b|verzoeken|requêtes|richieste|solicitudes|zapyta\w+|limit\w*|kontingent|tools\b",
    r"zu viele|too many|for mange|trop de|demasiad\w+|tropp[eio]\b|te veel|zbyt wiele|gone over|more often|exceed\w*|überschritten|langsamer|slow down|har brugt|letzten (?:minute|stunde)|last (?:minute|hour)|held back",
    r"sekunden|seconds|minuten|minutes|stunden?\b|hours?\b|later\b|später|morgen\b|tomorrow|erneut|again|igen\b|réessay\w+|riprova\w*|opnieuw|vorübergehend",
    r"(?:ihrer|von ihrer|your|this|votre) (?:ip-?)?(?:adresse|address)|\d{1,3}(?:\.\d{1,3}){3}|ip-?adresse|anschluss|automati\w+",
    needed=2,
)  # fmt: skip
MAINTENANCE = _of(
    r"wartung|maintenance|kurze pause|umstellung|wir sind (?:gleich|bald)|be right back|.{0,60}\b(?:nicht erreichbar|nicht verfügbar|gewartet|unavailable|offline)",
    r"wartung\w*|gewartet|maintenance|update|umstellung\w*|umbau|aktualisier|planmäßige arbeiten|technische[nr]? arbeiten|server tauschen|tauscht die server|upgrade",
    r"(?:unsere?n?|our|diese|die|this|the) (?:web|internet|online)?-?(?:seiten?|site|website|angebot|auftritt|portal|dienste?|server|system)",
    r"nicht (?:zur verfügung|erreichbar|verfügbar|anzeigen)|unavailable|offline|down\b|pause",
    r"wieder\b|back\b|geduld|verständnis|in kürze|minuten|soon|patience",
    needed=2,
)  # fmt: skip
HOST = _of(
    r"(?:diese |this )?domain\W*(?:is|ist|wurde|\Z)|hier entsteht|future home|.{0,40}\b(?:geparkt|parked|for sale|zu verkaufen)",
    r"domain\w*|webspace|hosting",
    r"geparkt|parked|registriert|registered|reserviert|reserved|for sale|verkauf|hier entsteht|eingerichtet",
    r"inhaber|owner|kunde|customer|hoster", r"keine inhalte|nicht mit inhalten|no content|webspace|ftp|hochgeladen|uploaded",
    is_spoken=False,
)  # fmt: skip

FRONTS = (CONSENT, BOT_WALL, SESSION, SIGN_IN, AGE, COUNTRY, NETWORK, QUEUE, RATE, MAINTENANCE)

# An article that goes on for those who pay, register or let advertising be: that it does is indispensable.
PAYWALL = _of(
    r"\Z.",
    r"(?:dieser?|diesen?|dieses|den|der|the|this|ganzen?|full) (?:is a )?(?:\w+ )?(?:artikel|inhalt|beitrag|text|article|story|content)\b|weiter(?:zu)?lesen|exklusiv für|continue reading|keep reading|(?:freie|kostenlose|free) (?:artikel|articles)",
    r"abos?\b|abonn\w*|subscri\w+|membership|premium|\w{0,12}plus\b|\w{1,4}\+|pur\b|registrier\w+|register|account\b|konto\b",
    r"\d+(?:[.,]\d\d)? ?(?:€|euro|franken)|[£$€] ?\d|(?:im|pro|a|per|/) ?(?:ersten )?(?:monat|woche|month|week)\b|monatlich|\d+ (?:tage|wochen|monate|days|weeks|months)",
    r"gratis\w*|kostenlos\w*|kostet nichts|free\b|testen|trial|unlimited|unbegrenzt|alle (?:weiteren )?(?:inhalte|artikel)|all (?:our|articles|content)|zugriff|access to",
    r"(?:schon|bereits) (?:ein |dabei|abonnent|registriert|kunde)|already|log ?in\b|anmelden\b",
    r"\w*kündbar|cancel", r"(?:werbe|ad)-?\s?blocker|blendet werbung aus", r"vorbehalten|exklusiv|exclusive|reserved|only for",
    is_spoken=False,
)  # fmt: skip

_TO_VISITOR = re.compile(
    r"\b(?:Sie|Ihr(?:e[nmrs]?)?|Ihnen|[Dd]u|[Dd]ein\w*|[Dd]ir|[Bb]ist|[Ww]ir|[Uu]ns(?:er\w*)?|[Ii]ch|[Yy]ou(?:r|rs)?|[Ww]e|[Oo]ur|[Uu]s|I|[Vv]ous|[Vv]otre|[Vv]os|[Nn]ous|[Nn]os|[Vv]euillez|Uw?|uw|u|[Tt]ua?|[Pp]uoi|[Uu]sted|[Ss]u|je|jij|jouw|wij|ons|[Tt]i|[Tt]uoi?|[Tt]ue|[Tt]us?|[Vv]i|vores|[Dd]i[nt]|[Dd]ine|Ci|[Tt]woj\w+|[Tt]wój|[Nn]asi|[Nn]asz\w*|My|[Nn]osotros|[Nn]uestr\w+|[Nn]oi|[Nn]ostr\w|[Pp]roszę|[Mm]oże(?:sz|cie)|[Bb]itte|[Pp]lease)\b"
)
_MOST = 0.5  # of the sentences
_SHORT = 4  # words: labels, names
IS_LOADING = re.compile(
    r"\b(?:wird|werden) geladen\b|\b(?:seite|anwendung|daten|app|inhalte?) lädt\b|\bloading\b|\bbitte warten\b|\bplease wait\b|\bchargement\b",
    re.IGNORECASE,
)
SPEAKS_OF_SCRIPT = re.compile(r"java-?\s?script|\bs[ck]ripts?\b|\bscripting\b", re.IGNORECASE)  # in a noscript element
NEEDS_SCRIPT = re.compile(
    r"\bjava\s?script\b.{0,80}\b(?:aktivier|ausgeschaltet|deaktiviert|eingeschaltet|erforderlich|benötigt|notwendig|nicht dargestellt|enable|disabled|required|turned)"
    r"|\b(?:aktivieren|enable|activate|benötigt|requires?|needs?|turn on)\b.{0,40}\bjava\s?script\b|\bohne java\s?script\b|\bwithout java\s?script\b",
    re.IGNORECASE,
)


def families_in(barrier: Barrier, texts: tuple[str, ...]) -> list[str]:
    """Return a word of each family that these texts have; nothing if an indispensable one is not there."""
    small = [(text, text.lower()) for text in texts]
    found: list[str] = []
    for number, family in enumerate(barrier.families):
        words = next(filter(None, (small_letters.search(family, *text) for text in small)), None)
        if words is not None:
            found.append(words[0])
        elif number < barrier.needed:
            return []
    return found


def speaks_to_visitor(text: str) -> bool:
    """Return True if most sentences of a text speak to its reader."""
    return share_to_visitor(text) >= _MOST


def share_to_visitor(text: str) -> float:
    """Return the share of the sentences of a text that speak to its reader; labels do not count."""
    statements = [one for one in sentences(text) if len(one.split()) >= _SHORT]
    return sum(map(is_to_visitor, statements)) / max(1, len(statements))


def is_to_visitor(sentence: str) -> bool:
    """Return True if a sentence speaks to its reader."""
    return _TO_VISITOR.search(sentence) is not None


def most_families(texts: tuple[str, ...]) -> int:
    """Return the most families that texts have of one kind of page in front of others."""
    return max(len(families_in(barrier, texts)) for barrier in FRONTS)


def is_name_of_front(names: Iterable[str]) -> bool:
    """Return True if one of these names is that of a page in front of others."""
    return any(barrier.names.match(plain(name)) for name in names for barrier in FRONTS)
