"""Sentences by which a page says on what condition it shows itself, or that the rest of its text is withheld.

German, English, Dutch, French, Italian, Spanish, Polish, Danish. News and help pages have such sentences, too: none
decides, each is a sign among others (``extract.front_signs``, ``extract.offer_signs``). Pure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SENTENCE_CHARACTERS = 400  # of a sentence that is searched: conditions are short


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{pattern})" for pattern in patterns), re.IGNORECASE)


# Only for some, go on by doing something, before that: what the visitor must be or do.
CONDITION = _any(
    r"(?:nur|exklusiv|ausschließlich) (?:für|mit|an) (?:\w+ ){0,2}(?:abonn\w+|mitglied\w+|registriert\w+|angemeldet\w+|berechtigt\w+|kund\w+|fachkreis\w*|fachleute|zuschauer\w*)",
    r"(?:abonn\w+|mitglied\w+|registriert\w+|angemeldet\w+|berechtigt\w+|fachkreisen) (?:\w+ )?vorbehalten",
    r"(?:um|damit) .{3,80}\b(?:zu (?:lesen|sehen|öffnen|nutzen|können)|\w{1,9}zu(?:lesen|sehen|greifen)|anzuzeigen|zeigen können|anzusehen|fortzufahren)\b.{0,60}\b(?:benötigen|brauchen|müssen|melden|bestätigen|wählen|bitte|geben|stimmen|loggen|registrieren)",
    r"(?:müssen|bitte|melden|loggen|weisen) sie sich (?:\w+ ){0,3}(?:an|ein|aus|anmelden|registrieren|einloggen|ausweisen)\b",
    r"bevor (?:es weiter|sie (?:weiter|fort|hinein)|wir)",
    r"nicht (?:berechtigt|freigeschaltet|bezogen)|(?:paket|abo|modul) nicht enthalten",
    r"bitte (?:bestätigen|wählen|geben|akzeptieren|stimmen) sie(?! aus\b\W*\Z)",
    r"wählen sie (?:\w+ ){1,4}(?:bevor|um|aus)\b",
    r"mit dem klick auf",
    r"(?:werbe|ad)-?\s?blocker\b.{0,60}\b(?:aus|ab|deaktivier\w*|off|disable)|schalten sie\b.{0,40}blocker|unterdrückt .{0,30}(?:anzeigen|werbung)|(?:turn off|disable|pause)\b.{0,30}blocker|bloqueur de publicité|désactivez",
    r"(?:cookies?|scripts?|java-?script)\b.{0,40}\b(?:switched off|turned off|disabled|blocked|ausgeschaltet|abgeschaltet|deaktiviert|désactivés?|disattivat\w|desactivad\w+|uitgeschakeld|wyłączon\w+|slået fra|vypnut\w+|avstängd\w*)",
    r"(?:allow|enable|switch on|aktivieren sie|erlauben sie|zet) cookies|switch cookies on|cookies (?:staan|sind|are) (?:uit|aus|off|deaktiviert|disabled)|(?:refusing|need one) cookies?|(?:ihr|your|this) browser (?:ist|is|wird) (?:zu alt|too old|nicht unterstützt|not supported)",
    r"sobald sie\b.{0,60}\b(?:abonniert|registriert|angemeldet|bestätigt)|(?:sie )?dürfen diese seite nicht|keine berechtigung|(?:no tiene|you do not have|vous n’avez pas) (?:\w+ ){0,2}(?:permiso|permission|droit)",
    r"(?:log|sign) ?in to (?:continue|view|read|see|access|your)|(?:register|subscribe|join|create an? \w+(?: \w+)?) to (?:continue|view|read|see|access|finish|keep)",
    r"to (?:continue|view|read|see|access|open|proceed)\b.{0,60}\b(?:please|you (?:must|need|have to)|log ?in|sign ?in|register|subscribe|accept|confirm|enter|choose|select|tick)\b",
    r"(?:must|need to|have to) (?:be (?:a|logged|signed|registered|over|at least)|first |tick |log ?in|sign ?in|accept|agree|confirm|identify)",
    r"before (?:you|we|continuing|going)\b.{0,30}\b(?:continue|view|see|go on|proceed|can|enter|show|let)\b",
    r"(?:only|exclusively|reserved|restricted) (?:for|to) (?:\w+ ){0,2}(?:subscribers?|members|registered|customers|staff|professionals)\b",
    r"please (?:(?:choose|select)\b(?!\W*\Z)|(?:confirm|tick|read|enter|accept|prove|verify)\b)",
    r"tell us (?:who|where)",
    r"(?:alleen|exclusief|uitsluitend) (?:\w+ )?voor (?:\w+ ){0,2}(?:abonnees|leden|geregistreerde|ingelogde|professionals)",
    r"(?:log|meld u|kies|bevestig|accepteer|vul)\b.{0,50}\bom (?:\w+ ){0,5}te \w+|om (?:\w+ ){1,6}te (?:lezen|bekijken|zien|openen)\b|(?:pas|dan) (?:\w+ ){0,3}(?:kunt|kan) (?:u|je) verder|u moet (?:eerst )?\w+",
    r"réservée?s? (?:aux?|à)\b|(?:identifiez|connectez|inscrivez|authentifiez)-vous\b|vous devez (?:être|vous|accepter|confirmer|avoir)\b",
    r"pour (?:continuer|poursuivre|accéder|consulter|afficher|voir)\b.{0,60}\b(?:veuillez|saisissez|acceptez|choisissez|sélectionnez|activez|confirmez)|(?:choisissez|sélectionnez|cochez|confirmez)\b.{0,60}\bpour \w+",
    r"riservat[oaie] (?:ai?|agli|alle)\b|destinati? ai\b|(?:scegli|seleziona|accedi|conferma|inserisci|spunta)\b.{0,60}\bper (?:proseguire|continuare|accedere|entrare|leggere|vedere)",
    r"per (?:proseguire|continuare|accedere|leggere|visualizzare|consultare)\b.{0,60}\b(?:accedi|registrati|scegli|conferma|inserisci|serve|devi|occorre|necessari\w)|dichiaro di",
    r"(?:exclusivo|solo|sólo|reservado) (?:\w+ )?para (?:\w+ ){0,2}(?:suscriptores|socios|usuarios|profesionales)|identifíquese|debe (?:iniciar|identificarse|aceptar|ser)\b",
    r"para (?:continuar|seguir|acceder|ver|consultar)\b.{0,60}\b(?:elija|elige|acepte?|marque|introduzca|inicie?|regístr\w+|identif\w+|debe)|(?:marque|elija|elige|acepta|acepte|seleccione|introduzca)\b.{0,60}\bpara (?:continuar|acceder|entrar|ver)",
    r"(?:tylko|wyłącznie) dla (?:\w+ ){0,2}(?:prenumerat\w+|zalogowan\w+|abonent\w+|członk\w+)|(?:potwierdź|kliknij|zaloguj|wybierz|zaakceptuj|podaj)\b.{0,60}\b(?:aby|żeby)\b|(?:aby|żeby) (?:\w+ ){0,3}(?:kontynuować|zobaczyć|przejść|wejść)",
    r"(?:kun|forbeholdt) (?:for )?(?:\w+ ){0,2}(?:abonnenter|medlemmer|brugere|fagfolk)|du skal (?:være|identificere|logge|bekræfte|acceptere|vælge)|kræver (?:abonnement|login|adgang)|(?:vælg|log ind|bekræft|accepter)\b.{0,60}\b(?:før du|for at|videre)",
)
# That what was asked for is not shown to this visitor, or only after something: a page in front of another says so of it.
NOT_SHOWN = _any(
    r"um (?:diese\w*|den|die|das|alle\w*|es|sie|ihn|mehr|weitere\w*|unsere\w*|hier|auf|in|zur?m?)\b.{0,40}\b(?:zu (?:sehen|lesen|öffnen|hören|nutzen|betreten|können|kommen|gelangen|schauen)|\w{2,9}zu(?:sehen|lesen|schauen|rufen|laden|hören|zeigen|setzen|greifen|fahren|melden))\b",
    r"bevor (?:sie|du|wir|es|ihr)\b.{0,40}\b(?:sehen|siehst|lesen|liest|öffnen|weiter\w*|hinein|können|kannst|gelangen|nutzen|zeigen|einlassen)\b",
    r"(?:kann|können|wird|werden|darf|dürfen|ist|sind)\b.{0,40}\bnicht (?:\w+ ){0,3}(?:angezeigt|gezeigt|gesehen|geöffnet|abgespielt|ausgeliefert|aufgerufen|abgerufen|dargestellt|wiedergegeben|aufgelöst|geladen|eingesehen|verfügbar|einsehbar|sichtbar|öffentlich|zugänglich|freigegeben)\b",
    r"(?:rechte|berechtigung\w*|rolle)\b.{0,30}\b(?:nicht aus|fehl\w+|unzureichend\w*)|unzureichende \w*(?:rechte|berechtigung\w*)|fehl(?:en|t) (?:ihnen |dir )?(?:die |eine |das )?\w*(?:rechte?|berechtigung)\b",
    r"nur (?:im|am|aus|in|über|innerhalb|nach|von|mit|an|für)\b.{0,50}\b(?:\w*netz\w*|campus|intranet|vpn\S*|anmeldung|login|konto|registrierung|freischaltung|zugang|mitglied\w*|abonn\w+|\w*kund\w+|angemeldet\w*|registriert\w*|berechtigt\w*|geräte\w*|deutschland|österreich|schweiz|inland)\b",
    r"gehört (?:nicht )?zu\w* (?:unser\w+|ihr\w+|dein\w+|dem|einem|der)\b.{0,30}(?:angebot|abo\b|plus|netz|paket|tarif|mitglied|bereich)",
    r"(?:brauchen|brauchst|benötigen|benötigst|brauchts?)\b.{0,40}\b(?:konto|zugang|\w*abo|abonnement|mitgliedschaft|kennung|anmeldung|login|registrierung|schlüssel|passwort|kennwort|ausweis|freischaltung|berechtigung|einladung|lizenz)\b",
    r"to (?:see|read|view|open|watch|access|download|continue|hear|play|use|enter|unlock) (?:this|the|our|it\b|more|on\b|all|its|that|your|to\b)",
    r"(?:before|until) (?:you|we)\b.{0,30}\b(?:see|read|view|open|watch|access|enter|continue|accept|agree|confirm|sign|log|register|show|let)\b",
    r"(?:cannot|can['’]t|can not|could not|will not|won['’]t|is not|isn['’]t|are not|aren['’]t|not|no longer) (?:be )?(?:shown|viewed|displayed|played|opened|available (?:in|to|from|for|where|outside|on)|visible (?:to|for)|accessible|served|delivered|public(?:ly)?)\b",
    r"you (?:do not|don['’]t|need|must|have to|are not|aren['’]t|lack|(?:will|['’]ll) need)\b.{0,40}\b(?:permissions?|access|account|rights|privileges?|authori[sz]ed|allowed|subscription|membership|licen[cs]e|role|entitled|signed in|logged in|age\b|invit\w+|password)\b",
    r"not authori[sz]ed|insufficient (?:permission|privilege|right|access)|access (?:options|restricted|required)|get (?:full )?access\b|is (?:limited|restricted) to",
    r"(?:this|the) (?:\w+ )?(?:page|article|content|section|document|resource|item|file|topic|category|video|programme|site|story|post|area|collection|record) (?:is|belongs|requires|can only|may only|has been)\b.{0,40}\b(?:restricted|members?|subscribers?|private|protected|closed|only|blocked|signed|logged|sign|log|partners?|staff|paying|licensed|registered)\b",
    r"pour (?:voir|lire|consulter|accéder|ouvrir|afficher|écouter|continuer|regarder|télécharger|entrer)\b|avant (?:de|d['’]) ?(?:pouvoir )?(?:lire|voir|continuer|consulter|accéder|entrer)\b|droits? insuffisants?|réservée?s? (?:aux?|à)\b",
    r"(?:ne peu\w+|n['’]est|ne sont|n['’]a\w*|ne dispos\w+|n['’]êtes)\b.{0,30}\bpas\b.{0,30}\b(?:affich\w+|consult\w+|accès|accessibles?|visibles?|autoris\w+|disponibles?|droits?|lue?s?|habilit\w+)\b",
    r"om (?:\w+ ){0,5}te (?:zien|lezen|bekijken|openen|gebruiken|downloaden|horen|kunnen|krijgen)\b|voordat (?:u|je|we)\b|(?:geen|onvoldoende) (?:toegang|rechten)|u staat in de",
    r"(?:kan|kunnen|wordt|worden|mag|is|zijn)\b.{0,40}\bniet (?:\w+ ){0,3}(?:getoond|weergegeven|bekeken|geopend|beschikbaar|toegankelijk|zichtbaar|openbaar|afgespeeld)\b",
    r"per (?:vedere|leggere|aprire|visualizzare|consultare|accedere|scaricare|continuare|proseguire|ascoltare|entrare)\b|prima di (?:leggere|vedere|continuare|entrare|accedere)|permessi insufficienti|riservat\w (?:a|agli|ai|alle)\b",
    r"non (?:può|possono|è|sono|hai|ha|dispon\w+)\b.{0,30}\b(?:visualizzat\w|visibil\w|disponibil\w|accessibil\w|autorizzat\w|permess\w|diritti|mostrat\w|accesso)\b",
    r"para (?:ver|leer|abrir|acceder|consultar|descargar|continuar|seguir|entrar|escuchar)\b|antes de (?:ver|leer|continuar|entrar|acceder)|permisos insuficientes|reservad\w (?:a|para)\b",
    r"no (?:puede\w*|está\w*|tiene\w*|dispone\w*)\b.{0,30}\b(?:ver\w*|mostrar\w*|visible|disponible|accesible|autorizad\w|permisos?|acceso|derechos)\b",
    r"(?:aby|żeby) (?:\w+ ){0,4}(?:zobaczyć|przeczytać|czytać|otworzyć|obejrzeć|pobrać|skorzystać|kontynuować|przejść|wejść)\b|zanim\b|brak (?:uprawnień|dostępu)",
    r"nie (?:masz|może\w*|można|ma|jest|są)\b.{0,30}\b(?:uprawnień|dostępu|dostępn\w+|wyświetl\w+|widoczn\w+|otworzyć)\b",
    r"for at (?:se|læse|åbne|høre|få|komme|fortsætte|bruge)\b|før du\b|(?:kan|må|er|har|vises)\b.{0,30}\bikke\b.{0,30}\b(?:vises|åbnes|ses|adgang|tilgængelig\w*|rettigheder|berettiget|tilladelse)\b|ingen adgang",
    r"för att (?:se|läsa|öppna|lyssna|fortsätta|få|komma|använda|ta del)\b|innan du\b|(?:kan|får|är|har|visas)\b.{0,30}\binte\b.{0,30}\b(?:visas|öppnas|ses|åtkomst|tillgänglig\w*|behörig\w*|rättighet\w*)\b",
    r"pro (?:zobrazení|čtení|přístup|otevření|pokračování)\b|abyste\b|než (?:budete|vstoupíte|zobrazíme|vás)\b|(?:nelze|nemůže\w*|nemáte|není|nejsou)\b.{0,30}\b(?:zobrazit|zobrazen\w*|oprávnění|přístup\w*|dostupn\w+|otevřít)\b",
)
# The text goes on for those who pay, register, or have not read so much yet.
WITHHELD = _any(
    r"(?:weiter|zu ende) ?(?:zu)?lesen\b|lesen sie weiter|(?:hier )?geht es weiter (?:für|mit)|noch \d{1,3} ?(?:%|prozent)|den (?:ganzen|vollständigen|gesamten) (?:artikel|beitrag|text)",
    r"(?:lesen|exklusiv für|nur für|für alle) (?:unsere )?(?:abonn\w+|mitglieder|registrierte)\b|(?:abonn\w+|mitglieder|plus-?\w*) (?:lesen|erfahren) (?:hier|weiter|mehr)|dieser? (?:\w+ )?(?:text|artikel|beitrag|reportage) (?:\w+ )?(?:ist|gehört|lesen)\b.{0,40}(?:abo|plus|mitglied|exklusiv|registr)",
    r"(?:freien?|kostenlosen?|gratis)[- ]?(?:artikel|texte|beiträge)\b.{0,40}\b(?:gelesen|aufgebraucht|verbraucht|erreicht)|dieses dokument|volltext (?:erwerben|kaufen|nur)|gültiges \w+-?abonnement|(?:frei)?kontingent\b.{0,30}\b(?:aufgebraucht|erschöpft)|vollständigen beitrag (?:finden|lesen)|mit unserem \w*brief",
    r"(?:keep|continue|finish|want to) (?:reading|read|this)\b|(?:read|see) (?:the )?(?:rest|full|whole|more with)\b|this (?:\w+ ){0,2}(?:story|article|post|piece|content|issue) (?:\w+ )?is (?:\w+ )?(?:for|reserved|exclusive|available to)|(?:full|whole|complete) (?:text|article|judgment|story)\b.{0,50}\b(?:subscri|member|access|regist)",
    r"you(?:['’]ve| have) (?:reached|used|hit|exceeded|read (?:all|your))\b.{0,30}\b(?:free|articles|stories|reading)\b|get (?:full )?access to|unlock (?:this|with|the)|(?:open|available) to subscribers|(?:rest of (?:this|the) \w+|\w+) is for (?:subscribers|members)|buy this (?:article|issue)|access through your|(?:register|subscribe|join|sign up) to (?:finish|continue|read|unlock|keep)",
    r"verder ?(?:te )?lezen|lees (?:verder|de rest|het hele)|alleen voor (?:abonnees|leden)|(?:het )?volledige (?:artikel|document)|gratis artikelen\b.{0,20}\bgelezen",
    r"(?:continua|prosegui) (?:a leggere|la lettura)|articolo continua|riservat[oaie] agli abbonati|per (?:continuare a leggere|leggere tutto)|(?:post|articolo|contenuto) è (?:\w+ )?(?:per|riservato)|(?:articoli gratuiti|limite)\b.{0,30}\b(?:raggiunto|esaurit\w)",
    r"(?:pour )?(?:lire|découvrir) la suite|il vous reste \d|la suite est|réservée?s? (?:aux|à nos) (?:abonné|adhérent|membre)\w*|de cet article (?:à|est)|(?:articles? gratuits?|limite)\b.{0,30}\b(?:atteint|épuisé)\w*",
    r"sig(?:ue|a|uir) leyendo|(?:contenido|artículo) (?:\w+ )?(?:exclusivo|solo|reservado)|para leer (?:el|este|la) (?:artículo|resto|noticia)|artículos gratuitos",
    r"czytaj (?:dalej|całość|cały)|pozostało \d|dalsz\w+ część|dostęp\w* (?:tylko )?dla (?:prenumerat|subskryb|zalogow)\w+|limit darmowych|darmowych artykułów",
    r"læs (?:resten|videre|hele)|resten af artik\w+|(?:kun )?for abonnenter|artiklen (?:er|kræver)|kræver abonnement|gratis artikler",
)
# Labels that let a visitor on, and labels that send something to somebody
LETS_ON = _any(
    r"weiter\b|fortfahren|öffnen|anzeigen|zur seite|eintreten|verstanden|abrufen|freischalten|übernehmen",
    r"(?:go|take me) to|continue|next\b|view|show|open|enter\b|proceed|i (?:agree|accept|know|understand)|ok\b|unlock|let me in",
    r"verder|doorgaan|akkoord|bekijken|naar de",
    r"continuer|valider|suivant|entrer|accéder|accepter|afficher",
    r"prosegui|continua|avanti|entra|accetta|conferm|accedi",
    r"continuar|entrar|aceptar|siguiente|acceder|ver ",
    r"dalej|przejdź|zgadzam|akceptuj|wejdź|kontynuuj",
    r"videre|fortsæt|accepter|godkend|gå til|åbn|vis\b",
)
SENDS = _any(
    r"absenden|abschicken|senden\b|melden\b|buchen|bestellen|beantragen|eintragen|suchen|berechnen|termine?\b|kommentar|anfrage|teilnehmen|abonnieren",
    r"send\b|submit|post\b|book\b|order\b|apply|report\b|search|find (?:a|your)|calculate|comment|register for|donate|rsvp",
    r"verstuur|verzend|versturen|zoek|boek|bestel",
    r"envoyer|réserver|commander|rechercher|chercher",
    r"invia|prenota|cerca|ordina",
    r"enviar|reservar|buscar|pedir",
    r"wyślij|szukaj|zamów|rezerwuj",
    r"send|søg|bestil|tilmeld",
)
YES_OR_NO = re.compile(r"\A\W*(?:ja|nein|yes|no|nee|oui|non|s[iìí]|tak|nie|nej|ano|ne|sim|não)\b", re.IGNORECASE)
# What only a person who is known already can enter
IDENTITY = _any(
    r"\w*(?:kunden|vertrags|auftrags|buchungs|mitglieds|rechnungs|policen|akten|kassen)[- ]?(?:nummer|nr)|kdnr|nachname|geburts(?:datum|tag|jahr)|jahrgang|kennung|losung\b",
    r"(?:booking|customer|account|reference|policy|membership|order|case|client) ?(?:reference|number|no\b|id\b)|surname|last ?name|date of birth|birth",
    r"klantnummer|achternaam|geboorte\w*",
    r"numéro d\W\w+|date de naissance",
    r"cognome|numero cliente|data di nascita|codice fiscale",
    r"apellido|número de|nacimiento|año",
    r"nazwisko|numer klienta|pesel",
    r"efternavn|fødsels\w*|kundenummer",
)
# Names of languages in themselves, and of countries and regions that choice pages offer
PLACE_OR_LANGUAGE = re.compile(
    r"\A\W*(?:deutsch|english|français|italiano|español|castellano|català|nederlands|polski|dansk|svenska|norsk|português|čeština|magyar|türkçe|русский|українська|rumantsch|lëtzebuergesch|slovenčina|slovenščina|hrvatski|srpski|română|ελληνικά|български|suomi|eesti|latviešu|lietuvių|íslenska|gaeilge|cymraeg|euskara|galego|中文|日本語|한국어|العربية|עברית|فارسی"
    r"|deutschland|österreich|schweiz|liechtenstein|luxemburg|belgien|frankreich|italien|spanien|niederlande|polen|dänemark|europa|andere länder|übrige welt"
    r"|germany|austria|switzerland|united (?:kingdom|states)|uk|usa?|ireland|canada|australia|france|italy|spain|netherlands|belgium|denmark|poland|europe|rest of (?:the )?(?:world|europe)|international|global|worldwide|asia(?: pacific)?|americas?|africa|middle east|other countries"
    r"|nederland|belgië|duitsland|allemagne|belgique|suisse|luxembourg|italia|svizzera|españa|méxico|argentina|chile|colombia|polska|niemcy|danmark|norge|sverige|tyskland)\b[\s\w().,/–-]{0,30}\Z",
    re.IGNORECASE,
)  # fmt: skip


_QUOTED = re.compile(r"[„“”\"«»][^„“”\"«»]{1,200}[“”\"«»]")  # what others say, or what is on a label


def first(pattern: re.Pattern[str], texts: Iterable[str]) -> str | None:
    """Return the first words in texts that a pattern finds, quotations aside, each text cut; None if there are none."""
    found = (pattern.search(_QUOTED.sub(" ", text[:SENTENCE_CHARACTERS])) for text in texts)
    return next((one[0] for one in found if one is not None), None)


def has(pattern: re.Pattern[str], texts: Iterable[str]) -> bool:
    """Return True if a pattern finds something in one of the texts, each cut at a length.

    The prompt of a menu names nothing that the visitor has to meet.

    >>> has(CONDITION, ["Bitte wählen Sie aus."]), has(CONDITION, ["Please select:"])
    (False, False)
    >>> has(CONDITION, ["Bitte wählen Sie Ihr Land."]), has(CONDITION, ["Please select your region."])
    (True, True)
    """
    return first(pattern, texts) is not None
