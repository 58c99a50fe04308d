"""Sentences in which a page speaks of itself, its site or its channels to its visitors, and not of its subject.

In German, English and French. Texts are searched as ``page_words.as_matched`` returns them.
"""

from __future__ import annotations

import re

# what only somebody names who speaks of the web, its forms and its channels
_THING = re.compile(
    r"\b(?:web-?(?:site|seite|auftritt|angebot|page)\w{0,2}|internet-?(?:seite|auftritt|angebot|prasenz)\w{0,2}|home-?page|online-?(?:angebot|dienst|formular|service|portal|form)\w{0,3}"
    r"|sites?\b(?= (?:web|internet|uses|works|may|is|utilise))|pages? (?:web|internet)|web|browser\w{0,2}|navigateurs?|java-?script|cookies?|push|benachrichtigung\w{0,2}|notifications?|mitteilungen auf"
    r"|newsletters?|infobrief|rundbrief|infolettre|apps?|[\w-]{2,20}-apps?|(?:notre|cette|l') ?application|application mobile|smartphones?|handy|rss|feeds?|whatsapp|telegram|signal-kanal|facebook|instagram|twitter|mastodon|bluesky|linkedin|youtube|tiktok|threads|reseaux sociaux"
    r"|social media|soziale\w? (?:medien|netzwerke\w?)|hashtag|chat-?bots?|live-?chat|chat|(?:digitale\w?|virtuelle\w?|virtual|digital) assist\w{3,5}|herunterladen|downloads?|download\w{0,3}|telecharge[rz]|pdf|(?:video|audio|media)?-?player|lecteur (?:video|audio)"
    r"|(?:externe?\w? |external )?(?:links?|hyperlinks?)|liens? externes?|kommentar(?:e|en|funktion|regeln)?|comments?|commentaires?|posts|inbox|online payments?|(?:tele)?phone lines?|telefonleitungen|accueil telephonique|spam|captcha|(?:online-?)?umfragen?|(?:nutzer|besucher|leser)\w{0,3}befragung|surveys?|sondages?|questionnaires?|fragebogen"
    r"|feedback|rueckmeldung\w{0,2}|ruckmeldung\w{0,2}|passwort\w{0,3}|passwords?|mots? de passe|(?:benutzer|nutzer|kunden)-?konto|(?:user |your |my )accounts?|(?:votre|mon) compte|formular\w{0,3}|formulaire|(?:online |web )?forms?\b(?! of)"
    r"|(?:service|burger|info)-?telefon|hotline|helplines?|contact centre|call cent(?:re|er)|numero vert|kunstliche\w? (?:intelligenz|stimme)|artificial intelligence|intelligence artificielle|ki-\w{3,20}|ai[- ]generated|ai summary"
    r"|(?:automati\w{3,6}|maschinell\w?) (?:ubersetz|erzeugt|erstellt)\w{0,6}|datenschutz\w{0,12}|privacy|rgpd|gdpr|dsgvo|vie privee|personenbezogene\w? daten|personal (?:data|information)|donnees (?:personnelles|sont traitees|a caractere)"
    r"|screen-?reader\w{0,2}|barrierefrei\w{0,4}|accessib\w{3,6}|bookmarks?|lesezeichen|mailing list|mailverteiler|e-mail-?(?:abo|service|verteiler|adresse|benachrichtigung)\w{0,3}|gefalschte\w? (?:e-)?mails?|phishing|amtsblatt|newsroom|pressefotos|pressebilder|media library"
    r"|internet connection|internetverbindung|connexion internet|bildschirm|screen\b|tableau de bord|suchfunktion|search (?:box|function)|moteur de recherche|liveticker|mediathek|podcasts?|openstreetmap|google|recaptcha)\b"
)
_PAGE_NAME = (
    r"(?:seite|webseite|website|internetseite|meldung|mitteilung|pressemitteilung|beitrag|artikel|text|inhalt|dokument|page|web ?page|site|website|article|story|news item|news story|release|content|document"
    r"|communique|contenu|actualite|publication|angebot|service|information|video|film|karte|map|carte|auftritt|portal|bericht|nachricht)"
)
# the page itself at the beginning of a sentence, as only the page can name it
_ITSELF = re.compile(
    rf"(?:\A|[.!?:] )(?:\w{{2,12}} ){{0,1}}(?:diese[rsmn]?|this|cette|cet|ce|unser\w{{0,2}}|our|notre|nos) (?:\w{{3,14}} ){{0,1}}{_PAGE_NAME}(?:n|en|e?s)?\b"
)
_READER = re.compile(
    r"\b(?:sie|ihre?[nmrs]?|ihnen|du|dein\w{0,2}|dir|wir|uns|unser\w{0,2}|bitte|you|your|we|us|our|please|vous|votre|vos|nous|notre|nos|veuillez"
    r"|abonnez|cliquez|inscrivez|telechargez|suivez|contactez|envoyez)\b"
)
_CALL = re.compile(
    r"(?:\A|[.!?:] )(?:turn on|sign up|join|get|find|need|download|click|read|check|help|tell|visit|follow|subscribe|share|cite|watch|listen|register|log in|sign in|try|use|keep|stay|see|view|let|take part|have your say|save|discover|explore"
    r"|laden|nutzen|besuchen|melden|klicken|folgen|abonnieren|lesen|teilen|empfehlen|bleiben|entdecken|jetzt|zitieren|nehmen|aktivieren|schreiben|testen|unterstutzen"
    r"|telecharger|s'abonner|decouvr\w{2,3}|participez|activez|partagez|recevez|retrouvez|donnez)\b"
)
# leads visitors to another page
_LEADS = re.compile(
    r"\b(?:find out (?:more|how|what)|read (?:more|the latest)|learn more|more (?:information|details) here|click here|see here|(?:latest|current) (?:guidance|information|advice|updates?)"
    r"|mehr (?:erfahren|dazu|informationen|lesen)|(?:finden|erhalten|lesen) sie hier|hier (?:klicken|finden|lesen|erfahren)|(?:aktuelle|alle|weitere) informationen(?: (?:finden|gibt|hier|dazu))?|en savoir plus|cliquez ici|plus d'informations|toutes les informations)\b"
)
_NOW = re.compile(r"\b(?:heute|derzeit|zurzeit|aktuell|today|currently|aujourd'hui|actuellement|en ce moment)\b")
_AT_VISIT = re.compile(
    r"\b(?:heute|derzeit|zurzeit|momentan|gerade|jetzt|aktuelle?[nrs]?|gestern|morgen|today|tonight|now|currently|current|right now|next up"
    r"|latest|yesterday|tomorrow|aujourd'hui|ce soir|demain|actuelle?(?:ment)?|en ce moment|prochaine?s?)\b"
)
# what visitors are asked for, and offers that have nothing to do with a subject
_OFFER = re.compile(
    r"\b(?:consider (?:making a )?donat\w{2,5}|(?:make a|your) donation|donate (?:now|today)|jetzt spenden|mit (?:einer|ihrer) spende|faites un don|votre don|we are (?:currently )?(?:hiring|recruiting)|join our team|jetzt (?:kostenlos )?(?:bestellen|lesen|anmelden|buchen|sichern|entdecken|abonnieren|mitmachen|bewerben)|order your (?:free )?copy"
    r"|(?:verstarken|verstarkung) (?:sie |fur )?unser\w? team|werden sie teil|wir suchen (?:sie|dich|verstarkung)|nous recrutons|rejoignez(?:-| )nous|haben sie (?:fragen|einen fehler|anregungen|hinweise)|(?:sie haben|noch) fragen\b|got a question|need help|do you need help"
    r"|(?:any|have) questions\b|une question\b|besoin d'aide|gefallt ihnen|did you like|war(?:en)? (?:diese|dieser|dieses)|was this|cet article vous a)"
)
_AGAIN = re.compile(
    r"\b(?:wartung\w{0,10}|maintenance|spater (?:wieder|erneut|noch)|(?:noch ?mal|erneut|wieder) (?:versuchen|vorbei)|versuchen sie es|try (?:again|later)|(?:come|check) back|again later|reessay\w{2,4}|ulterieurement|plus tard)\b"
)
# who is not answerable, under each page of a publisher
_DISCLAIMS = re.compile(
    r"\b(?:liab\w{2,6}|responsib\w{2,6}|haft\w{2,6}|verantwort\w{2,8}|responsable|responsabilite)\b.{0,80}\b(?:links?|web-?sites?|webseiten|liens|(?:external|extern\w{1,2}|fremde\w?) (?:content|inhalt\w{0,2}|sites?))\b"
    r"|\b(?:externe[rn]? links?|external (?:links?|web-?sites?)|liens externes)\b.{0,80}\b(?:liab\w{2,6}|responsib\w{2,6}|haft\w{2,6}|verantwort\w{2,8}|responsable|responsabilite)\b"
)
# how publishers say what they are
DESCRIBES = re.compile(
    r"\b(?:das sind|steht fur|ist (?:der|die|das|ein|eine|fur|als|zustandig)|sind (?:die|fur)|zahlt|beschaftigt|betreut|betreibt|uberwacht|vertritt|fordert|unterstutzt|bietet|versorgt|informiert uber|wurde (?:19|20)\d\d gegrundet"
    r"|provides?|serves?|employs?|is (?:the|a|an|responsible|independent)|are (?:the|a|responsible)|represents?|supports?|looks? (?:after|into)|works? (?:to|with|for)|is committed|oversees?|runs?|manages?"
    r"|est (?:le|la|un|une|l'|charge)|compte|emploie|assure|gere|accompagne|regroupe|represente|veille|a pour mission|agit)\b"
)
_SAYS_MOST = 600  # characters that are searched


