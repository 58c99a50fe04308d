"""Words in which pages speak of access to themselves, and of what they offer for it: German, English, some French.

Each pattern is one matter. No word decides: the count of matters on a short page is a sign among others
(``extract.front_signs``). Pure.
"""

from __future__ import annotations

import re

from kaaw_archive.wordings import small_letters


def _of(*stems: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(stems)})", re.IGNORECASE)


MATTERS: dict[str, re.Pattern[str]] = {
    "the page itself": _of(r"(?:diese[rsn]?|this|the|our|unsere?n?|cette) (?:\w+ )?(?:web)?(?:seiten?|site|page|inhalte?|content|dokument|address|adresse)\b", r"(?:die|der) (?:angeforderte|gewünschte|aufgerufene)", r"requested", r"demandée", r"website", r"internetseiten?\b", r"portal\b", r"seite \w+\.\w+", r"(?:deze|cette|questa|questo|esta|este|tej|ta|denne|dette) (?:\w+ )?(?:pagina|site|page|sito|página|sitio|strona|strony|serwis\w*|side|artikel|article|articolo|artículo)\b"),
    "the visitor's device": _of(r"browser", r"gerät(?:e[ns]?|s)?\b", r"device", r"javascript", r"skripte?\b", r"scripts?\b", r"tab(?:let|s)?\b", r"navigateur", r"fenster\b", r"cookies?\b", r"client\b", r"rechner\b", r"computer\b", r"appareil", r"apparaat", r"dispositiv\w+", r"navegador", r"urządzeni\w+", r"przeglądark\w+", r"enhed\b", r"pliki cookie", r"venster\b", r"finestra", r"ventana"),
    "the network": _of(r"netz(?:werk|e[sn]?)?\b", r"network", r"anschluss", r"ip-?adress", r"ip address", r"your address", r"vpn\b", r"wlan\b", r"wi-?fi", r"hotspot", r"gastnetz", r"internet\b", r"domain", r"proxy", r"gateway", r"verbindung\b", r"connection", r"réseau", r"server\b", r"provider", r"traffic", r"netwerk", r"rete\b", r"red\b", r"sieci?\b", r"netværk", r"adres ip", r"indirizzo ip", r"dirección ip"),
    "an account": _of(r"\w*konto\b", r"accounts?\b", r"anmeld\w*", r"angemeldet", r"melde[nt]? (?:sie )?(?:sich|dich) \w* ?an\b", r"einlogg\w*", r"eingeloggt", r"log(?:in|ged)?[- ]?(?:in|on|out)\b", r"login", r"sign(?:ed|ing)?[- ](?:in|on|out|up)\b", r"connexion", r"identifi\w+", r"ausweisen", r"nutzername", r"benutzername", r"username", r"user name", r"single sign", r"inlog\w*", r"acced[ie]\w*", r"accesso\b", r"iniciar? sesión", r"zaloguj", r"logowani\w*", r"utenze?\b", r"cuenta\b", r"konta\b", r"meld u aan", r"abonn[eé]s?\b", r"adh[eé]rents?\b", r"suscriptor\w*", r"abbonat[oi]", r"prenumerator\w*", r"abonnent\w*", r"iscriv\w+", r"registra\w+", r"regístr\w+", r"zarejestr\w+", r"opret\b", r"bruger\b", r"log (?:ind|på)\b", r"gebruiker\w*", r"użytkownik\w*", r"identif[ií]\w+", r"authentifi\w+"),
    "a secret": _of(r"\w*passwor[dt]\w*", r"kennwort", r"kennung", r"losung\b", r"pin\b", r"tan\b", r"passcode", r"(?:code|gutschein|voucher)\w*\b", r"mot de passe", r"passkey", r"zertifikat", r"certificate", r"einmal(?:code|kennwort)", r"zugangsdaten", r"credentials", r"token\b", r"wachtwoord", r"contraseña", r"hasło", r"heslo", r"credenziali", r"identità digitale", r"mots? de passe", r"codice\b", r"adgangskode", r"clave\b", r"kod\b", r"código", r"certificado", r"certificato", r"code d['’]accès", r"codice fiscale"),
    "a permission": _of(r"zugriff\w*", r"zugang\b", r"zutritt", r"access(?!ib|or)", r"berechtig\w+", r"permission", r"authori[sz]\w+", r"permitted", r"allowed", r"erlaubt", r"erlaubnis", r"vorbehalten", r"geschützt", r"protected", r"restricted", r"nur für", r"nur (?:hof)?mitglied\w+", r"only for", r"members? only", r"accès", r"réservé", r"denied", r"verweigert", r"eingeschrieben", r"steht nur \w+", r"alleen voor", r"réservée?s?\b", r"riservat\w", r"exclusivo", r"solo para", r"tylko dla", r"kun for\b", r"forbeholdt", r"toegang", r"acceso\b", r"accesso\b", r"dostęp\w*", r"adgang\b", r"geen toegang", r"toestemming", r"uprawnie\w+", r"tilladelse"),
    "a refusal": _of(r"(?:ge|ent)sperrt", r"sperr(?:liste|e|ung)\b", r"blocked", r"blockiert", r"filter\w*", r"bloqué", r"freigegeben", r"freigeben", r"freischalt\w*", r"unblock", r"unlock", r"nicht (?:abrufen|anzeigen|freigegeben)", r"can't (?:open|look|show|view|see)", r"cannot be (?:shown|viewed|opened)", r"don't allow", r"turned away", r"category", r"kategorie", r"geblokkeerd", r"bloccat\w", r"bloquead\w", r"filtré", r"zablokowan\w+", r"blokeret", r"negato\b", r"denegado", r"niet toegestaan", r"refusé"),
    "a human": _of(r"menschen?\b", r"human\b", r"(?:ro)?bots?\b", r"roboter", r"captcha", r"automati\w+ (?:abfrage|abruf|zugriff|request|quer)\w*", r"scrapers?\b", r"zeichen\b", r"puzzle", r"abrufe?\b", r"abfragen\b", r"challenge", r"humain", r"persona\b", r"mens\b", r"umano", r"humano", r"człowiek\w*", r"menneske", r"être humain"),
    "a check": _of(r"prüf(?:t|en|ung|e)\b", r"überprüf\w*", r"geprüft", r"check(?:ing|s)?\b", r"verif\w+", r"making sure", r"sicherheit\w*", r"security\b", r"vérifi\w+", r"bestätig\w*", r"confirm\w*", r"controler\w+", r"bevestig\w*", r"verific\w+", r"conferm\w+", r"comproba\w+", r"confirm[ae]\w*", r"potwierd\w+", r"sprawdz\w+", r"bekræft\w*", r"kontroller\w*"),
    "consent": _of(r"zustimm\w*", r"einwillig\w*", r"einverst\w+", r"consent\w*", r"akzeptier\w*", r"accept\w*", r"agree\w*", r"partner[ns]?\b", r"vendors", r"anbieter\w*", r"anzeigen\b", r"ads\b", r"advert\w*", r"werbung", r"kennungen", r"tracking", r"nutzungsbedingungen", r"terms\b", r"conditions", r"legitimate interest", r"measure ads", r"toestemming", r"akkoord", r"consenso", r"consens\w+", r"consentimiento", r"acept\w+", r"accett\w+", r"zgod[aęy]\w*", r"zgadzam", r"samtykke", r"socios\b", r"partnerz\w*", r"partnere", r"partenaires", r"annonc\w+", r"anuncios", r"publicidad", r"pubblicità", r"publicité", r"reklam\w*", r"advertenties"),
    "a session": _of(r"sitzung\w*", r"session\w*", r"abgelaufen", r"expired", r"timed? out", r"abgemeldet", r"inaktiv\w*", r"inactiv\w*", r"untätig\w*", r"expirée?", r"zeitüberschreitung", r"sessie", r"sessione", r"sesión", r"sesj\w+", r"verlopen", r"scadut\w", r"caducad\w", r"wygas\w+", r"udløbet", r"te lang\w*"),
    "a wait": _of(r"wart(?:en|ung|ungs\w*|eraum|eschlange)\b", r"einen (?:augenblick|moment)", r"(?:one|just a) (?:moment|second)", r"please wait", r"maintenance", r"gleich\b", r"in kürze", r"sekunden?\b", r"seconds?\b", r"minuten?\b", r"minutes?\b", r"geduld", r"patience", r"weiter(?:ge)?leit\w*", r"redirect\w*", r"queue", r"in line\b", r"your turn", r"an der reihe", r"automatisch", r"automatically", r"nothing happens", r"instant", r"wachten\b", r"wachtrij", r"attente\b", r"la file\b", r"patientez", r"in coda\b", r"attend\w+", r"attesa\b", r"espere?\b", r"en (?:la )?cola\b", r"segundos", r"secondi\b", r"secondes", r"kolej\w+", r"poczekaj", r"chwil\w+", r"vent venligst", r"kø\b", r"øjeblik", r"tocca a te", r"votre tour"),
    "maintenance": _of(r"nicht (?:erreichbar|verfügbar)", r"unavailable", r"offline", r"not available", r"(?:gleich|bald) (?:wieder|zurück)", r"back (?:on|at|soon|by)\b", r"wieder (?:da|erreichbar|für sie)", r"technische?\b", r"umzug|umgezogen|ziehen .{0,20}um\b", r"update\w*", r"aktualisier\w*", r"neue (?:technik|server|software)", r"new servers?", r"de retour", r"onderhoud", r"manutenzione", r"mantenimiento", r"niedostępn\w+", r"vedligehold\w*", r"beschikbaar", r"indisponible", r"non disponibile"),
    "age or place": _of(r"volljährig", r"erwachsene?n?\b", r"alters\w*", r"ihr alter\b", r"your age", r"date of birth", r"geburts(?:jahr|datum|tag)", r"(?:ab|over|above|mindestens|schon) (?:1[68]|21)\b", r"adults?\b", r"(?:your|ihrem|ihrer) (?:country|region|location|land|standort)", r"where you are", r"outside the", r"fachkreis\w*", r"rights\b", r"ärztin\w*|professionals?", r"(?:16|18) (?:jaar|år|lat|años|anni|ans)\b", r"mayor de edad", r"maggiorenne", r"pełnoletni\w*", r"majeure?\b", r"leeftijd", r"fyldt\b", r"pays\b", r"país\b", r"paese\b", r"regione?\b", r"región"),
    "the way on": _of(r"(?<!nicht )weiter\b", r"fortfahren", r"continue\b", r"proceed", r"zurück (?:zur|zum)", r"neu laden", r"(?:seite|lade) neu\b", r"reload", r"refresh", r"erneut", r"noch ?einmal", r"try (?:again|this)", r"start again", r"let you (?:in|through)", r"wählen sie", r"choose\b", r"select\b", r"pick\b", r"tippen sie", r"geben sie", r"enter (?:the|your)", r"klick\w*", r"click", r"press\b", r"switch on", r"turn (?:it |on|off)", r"einschalten", r"schalten sie", r"wenden sie sich", r"contact\b", r"verder\b", r"doorgaan", r"kies\b", r"kiezen", r"proseguir\w*", r"prosegui\w*", r"continu\w+", r"scegli\w*", r"seleziona", r"choisi\w+", r"sélectionn\w+", r"poursuivre", r"elij\w+", r"elig\w+", r"seguir\b", r"dalej\b", r"kliknij", r"wybierz", r"przejść", r"videre\b", r"vælg\w*", r"fortsæt\w*", r"opnieuw", r"riprova", r"ricomincia", r"réessay\w+", r"od nowa"),
}  # fmt: skip

