"""Words of what stands around the text of every page of a site: its legal links, its cookie notice, its tools.

German, English, Dutch, French, Italian, Spanish, Portuguese, Polish, Czech, Danish, Swedish, Norwegian. Pure.
"""

from __future__ import annotations

import re

# Labels of links that a site has at its edge
_LEGAL = (
    r"impressum|datenschutz\w*(?: ?hinweise?)?|kontakt|agb|nutzungsbedingungen|barriere(?:freiheit|frei)|leichte sprache|gebärdensprache|sitemap|seitenübersicht|inhaltsverzeichnis|netiquette|webmaster|presse|karriere|hilfe|über uns|rss|newsletter"
    r"|privacy(?: (?:policy|notice|statement|settings))?|terms(?: (?:of (?:use|service)|and conditions))?|conditions|legal(?: notice)?|imprint|contact(?: us)?|cookies?(?: (?:policy|settings|notice))?|accessibility(?: statement)?|site ?map|jobs|careers|help|about(?: us)?|status|press|feedback|disclaimer|copyright"
    r"|voorwaarden|toegankelijkheid|privacyverklaring|colofon|over ons|vacatures"
    r"|mentions légales|confidentialité|plan du site|accessibilité|données personnelles|nous contacter|cgu|aide|à propos"
    r"|note legali|contatti|mappa del sito|accessibilità|informativa(?: privacy)?|chi siamo|aiuto"
    r"|aviso legal|privacidad|contacto|mapa (?:web|del sitio)|accesibilidad|política de (?:privacidad|cookies)|ayuda|quiénes somos|contactos?|acessibilidade|privacidade"
    r"|polityka prywatności|prywatność|regulamin|mapa (?:strony|serwisu)|deklaracja dostępności|dostępność|pomoc|o nas"
    r"|ochrana (?:osobních )?údajů|přístupnost|mapa stránek|nápověda|o nás|prohlášení o přístupnosti"
    r"|privatliv\w*|tilgængelighed\w*|persondata\w*|om os|hjælp|kontakta oss|om oss|tillgänglighet\w*|integritet\w*|personvern\w*|tilgjengelighet\w*|hjälp|hjelp"
)
LEGAL_LABEL = re.compile(rf"\A\W*(?:{_LEGAL})\W*\Z", re.IGNORECASE)
# Labels of tools that stand on any page
TOOL_LABEL = re.compile(
    r"\A\W*(?:menü|menu|navigation|teilen|share|drucken|print|merken|empfehlen|vorlesen|nach oben|back to top|top|tweet|pdf|schließen|close|delen|partager|imprimer|condividi|stampa|compartir|imprimir"
    r"|udostępnij|drukuj|del|dela|skriv ut|×|x|facebook|whatsapp|mastodon|linkedin|kontrast|dark mode|a\+|a-)\W*\Z",
    re.IGNORECASE,
)
# A notice beside the text: it names cookies, and its labels allow or refuse them
NAMES_COOKIES = re.compile(
    r"\bcookie|\btracking|\bstatistik|\bpliki cook|\btracciamento|\btraceurs|\bprivatsphäre|\bprivacy|\bdatenschutz|\bkakor|\binformasjonskaps",
    re.IGNORECASE,
)
ALLOWS_OR_REFUSES = re.compile(
    r"\A\W*(?:(?:alle[ns]?|nur|all|only|tout|tutti|todas?|wszystkie|alla?) )?(?:\w+ )?(?:zustimmen|akzeptieren|ablehnen|einverstanden|verstanden|notwendige|einstellungen|auswahl|erlauben|annehmen|ok(?:ay)?"
    r"|accept|agree|allow|reject|decline|deny|refuse|manage|settings|preferences|got it|necessary|essential|understood|dismiss"
    r"|accepteren|akkoord|weigeren|instellingen|accepter|refuser|paramétrer|j['’]accepte|accetta|accetto|rifiuta|preferenze|aceptar|acepto|rechazar|configurar|akceptuj\w*|zgadzam|odrzuć|ustawienia"
    r"|přijmout|souhlasím|odmítnout|nastavení|tillad|afvis|godta|godkänn|avvisa|avvis|acceptera|samtycker|kun nødvendige|nødvendige|nödvändiga)\b.{0,30}\Z",
    re.IGNORECASE,
)