def things_of_pages(text: str) -> int:
    """Return the number of distinct words of a text that only somebody uses who speaks of pages and their channels."""
    return len({found[0] for found in _THING.finditer(text[:_SAYS_MOST])})


def is_about_page(text: str) -> bool:
    """Return True if a text names pages and their channels, or asks visitors to come back or to try again."""
    return things_of_pages(text) > 0 or _AGAIN.search(text[:_SAYS_MOST]) is not None


def speaks_of_itself(text: str) -> bool:
    """Return True if a text speaks to visitors of the page, its channels or its offers.

    >>> speaks_of_itself("turn on notifications and never miss an update."), speaks_of_itself("the bridge is closed.")
    (True, False)
    """
    text = text[:_SAYS_MOST]
    is_to_reader = _READER.search(text) is not None or _CALL.search(text) is not None
    if _OFFER.search(text) or _DISCLAIMS.search(text) or _ITSELF.search(text):
        return True
    return is_to_reader and things_of_pages(text) > 0


def is_of_now(text: str) -> bool:
    """Return True if a text says what is so at the moment of the visit.

    >>> is_of_now("heute im grosen haus: lesung"), is_of_now("lesung im grosen haus")
    (True, False)
    """
    return _AT_VISIT.search(text[:_SAYS_MOST]) is not None


def is_to_reader(text: str) -> bool:
    """Return True if a text speaks to its reader, or of those who show it."""
    return _READER.search(text[:_SAYS_MOST]) is not None


def calls(text: str) -> bool:
    """Return True if a text leads visitors to another page, calls them, or says what is so today.

    >>> calls("flood warning: find out what to do"), calls("the flood has gone down.")
    (True, False)
    """
    text = text[:_SAYS_MOST]
    patterns = (_LEADS, _READER, _CALL, _NOW)
    return speaks_of_itself(text) or any(pattern.search(text) for pattern in patterns)