OFFERS: dict[str, re.Pattern[str]] = {
    "reading on": _of(r"(?:weiter|zu ende)(?:zu)?les\w*", r"(?:keep|continue|read|finish|go on) (?:reading|on\b)", r"read(?:ing)? (?:the )?(?:rest|whole|full|more with)", r"(?:ganze[nr]?|gesamte[nr]?|volle[nr]?|diese[nr]?) (?:artikel|text|beitrag|geschichte|bericht)", r"(?:this|the|full|every|whole) (?:story|article|text|piece|long read)", r"\d{1,3} ?(?:%|prozent|percent) (?:de |of |des )?", r"la suite", r"lire (?:la|cet|l’)", r"(?:free|freie?r?|kostenlose?) (?:stories|story|articles?|artikel|texte?)", r"freischalten", r"unlock\w*", r"how it ends", r"öffnet sich", r"\w*kontingent\b", r"alle(?:s)? lesen", r"(?:texte?|artikel|beiträge) lesen", r"jeden (?:text|artikel|beitrag)", r"of \d{1,3} free", r"wie es (?:weiter|aus)geht", r"verder ?(?:te )?lezen", r"lees verder", r"continua\w* (?:a )?legg\w+", r"articolo continua", r"legg\w+ (?:tutto|senza)", r"lire la suite", r"de cet article", r"sigue leyendo", r"seguir leyendo", r"lee todo", r"czytaj\w* (?:dalej|bez)", r"\d ?% artykułu", r"dalsz\w+ część", r"læs (?:resten|videre|hele)", r"read on\b", r"(?:ganze[nr]?|vollständige[nr]?) (?:beitrag|dokument)", r"full (?:judgment|text)", r"volltext"),
    "a subscription": _of(r"\w*abo(?:s|nn\w+|nement\w*)?\b", r"m’abonne", r"subscri\w+", r"\w*pass\b", r"member(?:s|ship)?\b", r"mitglied\w*", r"premium", r"\w{0,12}plus\b", r"\w{1,4}\+", r"digital(?:zugang|abo|access)", r"unterstütz\w+", r"support us", r"supporter", r"plans?\b", r"offers?\b", r"tarif\w*", r"abonne\w*", r"abbona\w+", r"suscri\w+", r"prenumerat\w*", r"subskryp\w+", r"sostien\w+", r"soutenez", r"\w*lizenz", r"licentie", r"licence", r"modul\b", r"zugang\b", r"dostęp\b", r"adgang\b", r"paket\b"),
    "a price": re.compile(r"\b\d{1,5}(?:[.,]\d\d)? ?(?:€|euro|franken|chf|eur\b|p a )|[£$€] ?\d|\bdès \d|\b(?:im|pro|a|per|par|/) ?(?:ersten )?(?:monat|woche|jahr|month|week|year|mois|an)\b|\bmonatlich|\b\d{1,5}(?:[.,]\d\d)? ?(?:zł|kr)\b|\b(?:al|alla|al|par|om|i|per|de) (?:mese|semana|settimana|mois|maand|måneden|miesiąc)\b|\bmiesięcznie|\bmaandelijks|\b(?:ersten?|first|premier) (?:\w+ )?(?:wochen?|monate?|tage|weeks?|months?|mois)", re.IGNORECASE),
    "an account": _of(r"regist(?:er|ration|rier)\w*", r"\w*konto\b", r"account\b", r"log ?in\b", r"anmelden\b", r"einloggen", r"sign (?:in|up)", r"inscri\w+", r"newsletter", r"weekly letter", r"email", r"e-mail", r"inbox", r"postfach", r"connexion", r"passwor[dt]", r"log (?:ind|in|på)\b", r"meld je aan", r"inloggen", r"accedi\b", r"iscri\w+", r"regístr\w+", r"inicia sesión", r"zaloguj", r"zarejestr\w+", r"opret\b", r"connectez", r"institution", r"zugangsdaten"),
    "no cost or term": _of(r"gratis\w*", r"kostenlos\w*", r"kostenfrei\w*", r"free\b", r"gratuit\w*", r"\w*kündbar", r"cancel\w*", r"test(?:en|zeitraum)\b", r"trial", r"sans engagement", r"unbegrenzt", r"unlimited", r"keine zahlung", r"jetzt (?:testen|lesen|sichern)", r"senza (?:limiti|impegno)", r"sin (?:límites|compromiso)", r"za darmo", r"bez (?:limitu|zobowiązań)", r"uden binding", r"onbeperkt", r"illimité\w*", r"eerste maand", r"første måned", r"kostenfrei\w*", r"probe\w*", r"prova\b", r"prueba\b", r"prøv\b", r"probeer\b"),
    "who has it already": _of(r"(?:schon|bereits|already|déjà)\b.{0,30}(?:abo|konto|account|member|mitglied|kunde|registr|subscri|inscrit)", r"(?:abonnent\w*|subscribers?|members?|mitglieder?)\b.{0,12}(?:only|vorbehalten|lesen|read|exklusiv)", r"(?:nur|only|exklusiv) (?:für )?(?:abonnent|subscriber|member|mitglied)\w*", r"(?:al|già|ya|masz już|allerede|déjà)\b.{0,25}(?:abonn\w+|abbona\w+|suscri\w+|prenumerat\w+|cuenta|konto|account|compte)"),
    "advertising": _of(r"ad-?\s?block\w*", r"werbe-?block\w*", r"werbung", r"(?:unsere )?anzeigen\b", r"ads\b", r"werbefrei"),
}  # fmt: skip

