"""Forms of lines that are around an article on every page, each with the reason why it says nothing of the article.

Lines are matched in small letters without accents, with one form of quotation marks and dashes.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_NUMBER = r"\d[\d.,' ]{0,12}"
_PAGE = r"(?:seite|artikel|beitrag|meldung|information(?:en)?|page|article|story|contenu)"


class NoiseRule(NamedTuple):
    """Form of a line of a template, with the most words that such a line has."""

    name: str
    reason: str
    pattern: re.Pattern[str]
    most_words: int


RULES = tuple(
    NoiseRule(name, reason, re.compile(pattern), most_words)
    for name, reason, most_words, pattern in (
        (
            "reading time",
            "computed from the length of the text",
            8,
            rf"(?:lese|read|lecture|lettura|lectura).{{0,40}}\b{_NUMBER}(?:min|sek|sec)|\b{_NUMBER}.?(?:min\w{{0,8}}|mn)\.? ?(?:lese|read|de lect)",
        ),
        (
            "counter",
            "counts readers, changes with each of them",
            9,
            rf"\b{_NUMBER}.?(?:mal )?(?:gelesen|aufgerufen|angesehen|angeklickt|(?:seiten)?(?:auf|ab)rufe?|k ?views|views?|vues?|klicks?|clicks|hits|besuche|zugriffe|visits|lectures?\b|fois|follower\w?|abonnent\w{2,5}|abonnes|subscribers)"
            rf"|\b{_NUMBER}(?:people|persons|users|visitors|readers|personen|menschen|leser\w{{0,5}}|nutzer\w{{0,5}}|besucher\w{{0,5}}|personnes|lecteurs|internautes) .{{0,12}}\b(?:reading|viewing|watching|looking|lesen|sehen|lisent|regardent|consultent)\b"
            rf"|\A\W*{_NUMBER}(?:leser|lesungen|readers)\W*\Z|\b{_NUMBER}(?:besucher|gaste|nutzer|visitors|users|visiteurs) (?:online|en ligne)\W*\Z|(?:gelesen|aufrufe|abrufe|zugriffe|klicks|clicks|hits|viewed|views|read|vue?s?|lue?|consulte\w?)\b.{{0,12}}\b{_NUMBER}(?:times|mal|fois|\Z)",
        ),
        (
            "reactions",
            "counts comments and votes, changes with each of them",
            8,
            rf"\A\W*{_NUMBER}(?:(?:leser|user|reader)?-?kommentar\w{{0,2}}|comment(?:aire)?s?|reaktion\w{{0,2}}|reactions?|likes?|shares?|bewertung\w{{0,2}}|ratings?|reviews?|partages?)\b(?!.{{0,60}}[.!?]\Z)"
            rf"|\A(?:kommentare?|comment(?:aire)?s?|reaktionen|reactions?|likes?)\b\W{{0,4}}{_NUMBER}\W*\Z|\A\W*{_NUMBER}(?:people|personen|personnes|users|nutzer\w*) (?:found|like|gefallt|mogen|fanden|aiment|ont (?:trouve|aime))\b"
            rf"|\A(?:comments are closed|leave a (?:comment|reply)|no comments|keine kommentare|aucun commentaire|be the first to comment)\b",
        ),
        (
            "rating",
            "asks readers for a mark, or counts their marks",
            14,
            rf"[★☆⭐]{{3,9}}|\?.{{0,12}}\b\d{{1,7}} (?:of|von|sur) \d{{1,7}} (?:people|users|readers|leser\w{{0,6}}|nutzer\w{{0,6}}|personen|personnes|lecteurs)\b|\A(?:bewertung|durchschnitt\w*|rating|rated|average|note|moyenne)\b.{{0,25}}\d.{{0,6}}(?:von|of|/|sur|out)|\b\d(?:[.,]\d)? ?(?:von|of|out of|sur|/) ?\d{{1,2}} (?:sterne|stars|etoiles)"
            rf"|\A(?:\W*\d\W)?(?:jetzt |bitte )?(?:bewerten sie|rate|notez|evaluez)\b.{{0,15}}\b{_PAGE}\b",
        ),
        (
            "relative time",
            "grows by itself",
            8,
            rf"\bvor (?:{_NUMBER}|einem|einer) ?(?:sek|min|stunde|tag|woche|monat|jahr)|\b(?:{_NUMBER}|an? )(?:sec|min|hour|day|week|month|year)\w{{0,6}} ago\b"
            rf"|\A(?:gestern|yesterday|hier),? (?:um |at |a )?\d{{1,2}}(?:[:.]\d\d)?(?: uhr|am|pm| h)?\W*\Z|\bil y a (?:{_NUMBER}|une? )(?:sec|min|heure|jour|semaine|mois|an)",
        ),
        (
            "weather",
            "is that of the day of the visit",
            9,
            r"\A\w{0,12}temperatur(?:e|en)?\b.{0,20}\d ?°|\A(?:heute|aktuell\w*|wetter|derzeit|jetzt|today|now|weather|currently|aujourd'hui|meteo|actuellement|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag"
            r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche)\b.{0,40}\d ?°|\A(?:wetter|temperatur|weather|meteo)\b.{0,40}\d ?(?:grad|degr)|\A\W*-?\d{1,2} ?° ?c?\W*\Z",
        ),
        (
            "ticker",
            "is that of the moment of the visit",
            24,
            r"\A\W*\+\+\+ .{3,200} \+\+\+\W*\Z|\A(?:[\w-]{0,24}(?:ticker|laufband)|eilmeldung|breaking(?: news)?|live updates?|storungen|luftqualitat|air quality|qualite de l'air|verkehrslage|service status|travel alerts?|info(?:s)? trafic|alerte info|en direct)\b ?[:|]"
            r"|\A(?:[\w-]{2,24} ){0,2}(?:heute|today|aujourd'hui|aktuell|currently|en ce moment) ?: |\A(?:current|aktuelle) [\w-]{2,24} ?: |\A(?:jetzt|currently|now|actuellement) (?:geoffnet|open|ouvert)\W*\Z"
            r"|\A(?:(?:jetzt|derzeit|currently|now|actuellement) )?(?:geoffnet|geschlossen|open|closed|ouvert|ferme)(?: now| today)?\W{0,3}(?:opens|closes|offnet|schliest|ouvre|until|bis)\b",
        ),
        (
            "cookies",
            "asks for consent, not about the article",
            60,
            r"\b(?:cookies|traceurs)\b.{0,200}(?:web|site|navig|brows|seite|akzept|accept|ablehn|reject|refus|einstell|settings|param|consent|zustimm|datenschutz|privacy|audience)"
            r"|\b(?:wir|we|nous) (?:\w{3,20} ){0,3}(?:verwenden|nutzen|setzen|use|utilisons)? ?(?:\w{3,20} ){0,3}cookies\b|\baccept\w{0,4} les cookies\b"
            r"|(?:website|webseite|seite|site|essential|accept\w{0,4}|akzeptieren|navigation)\b.{0,120}\b(?:cookies|traceurs)\b",
        ),
        (
            "consent",
            "stands in the place of what others serve, until readers agree",
            60,
            r"\A(?=.{0,300}\b(?:extern\w{1,3} (?:\w{3,20} )?(?:inhalt|medi|dienst|anbieter)|external (?:content|media|service)|third[- ]part(?:y|ies)|youtube|vimeo|google maps|ander\w{2} anbieter|drittanbieter|dritte\b|tiers\b|contenus? externes?))"
            r"(?=.{0,300}\b(?:klick\w{0,3}\b|click\w{0,3}\b|cliqu\w{1,3}\b|stimmen sie|stimme ich|erlauben sie|willigen sie|you (?:accept|agree|consent)|(?:en )?acceptez|vous accept))",
        ),
        (
            "help with the page",
            "says what a browser needs, or offers an assistant or an app",
            24,
            r"\b(?:javascript|browser|adblock\w{0,3}|navigateur)\b.{0,80}\b(?:aktivier|enable|activ|update|aktualis|unterstutz|support|works? best)|\b(?:aktivier\w{0,3}|enable|activez|works? best|turn on)\b.{0,60}\b(?:javascript|browser|navigateur)\b"
            r"|\b(?:unser\w{0,2}|our|notre) (?:\w{3,12} ){0,2}(?:chatbot|assistent\w{0,2}|assistant|app)\b|\b(?:app store|google play|play store)\b",
        ),
        (
            "form",
            "has fields in which readers write",
            24,
            r"\b(?:ihr\w{0,2} |your |votre )?(?:name|nom|vorname|prenom)\b[ *]{0,3}[,|/;:][ *]{0,3}(?:\w{1,12} ){0,3}(?:e-?mail\w{0,10}|courriel|adresse|telefon|phone)\b|\b(?:pflichtfeld\w{0,3}|required fields?|champs? obligatoires?)\b"
            r"|\A(?:kommentar|comment|commentaire|nachricht|message)\b.{0,30}\b(?:schreiben|verfassen|hinterlassen|abschicken|absenden|senden|laisser|envoyer)\b",
        ),
        (
            "follow and subscribe",
            "advertises channels of the publisher",
            16,
            r"\A@\w{3,40}\Z|\A(?:tweets|posts|beitrage) (?:by|von|de) @|\b(?:folgen sie uns|follow us|suivez-nous|abonnieren sie|abonnez-vous|subscribe to|sign up (?:for|to) (?:our|the)|newsletter abonnieren|jetzt abonnieren)"
            r"|\A(?:besuchen sie uns|finden sie uns|retrouvez-nous|find us|visit us|like us|join us) (?:auch )?(?:auf|sur|on) (?:facebook|instagram|mastodon|bluesky|linkedin|youtube|x|twitter|tiktok|threads)\b"
            r"|\A(?:s'abonner|abonnement|abonnez-vous|restez informes?)\b.{0,50}|\A(?:recevez|get|erhalten sie|receive) .{0,40}\b(?:par (?:courriel|e-?mail)|by e-?mail|per e-?mail)\W*\Z|\Anewsletter(?: ?:.{0,60})?\Z"
            r"|\A(?:follow|folgen sie|suivez) [^.]{2,40}(?:\||\bon (?:x|twitter|facebook|social)\b|\bauf\b|\bsur\b)"
            r"|\b(?:newsletter|infobrief|rundbrief|mailingliste|mailing list|lettre d'information|infolettre|email (?:updates|alerts|bulletin))\b.{0,60}(?:anmeld\w*|abonn\w*|bestell\w*|erhalten|subscri\w*|sign up|inscri\w*|recev\w*)\W{0,3}\Z"
            r"|\A(?:jetzt|melden sie sich|bestellen sie|get|receive|join|inscrivez-vous|recevez|inscription|anmeldung|subscribe|sign up)\b.{0,50}\b(?:newsletter|infobrief|rundbrief|mailing list|lettre d'information|infolettre|email (?:updates|alerts|bulletin))\b",
        ),
        (
            "way back",
            "leads to a list",
            10,
            r"\A[<\"' -]{0,4}(?:zuruck|back|retour|alle (?:meldungen|nachrichten|artikel|beitrage|pressemitteilungen)|zur ubersicht|all news|toutes les actualites)\b(?: (?:zu[rm]?|to|a la|au|aux|ubersicht|all)\b|\W*\Z)",
        ),
        (
            "way to the page",
            "names the sections in which the page is",
            30,
            r"\A(?:skip to|jump to|(?:direkt )?zu[rm]|(?:aller|passer|acceder) (?:au|a la)) .{0,16}(?:inhalt|\bcontent|contenu|menu|navigation|suche|recherche|footer|fuszeile)(?: principal| springen| wechseln)?\W*\Z"
            r"|\A(?:auf dieser seite|on this page|dans cette page|in diese[mr] (?:artikel|beitrag|meldung)|in this (?:article|section)|sommaire|(?:table of )?contents)\W*\Z"
            r"|\A(?:sie sind hier|sie befinden sich hier|you are here|vous etes ici|vous vous trouvez ici)\b|\A(?:home|homepage|startseite|accueil|start) ?(?:[>\"/|]|->|→|- )",
        ),
        (
            "other articles",
            "leads to articles that change by themselves",
            45,
            r"\A\W*(?:lesen sie (?:auch|dazu|mehr|hierzu)|mehr (?:zum thema|aus|meldungen|nachrichten)|weitere (?:meldungen|artikel|nachrichten|themen|beitrage|pressemitteilungen)|auch interessant|das konnte sie\b.{0,20}interessieren"
            r"|siehe auch|verwandte \w{3,20}|ahnliche \w{3,20}|passend dazu|zum thema|meistgelesen\w{0,2}|meist gelesen\w{0,2}|(?:zuletzt|haufig|meist|oft) (?:gelesen|angesehen|besucht|gesucht)|aktuell(?:st)?e meldungen|neueste (?:meldungen|nachrichten|beitrage|artikel)"
            r"|related(?: \w{3,12})?|see also|read (?:also|more|next)|more (?:on this|from|news|stories)(?: \w{2,12}){0,3}|you (?:may|might) also (?:like|be interested in)|recommended|most (?:read|popular|viewed)|(?:recently viewed|latest (?:news|stories|releases))"
            r"|a (?:lire|voir|decouvrir) (?:aussi|egalement)|(?:lire|voir) (?:aussi|egalement)|sur le meme (?:sujet|theme)|dans la meme rubrique|articles? (?:lies|similaires|associes|connexes)|les plus (?:lus|lues|consultes)|dernieres actualites"
            r"|(?:vorherige[rs]?|vorige[rs]?|nachste[rs]?) (?:meldung|artikel|beitrag|nachricht|pressemitteilung)|(?:previous|next) (?:article|story|post|news|release)|(?:article|actualite|communique) (?:precedente?|suivante?))\b(?: ?[:|>]|\W*\Z)",
        ),
        (
            "tags and archive",
            "sorts the page in with others, by words or months",
            40,
            r"\A(?:schlag(?:worte?|worter|wort)|stichwort\w{0,3}|tags?|keywords?|mots-cles|kategorien?|categor(?:y|ies)|categories?|rubrik(?:en)?|rubriques?|filed under|posted in|abgelegt unter|etiquettes|themenbereiche?|themen|topics?|themes?)\b ?:"
            r"|\A(?:archiv|archives?)\b ?:?.{0,200}\(\d{1,4}\)\W*\Z",
        ),
        (
            "archive note",
            "says that the page is kept, and no longer looked after",
            24,
            r"\b(?:aus (?:dem|unserem) (?:\w{3,20})?archiv|im \w{0,20}archiv der|archivierte[rsn]? (?:seite|beitrag|meldung|artikel)|archived (?:page|content|article|version)|(?:page|content|article|release) (?:is|has been|was) archived|page archivee)\b"
            r"|\b(?:wird nicht (?:mehr|langer|weiter) (?:aktualisiert|gepflegt)|no longer (?:being )?updated|n'est plus mise? a jour)\b",
        ),
        (
            "contact box",
            "names an office for the press, at the end of each release",
            45,
            r"\A(?:presse ?kontakt|presse(?:stelle|referat|buro)|kontakt(?! mit)|medienkontakt|ihr\w{0,2} ansprech\w{2,12}|ansprechpartner\w{0,6}|ruckfragen"
            r"|(?:media|press|news) (?:contact|office|enquir)\w{0,6}|contacts?\b|for (?:media|press|interviews)|notes to editors|service (?:de )?presse)\b"
            r"(?=.{0,300}(?:@|email protected|\d{3}|\d\d \d\d|press|\btel|\bfon|referat|stelle|office|bureau))"
            r"|\A(?:for|pour) .{0,40}\b(?:contact|contactez|call|email)\b.{0,60}(?:press|media|news desk)|\A(?:herausgeber(?:in)?|verantwortlich|v\.?i\.?s\.?d\.?p\.?) ?: |\A(?:herausgegeben vo[nm]|issued by|publie par)\b"
            r"|\A\W*(?:ends?|ende|fin(?: du communique)?|ende der (?:meldung|mitteilung|pressemitteilung)|notes? (?:to|for) editors)\W*\Z|\A(?:notes? (?:to|for) editors|hinweise? (?:an|fur) (?:die )?(?:redaktion\w{0,2}|presse|medien\w{0,10})|note aux redactions) ?:|\A(?:ihre? )?ansprechpartner(?:in|innen)? ?: "
            r"|\A(?:standard|switchboard|zentrale|telefonzentrale|vermittlung)(?: telephonique)? ?: ?\+?\d[\d /()-]{5,20}\W*\Z",
        ),
        (
            "feedback",
            "asks readers about the page",
            14,
            rf"\b(?:was this (?:page|article|information|content)|did you find (?:this|what)|war(?:en)? (?:diese|dieser|dieses) {_PAGE}|hat ihnen (?:diese|der)|haben sie gefunden|cette page vous|cet article vous|avez-vous trouve)\b.{{0,60}}(?:useful|help|hilfreich|nutzlich|geholfen|gefallen|utile|aide|looking for|cherchiez|\?)"
            r"|\A(?:report a problem|is there anything wrong|problem auf dieser seite|fehler (?:auf dieser seite|gefunden|melden)|signaler (?:une erreur|un probleme)|(?:give|send|leave) (?:us )?(?:your )?feedback"
            r"|feedback (?:zu|geben|on|about)|donnez votre avis|help us improve)\b",
        ),
        (
            "legal notice",
            "the same under each page of the publisher",
            24,
            r"\b(?:ohne gewahr|nachdruck|belegexemplar|alle rechte vorbehalten|all rights reserved|tous droits reserves|open (?:government )?licen[cs]e|reproduction (?:autorisee|interdite)|anderungen vorbehalten|zur veroffentlichung frei(?:gegeben)?|honorarfrei|sous reserve de modifications)\b"
            r"|\A.{0,40}© .{0,60}\b(?:19|20)\d\d\W*\Z|\A.{2,40} © (?:19|20)\d\d\b"
            r"|\b(?:automatisch|maschinell|machine|automatically) (?:ubersetzt|erstellt|translated|translation)|\b(?:traduction|traduite?s?) (?:automatique|automatiquement)|\bautomatic translation|\btranslated automatically"
            r"|\A\W*(?:©|\(c\)|(?:crown )?copyright\b).{0,12}\b(?:19|20)\d\d\b",
        ),
        (
            "help to find or read",
            "says how the publisher is found, or its pages read",
            20,
            r"\A(?:hier finden sie uns|so finden sie uns|so erreichen sie uns|how to find us|find us|ou nous trouver|nous trouver|plan d'acces)\b"
            r"|\b(?:this page|diese seite|cette page)\b.{0,30}(?:large print|audio|leichter sprache|gebardensprache|langue des signes|gros caracteres)",
        ),
        (
            "copy of the page",
            "names the page, for those who print or cite it",
            20,
            r"\Ahttps?://\S{1,200}\Z|\A(?:this |diese[rs]? |ce )?(?:document|dokument|page|seite)\b.{0,12}\b(?:imprimee?|gedruckt|ausgedruckt|printed)\b|\A(?:cite this|how to cite|zitier(?:weise|vorschlag)|(?:bitte )?zitieren sie|pour citer)\b|\A(?:url|quelle|source|adresse)\W{1,3}(?:https?:|www\.)|\A.{0,60}\b(?:druckansicht|druckversion|print view|version imprimable)\W*\Z"
            r"|\A(?:(?:zuruck|back|previous|precedente?)\W{1,4})?(?:seite|page|bild|image|photo|foto|folie|slide) \d{1,3} ?(?:von|of|/|sur|de) ?\d{1,3}(?:\W{1,4}(?:weiter|next|suivante?))?\W*\Z|\A(?:\d{1,3} ){2,10}(?:\.\.\. )?(?:\d{1,4} )?(?:weiter|nachste|next|suivant\w?)\b"
            r"|\A(?:next|previous|nachste|vorherige) (?:page|seite)\W*\Z|\Apage (?:suivante|precedente)\W*\Z"
            r"|\A(?:kurzlink|kurz-?url|permalink|permanent link|direktlink|lien (?:permanent|court)|short (?:url|link)|(?:url|adresse|link) (?:dieser seite|zu dieser seite|of this page|de cette page))\b"
            r"|\A(?:gedruckt|ausgedruckt|printed|imprime|druckansicht|druckversion|print version|printable version|version imprimable|tell a friend|recommander a un ami)\b(?: (?:am|on|le|from|von|vom|aus|de)\b.{0,60})?\W*\Z",
        ),
        (
            "number of the page",
            "names the page, its place in a list, or its visit, for machines",
            10,
            r"\A(?:diese |this |cette )?(?:seite|page|website|daten|data|donnees|inhalt|content)\b.{0,20}\b(?:abgerufen|geladen|aufgerufen|retrieved|accessed|loaded|refreshed|consultee?|chargee?)\b.{0,24}\d"
            r"|\A(?:page|seiten?|document|dokument|doc|content|inhalts?|article|artikel|record)[- ]?(?:id|nr|no|nummer|number|generated|rendered|erzeugt|loaded|load time|ladezeit|reference|ref)\b"
            r"|\A(?:version|build|rev|revision) v?\d{1,4}(?:\.\d{1,4}){1,3}\W*\Z|\A(?:ihr letzter besuch|(?:your )?last visit|(?:votre )?derniere visite|heute ist|today is|nous sommes le)\b.{0,40}\d|\A(?:next review|nachste uberprufung|prochaine revision)\b"
            r"|\A(?:meldung|beitrag|artikel|teil|folge|episode|part|partie|result|ergebnis|resultat|news|article|story|item|kapitel|chapter) \d{1,4} (?:von|of|sur|/) \d{1,4}\b[^.]{0,50}\Z"
            r"|\A(?:loading|wird geladen|chargement|bitte warten|please wait)\b[^.]{0,30}[. ]{0,4}\Z",
        ),
        (
            "placeholder",
            "is filled by a program, which failed",
            24,
            r"\{\{.{1,60}\}\}|\{%.{1,60}%\}|<%.{1,60}%>|\$\{.{1,60}\}|\[object object\]|###\w{2,40}###|%%\w{2,40}%%|\A(?:undefined|null|nan)\Z|\A\W*lorem ipsum\b",
        ),
        (
            "head of a release",
            "says that the page is a release, and which number it has",
            9,
            r"\A\W*(?:for immediate release|zur sofortigen veroffentlichung|pour diffusion immediate"
            r"|(?:(?:press|news|media) release|(?:presse|medien)(?:mitteilung|information|info|meldung)|communique(?: de presse)?)(?:\W{1,3}(?:nr|no|n)?\W{0,3}\d[\d/. -]{0,10})?)\W*\Z",
        ),
        (
            "credit of a picture",
            "names who made a picture, which has its own place",
            12,
            r"\A\W*(?:fotos?|bild(?:er)?|bildnachweis|bildquelle|bildrechte|titelbild|image|images|pictures?|photos?|grafik|illustration|symbolbild)(?: credits?| by)? ?[:©] ?(?!.{0,90}[.!?]\Z)",
        ),
        (
            "advert",
            "is sold to others",
            24,
            r"\A\W*(?:anzeige|werbung|werbeanzeige|advertisement|advert|sponsored(?: content)?|gesponsert|publicite|annonce)\b ?(?:[:|-]|\W*\Z)",
        ),
        (
            "player",
            "belongs to a player of sound or pictures",
            14,
            r"\b(?:video|audio|film|player|podcast|lecteur|tonaufnahme|enregistrement)\b.{0,60}\b\d{1,2}:\d\d\b|\(\d{1,2}:\d\d\)\W*\Z|\A\W*\d{1,2}:\d\d ?[/|] ?\d{1,2}:\d\d\W*\Z"
            r"|\A(?:video|audio|podcast|play (?:video|audio)|ecouter l'article|listen to this \w{4,8})\b.{0,20}\b\d{1,2} ?(?:min|sek|sec)"
            r"|\A(?:video|audio|podcast|artikel|beitrag|text|article)\b.{0,20}\b(?:abspielen|anhoren|ansehen|starten|vorlesen lassen)\W*\Z|\A(?:play|watch|listen to|lire|regarder|ecouter)\b.{0,15}\b(?:video|audio|article|podcast)\W*\Z",
        ),
    )
)  # fmt: skip
