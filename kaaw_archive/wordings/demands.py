"""Families of words by which a page says what its visitor must be, have, give or wait for before it shows more.

German, English, Dutch, French, Italian, Spanish, Polish, Danish, Czech, Swedish. News and forms have such words, too:
each family is a sign among others (``extract.front_demands``). Pure.
"""

from __future__ import annotations

import re

from kaaw_archive.wordings import small_letters


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_YOUR = r"ihre?[nmrs]?|deine?[nmrs]?|your|votre|vos|vostr\w|tu[aoe]?|sua?s?|uw|jouw|je|twó?j\w*|państwa|dine?|dit|jeres|vaš\w*|váš|ditt|era?"
_OF_NUMBERS = r"\w*(?:nummern?|nr\b|karte|ausweis|kennung|kennwort|code|konto|zugang|daten)|card|number|account|details|carte|numéro|identifiant|compte|tessera|codice|carta|tarjeta|carn[eé]|número|código|cuenta|kaart|rekening|karta|karty|numer|kod|konto|kort|číslo|kart[ay]|účet|medlemskap"
FAMILIES: dict[str, re.Pattern[str]] = {
    # what comes once the visitor has done so
    "what comes then": _any(
        r"danach|anschließend|sobald|daraufhin|erst (?:dann|danach|wenn|nach)|dann (?:sehen|kommen|öffnet|gelangen|geht|können|zeigen)|gleich danach|im anschluss|öffnet sich|geht es (?:dann )?weiter",
        r"then (?:you|we|it|the)\b|afterwards|once (?:you|we|that|this|it)|as soon as|(?:it|page|document|file|text|video) (?:then )?(?:will )?opens?\b|straight after|will (?:appear|be shown)|takes? you (?:there|back|to)",
        r"ensuite|une fois|s['’]ouvr\w+|dès que|après quoi|poi\b|una volta|si aprirà|si apre|appena|después|una vez|se abrir\w+|en cuanto|cuando te|daarna|zodra|opent\b|daarmee|następnie|otworzy|gdy tylko|derefter|så snart|når du har|poté|jakmile|potom|otevře|därefter|så snart|öppnas",
    ),
    # a thing that is needed
    "a need": _any(
        r"brauchen|benötig\w+|nötig\b|erforderlich|voraussetzung|genügt\b|halten sie .{0,40}bereit|es fehlt|geben sie|nennen sie|legen sie|füllen sie",
        r"(?:you(?:['’]ll)?|we|first) need|required|requires|needed|is enough|have .{0,30}ready|we (?:just )?(?:need|ask)|enter (?:your|the|it)|type (?:your|the|in)|give (?:us )?(?:your|the)",
        r"il (?:vous )?faut|nécessaire|requise?|suffit|indiquez|saisissez|munissez|serve\b|occorre|bisogna|necessari\w|inserisci|basta\b|necesita\w*|hace falta|se requiere|escriba|introduzca|indique|nodig|vereist|vul\b|voer\b|houd\b.{0,30}bij de hand|potrzebn\w+|wymagan\w+|wpisz|podaj|należy|kræves|kræver|skal bruge|indtast|angiv|potřebujete|je (?:nutn|třeba|potřeba)\w*|zadejte|vyplňte|krävs|kräver|behöver|ange\b|skriv in",
    ),
    "a number or card of the visitor": _any(
        rf"(?:{_YOUR}) (?:\w+[ -]){{0,2}}(?:{_OF_NUMBERS})\b",
        r"(?:mitglieds|kunden|betriebs|vertrags|leser|benutzer|ausweis|karten|personal|matrikel|zugangs|bibliotheks|versicherten|teilnehmer|steuer|kassen|abo|firmen)-?(?:nummer|nr|karte|ausweis|code|kennung|konto)",
        r"(?:member(?:ship)?|library|customer|staff|student|access|card|account|establishment|registration|licen[cs]e|reader|employee|order|booking) (?:card|number|no\b|code|id\b)|number on (?:the|your)|back of (?:the|your) card|login details",
        r"numéro (?:de|d['’]) ?\w+|code (?:d['’]accès|adhérent|client)|numero (?:di )?(?:tessera|cliente|socio)|codice (?:cliente|socio|accesso)|(?:número|código) de \w+|klantnummer|lidnummer|pasnummer|numer (?:karty|klienta|członk\w+)|medlemsnummer|kundenummer|lånernummer|číslo (?:průkazu|karty|člena)|čtenářsk\w+|medlemsnummer|lånekort",
    ),
    # who may see it, and that others may not
    "only for some": _any(
        r"(?:nur|ausschließlich|exklusiv|allein) (?:für|an|mit|von|bei)\b|(?:sehen|lesen|erhalten|bekommen|öffnen|nutzen|haben) (?:hier )?nur\b|nur .{0,40}\b(?:sehen|lesen|einsehen|öffnen|abrufen|herunterladen)\b|\w+ vorbehalten|steht .{0,30}(?:mitglied|abonn|angemeldet|berechtigt|kund|partner)\w*|interne[rnms]? (?:bereich|seite|dokument|inhalt)\w*|geschlossene[rn]? (?:bereich|gruppe|nutzer)\w*|nichtöffentlich",
        r"(?:only|exclusively|solely) (?:for|to|by|available|visible|with|members|subscribers)|(?:for|by|to) .{0,30}\bonly\b|(?:reserved|restricted|limited|closed) (?:for|to)|(?:members?|subscribers?|staff|partners|registered \w+)['’]? (?:only|can|may|area|section|zone)|(?:is|are) (?:for|open to|shown to|visible to|available to|provided (?:to|for)) (?:our |the |all )?(?:\w+ ){0,2}(?:members?|subscribers?|readers?|customers?|staff|schools|teachers|firms|clients?|supporters?|residents|those|people)|private (?:area|page|group|blog|site)",
        r"réservée?s? (?:aux?|à)|(?:offerte?s?|accessibles?|ouverte?s?|destinée?s?) (?:aux?|à) (?:ceux|celles|nos|seuls?|membres|abonn\w+|adhér\w+)|riservat\w|solo (?:per|a|ai|agli|chi)|soltanto (?:per|a)|(?:solo|únicamente|exclusiv\w+) (?:para|a)\b|se muestran? a|sólo\b|(?:alleen|uitsluitend|enkel) (?:voor|door|met|toegankelijk)|(?:tylko|wyłącznie|jedynie) (?:dla|po|przez)|(?:kun|udelukkende|alene) (?:for|til|adgang)|forbeholdt|(?:pouze|jen|výhradně) (?:pro|po|členové|přihlášen)\w*|vyhrazen\w+|(?:endast|bara|enbart) (?:för|till)|förbehållet",
    ),
    "a refusal": _any(
        r"(?:nicht|keine?n?) (?:\w+ )?(?:berechtigt|freigeschaltet|freigegeben|zugelassen|erlaubt|zugriff|zugang|berechtigung|einsicht|befugt|sichtbar)|dürfen (?:diese|dieses|nur|hier|das|sie)|verweigert|abgelehnt|untersagt|gesperrt|nicht (?:angezeigt|gezeigt|einsehbar|öffnen|laden) (?:werden|dürfen)?",
        r"not (?:permitted|allowed|authori[sz]ed|entitled|granted|cleared|available to)|(?:no|without|lack|don['’]t have|do not have) (?:the )?(?:access|permission|rights?|privileges?)|denied|refused|declined|turned away|forbidden|you (?:may|can)(?: ?not|['’]t) (?:view|see|open|access|read|use)|(?:can(?:not|['’]t)|won['’]t|unable to) (?:show|let|open|display|serve)",
        r"pas (?:autorisée?|le droit|accès|l['’]accès)|refusée?|interdite?|non (?:autorizzat\w|consentit\w|hai (?:accesso|il permesso))|negat\w\b|no (?:tiene|está|dispone) (?:\w+ )?(?:autorizad\w|permiso|acceso)|denegad\w|geen (?:toegang|rechten|toestemming)|niet (?:bevoegd|toegestaan|gemachtigd)|geweigerd|brak (?:dostępu|uprawnień)|nie (?:masz|mają) (?:\w+ )?(?:dostępu|uprawnień)|odmow\w+|ikke (?:adgang|tilladelse|berettiget)|afvist|nemáte (?:přístup|oprávnění)|odepřen\w*|zamítnut\w*|inte (?:behörig\w*|tillgång|tillåten|åtkomst)|nekad\w*",
    ),
    # who are you, where do you live, how will you prove it
    "a question of who": _any(
        r"(?:wer|wo|wie alt|woher|womit|wie) (?:bist|sind|wohnen|wohnst|kommen|kommst|möchten|wollen|lesen|melden) (?:du|sie)\b|zu welche[rnm]|welche[rsn]? .{0,30}\b(?:gehören|sind|haben|nutzen|ist (?:ihr|dein)\w*) (?:sie|du)?|(?:sind|bist|haben|hast) (?:sie|du) .{0,60}\?",
        r"(?:who|where|how old|which|what) (?:are|do|is|best|kind|library|school|institution|country|state|region|organi[sz]ation)\b.{0,40}(?:you|your)\b|are you .{0,60}\?|(?:do|did|have) you .{0,60}\?",
        r"(?:qui|où|quel\w*) (?:êtes|habitez|est votre|est ton)|(?:avez|êtes)-vous .{0,60}\?|(?:chi sei|chi siete|dove (?:abiti|vivi|ti trovi)|qual è (?:il )?tuo|quale)\b.{0,30}\?|¿(?:quién|dónde|cuál|eres|es usted|tiene).{0,60}\?|(?:wie|waar|welke) (?:bent|ben|woont|woon|is uw)\b|(?:kim|gdzie|jaki|która) (?:jesteś|mieszkasz|jest)|czy (?:masz|jesteś).{0,40}\?|(?:hvem|hvor|hvilke[nt]) (?:er|bor) (?:du|din|de)|er du .{0,40}\?|(?:kdo|kde|jaký) (?:jste|bydlíte|je)|je vám .{0,30}\?|(?:vem|var|vilken) (?:är|bor) (?:du|din)|är du .{0,40}\?|har du .{0,30}\?",
    ),
    # first person: a declaration beside a box
    "a declaration": _any(
        r"ich (?:habe .{0,60}(?:gelesen|verstanden|kenntnis)|bin (?:mindestens|über|kein|ein|mit|an|damit|im|angehör)\w*|stimme|kenne|bestätige|erkläre|akzeptiere|versichere|verpflichte|willige|nenne|gebe .{0,30}nicht|verwende|möchte .{0,20}weiter)",
        r"i (?:have read|am (?:over|at least|an?|aged|not)|agree|confirm|declare|accept|understand|acknowledge|certify|will (?:not|cite|use)|promise)",
        r"j['’](?:ai (?:lu|plus|pris)|accepte|atteste)|je (?:suis|confirme|déclare|certifie|reconnais|m['’]engage)|ho (?:letto|più|compiuto)|dichiaro|confermo|sono (?:un|maggiorenne|consapevole)|accetto|he leído|soy (?:mayor|un|una|profesional)|declaro|confirmo|acepto|ik (?:heb .{0,20}gelezen|ben|ga akkoord|verklaar|bevestig)|oświadczam|zapoznał\w+|jestem|akceptuję|potwierdzam|jeg (?:har læst|er|bekræfter|accepterer|erklærer)|souhlasím|potvrzuji|prohlašuji|četl\w*|je mi|jag (?:har läst|är|godkänner|bekräftar|intygar)",
    ),
    # something was sent to the visitor
    "something was sent": _any(
        r"(?:haben|wurde|wird|schicken|senden) .{0,60}\b(?:link|code|mail|sms|nachricht|pin|tan)\b|(?:link|code|mail|sms|nachricht|pin|tan)\b.{0,60}\b(?:geschickt|gesendet|verschickt|schicken|senden)|(?:posteingang|telefon|handy|smartphone|app\b|qr-?code)",
        r"(?:sent|emailed|texted|send|email) .{0,50}\b(?:link|code|message|number|passcode)|(?:link|code|message)\b.{0,40}\b(?:sent|on its way)|check your (?:inbox|email|phone|messages)|(?:your|the) phone\b|authenticator|in the app\b",
        r"(?:envoyé|inviat\w|enviad\w|gestuurd|verstuurd|wysłal\w+|sendt|poslali|skickat)\b.{0,60}\b(?:lien|code|link|codice|enlace|código|kod|kode|odkaz|länk)|(?:lien|code|link|codice|enlace|código|kode|odkaz|länk)\b.{0,40}\b(?:envoyé|inviat\w|enviad\w|gestuurd|verstuurd|wysłany|sendt|poslali|skickat)",
    ),
    # what was open has ended
    "an end": _any(
        r"(?:besteht|gilt|gültig|offen|bekannt|vorhanden|angemeldet)\b.{0,20}\bnicht mehr|nicht mehr (?:gültig|offen|aktiv|vorhanden|angemeldet|bekannt)|verworfen|abgelaufen|abgebrochen|getrennt|beendet|unterbrochen|zu lange|minuten (?:lang )?(?:nichts|keine|inaktiv)|neu (?:beginnen|starten|anfangen|anmelden|suchen|aufrufen)|von vorn|kein offener|keine offene",
        r"no longer (?:held|valid|active|open|known|connected|signed)|(?:has|have) (?:ended|lapsed|expired|timed|run out|been (?:closed|ended|discarded|away|idle))|too long|(?:start|begin|try) (?:a new|again|over|from|afresh)|were (?:away|idle|inactive)|for (?:safety|security)|signed (?:you )?out|logged (?:you )?out",
        r"n['’]est plus (?:valable|active|ouverte)|expirée?|recommenc\w+|a pris fin|non è più (?:valid|attiv|apert)\w|scadut\w|ricominci\w+|ya no (?:es|está)|caducad\w|ha (?:terminado|expirado)|volver a empezar|empezar de nuevo|niet meer (?:geldig|actief|open)|verlopen|opnieuw (?:beginnen|starten|zoeken)|wygas\w+|nie jest już|od nowa|ponownie|ikke længere|udløbet|forfra|vypršel\w*|již (?:není|neplat)\w*|znovu|gått ut|inte längre|börja om",
    ),
    # a wait
    "a wait of the visitor": _any(
        r"\d[\d.]* (?:personen|menschen|leute|besucher\w*) (?:sind )?vor|vor ihnen|ihr platz|an der reihe|drankommen|fenster .{0,20}offen|(?:fenster|seite|tab) (?:bitte )?(?:nicht schließen|offen)|nicht schließen|von selbst|warten sie|wir warten|bitte warten|warteraum|warteschlange|gleich (?:geht|wieder|weiter)|einen (?:moment|augenblick)",
        r"\d[\d,]* (?:people|others|visitors) (?:are )?(?:ahead|in front|before)|ahead of you|your (?:place|turn|spot|position)|keep (?:this|the) (?:page|tab|window)|(?:do not|don['’]t|please) close|leave (?:this|the) (?:page|tab|window) open|by itself|sit tight|hold on|we(?:['’]ll| will) (?:let|bring|send|take) you|will be sent on|one moment|just a (?:moment|second|sec)|waiting",
        r"avant vous|devant vous|votre (?:tour|place)|(?:ne )?fermez pas|laissez .{0,20}ouverte?|patient\w+|davanti a te|prima di te|il tuo (?:turno|posto)|non chiudere|da sola?\b|attend\w+|delante de (?:ti|usted)|tu (?:turno|lugar|puesto)|no cierre\w*|sol[ao]\b|te toque|voor u\b|aan de beurt|sluit .{0,20}niet|vanzelf|przed (?:tobą|panem)|kolej\w+|nie zamykaj|sam[ao] się|foran dig|din tur|luk ikke|af sig selv|před vámi|na řadě|nezavírejte|framför dig|din tur|stäng inte",
    ),
    # proof of a human or of an honest machine
    "a proof": _any(
        r"(?:kein|ein) (?:ro)?bot\b|roboter|mensch(?:en)?\b.{0,20}(?:sind|ist|und|statt)|automat(?:en|ische|isierte|isch)\b|skripte?\b|sammler\b|abrufe\b|aufgabe|rätsel|rechnen|häkchen|verdächtig|ungewöhnlich|prüf(?:en|t|ung)\b|überprüf\w*|verbindung (?:wird|ist|sicher)|sicherheits\w*",
        r"(?:ro)?bots?\b|human\b|automated|scripts?\b|crawlers?|scrap\w+|puzzle|challenge|which (?:one|of these)|pick (?:one|the|all)|(?:tick|check) the box|slide|drag|suspicious|unusual|check(?:ing)? (?:your|the|that|if)|verif\w+|making sure|security|unwanted",
        r"robot\w*|humain\w*|automati\w+|défi\b|cochez|vérifi\w+|uman\w\b|verific\w+|sfida|spunta|human\w\b|comprob\w+|marque\b|casilla|mens\b|controle\w*|vink\b|człowiek\w*|zaznacz|sprawdz\w+|menneske\w*|kontroller\w*|sæt hak|člověk\w*|ověř\w+|zaškrtněte|människa|kontroller\w*|kryssa",
    ),
    # a net or a policy near the visitor
    "a net or a policy": _any(
        r"w-?lan|netz\w*|richtlinie\w*|filter\w*|kategorie|jugendschutz|sperr\w*|freigabe|it-abteilung|administrator\w*|hausnetz|gäste\w*|zugangspunkt|online gehen|surfen",
        r"wi-?fi|network|policy|policies|filter\w*|category|parental|firewall|administrator|it (?:desk|department|team|support)|get(?:ting)? online|go online|not yet online|hotspot|guest|browse",
        r"réseau|filtr\w+|catégorie|charte|invité\w*|se connecter à internet|rete\b|filtr\w+|categoria|navig\w+|ospit\w+|red\b|política|categoría|invitad\w+|netwerk|beleid|categorie|sieć|sieci|polityka|kategori\w*|netværk|politik|síť|sítě|zásad\w+|nätverk\w*|policy",
    ),
}
# Labels that show what the page stands in front of
REVEALS = _any(
    r"\w*(?:zeigen|anzeigen|öffnen|ansehen|einsehen|lesen|weiter|starten|fortfahren|freischalten|eintreten|herunterladen|laden|blättern|abrufen)\b",
    r"show|open|view|see|read|continue|unlock|reveal|enter\b|proceed|get (?:me |us )?(?:in|online|access)|let me|take me|start (?:my|browsing|surfing)|go (?:on|to)|join\b|connect\b|download",
    r"ouvrir|voir|lire|consulter|afficher|accéder|entrer|continuer|télécharger|apri|mostra|vedi|leggi|entra|accedi|prosegui|continua|scarica|abrir|ver\b|mostrar|leer|entrar|acceder|continuar|descargar",
    r"openen|tonen|bekijken|lezen|toon|verder|doorgaan|naar (?:de|het)|pokaż|otwórz|zobacz|czytaj|przejdź|wejdź|dalej|vis\b|åbn|læs|se\b|videre|fortsæt|zobrazit|otevřít|číst|vstoupit|pokračovat|visa\b|öppna|läs|fortsätt",
)
# Labels of fields for what only those have who are known already
NUMBER_ASKED = _any(
    r"\w*(?:nummer|nr\b|ausweis|kennung|kennwort|losung|zugangscode|schlüssel)|(?:zugangs|freischalt|einlass|klassen|haus|gäste|kunden|mitglieds)-?code|number|card\b|(?:access|class|invite|club|entry|member|school|pass)[ -]?code|passphrase|numéro|code d['’]\w+",
    r"tessera|carta\b|codice|número|código|clave|carn[eé]|kaart\w*|\w*nummer|toegangscode|numer|kod\b|karta|\w*kort\w*|kode\b|číslo|průkaz\w*|heslo|kod\b",
)
# How much is shown, or left: previews of texts that are sold or for members
PREVIEW = _any(
    r"vorschau|leseprobe|anriss|(?:seite|blatt) 1 (?:von|bis|–|-) ?\d|noch \d[\d.]* (?:wörter|zeichen|absätze|seiten|minuten|prozent|%)|(?:endet|bricht) hier|rest (?:des|der)|bis hier(?:her|hin)?|die fortsetzung|vollversion|volltext|einzel(?:dokument|artikel|heft)|ausgabe ging an|guthaben|punkte\b",
    r"preview|sample|excerpt|(?:pages?|page) 1 (?:of|to|–|-) ?\d|\d[\d,]* (?:more )?(?:words|pages|minutes|paragraphs) (?:left|remain|more|to go)|(?:continues|goes on) (?:for|on|in|below)|ends here|stops here|the rest\b|full (?:report|text|version|table|article|story|paper|list)|credits?\b|unlocked?\b",
    r"aperçu|extrait|il (?:vous )?reste|la suite|anteprima|estratto|restano|il resto|vista previa|extracto|quedan?\b|el resto|voorbeeld\w*|fragment\w*|nog \d|de rest|podgląd|pozostał\w+|reszta|uddrag|resten|ukázk\w+|zbývá|zbytek|utdrag|återstår|resten",
)
# That nothing is needed: what a page in front of another never says
OPEN = _any(
    r"ohne (?:anmeldung|konto|registrierung|login|passwort|termin)|(?:keine?|nicht) (?:\w+ )?(?:anmeldung|konto|registrierung|login|passwort|ausweis|anmelden|registrieren)(?: \w+){0,3} (?:nötig|erforderlich|notwendig|mehr|brauchen)|(?:brauchen|benötigen) (?:sie|du) (?:\w+ )?(?:kein|nicht)|nicht mehr (?:anmelden|einloggen)|für alle (?:frei|offen|kostenlos)|frei (?:zugänglich|abrufbar|lesbar)|eintritt (?:ist )?frei|lesen können sie alles|steht allen offen",
    r"no longer (?:need|have to|sign|log|require)|(?:no|without(?: an?)?) (?:account|log-?in|sign-?in|registration|password|sign-?up|subscription)\b|(?:is|are) not (?:needed|required|necessary)|(?:do not|don['’]t|need not|needn['’]t) (?:need|have to|register|sign|log)|(?:free|open) (?:for|to) (?:all|everyone|anyone)|anyone (?:can|may)|freely available|admission (?:is )?free|can be read (?:below|here|by)",
    r"sans (?:inscription|compte|rendez-vous)|(?:entrée|accès) libre|libre accès|ouverte? à tous|senza (?:registrazione|account|prenotazione)|(?:ingresso|accesso) libero|aperto a tutti|sin (?:registro|cuenta|cita)|(?:entrada|acceso) libre|abierto a todos|zonder (?:account|inloggen|aanmelding|afspraak)|vrij toegankelijk|voor iedereen|bez (?:logowania|konta|rejestracji|přihlášení|registrace)|wstęp wolny|dla wszystkich|vstup volný|pro všechny|uden (?:login|konto|tilmelding)|for alle\b|gratis adgang|utan (?:inloggning|konto|anmälan)|för alla\b|fri entré",
)
# Labels that sell: a text, a term, a membership
SELLS = _any(
    r"\w*(?:kaufen|warenkorb|abonnieren|abo\b|bestellen|testen|freischalten|buchen)|mitglied werden|\w+ werden\b|jetzt (?:lesen|sichern|testen)|tagespass|probe\w*",
    r"buy|purchase|(?:add to )?(?:basket|cart|bag)|subscribe|unlock|join|become|start (?:your |my )?(?:free )?trial|trial|get (?:the|full|access|digital)|upgrade|see (?:plans|offers|options)|talk to sales|day pass|support us|donate to read",
    r"acheter|panier|s['’]abonner|je m['’]abonne|abonnez|adhérer|essayer|acquista|carrello|abbonat\w+|prova\b|comprar|cesta|carrito|suscr\w+|prueba\b|kopen|winkelwagen|abonneer|word (?:lid|abonnee)|probeer|kup\b|koszyk|subskrybuj|wykup|prenumer\w+|køb|kurv|abonner|bliv medlem|prøv|koupit|košík|předplat\w+|köp|kundvagn|prenumerera|bli medlem|prova\b",
)
PRICE = re.compile(
    r"\d ?(?:€|euro?s?\b|ct\b|cent\b|chf|franken|fr\.|usd|eur\b|£|\$|kč|zł|kr\b|pence|p\b)|[€£$] ?\d|\b\d{1,4}[.,]\d\d\b",
    re.IGNORECASE,
)
# Signs that cover what would stand there
MASKED = re.compile(r"[\u2588-\u2593\u2580-\u2587\u25a0\u25ae\u25cf\u25cb]{2,}|[•·*×xX▪]{4,}|[•]{1,}[.,][•]{2,}")


def families_of(text: str) -> frozenset[str]:
    """Return the names of the families of words that a text has."""
    small = text.lower()
    return frozenset(name for name, pattern in FAMILIES.items() if small_letters.search(pattern, text, small))