# That a page is withheld for a law or by a court: it is not gone
FOR_A_LAW = re.compile(
    r"\b(?:aus|wegen) (?:\w{1,20} )?\w{0,20}(?:rechtlichen|gesetzlichen) gründen\b|\b(?:auf|durch|nach) (?:\w{1,12} )?(?:gerichts\w{0,12}|gerichtliche\w? \w{1,12})\b"
    r"|\bfor (?:legal|copyright|licen[cs]ing|rights) reasons\b|\bby (?:a |an )?(?:court|legal) order\b|\bpour (?:des )?raisons (?:légales|juridiques)\b|\bper motivi legali\b|\bpor (?:razones|motivos) legales\b",
    re.IGNORECASE,
)
# That a page is withheld for the place of its visitor, or until terms are accepted: it is not gone
FOR_PLACE_OR_TERMS = re.compile(
    r"\b(?:aus|in) (?:dem|welchem) (?:du|sie|wir)\b.{0,30}\b(?:zugreif\w+|aufrufen|befinde\w+)|\b(?:besitzen|haben) (?:wir )?(?:keine|nicht die) \w{0,12}rechte\b|\bgeo-?(?:block\w*|\d)"
    r"|\b(?:visitors|users|readers|viewers) (?:from|in|outside) the\b|\b(?:hold|have|own) (?:no|the) (?:\w{1,12} )?rights\b|\b(?:country|region|location|place) (?:from which|where|in which|that) you\b|\byour (?:country|region|location)\b"
    r"|\b(?:pays|région) (?:d['’]où|où) vous\b|\b(?:votre pays|ihrem land|deinem land|tu país|tuo paese|uw land|twoim kraju|dit land)\b"
    r"|\bby (?:click|press|tick|continu|enter)ing\b.{0,40}\b(?:you )?(?:accept|agree)|\b(?:durch|mit) (?:(?:dem|einem|ihrem) )?(?:an)?klick\w*\b.{0,60}\b(?:zustimm|akzeptier|einverstanden|erkennen)|\bi (?:do not |don['’]t )?agree\b|\bich (?:stimme|bin) (?:\w{1,12} )?(?:zu|einverstanden)\b",
    re.IGNORECASE,
)


def matters_in(text: str, patterns: dict[str, re.Pattern[str]]) -> dict[str, str]:
    """Return the first words of each matter that a text speaks of."""
    small = text.lower()
    found = ((matter, small_letters.search(pattern, text, small)) for matter, pattern in patterns.items())
    return {matter: words[0] for matter, words in found if words is not None}


def count_of_matters(text: str) -> int:
    """Return how often a text speaks of access."""
    small = text.lower()
    spoken = (pattern for pattern in MATTERS.values() if small_letters.search(pattern, text, small) is not None)
    return sum(len(pattern.findall(text)) for pattern in spoken)
