"""Wordings of the wider set: frame, title and body of each page, as other offices, registrars and firewalls word them."""

from __future__ import annotations

from tests.linkcheck.linkset.frames import english
from tests.linkcheck.linkset.texts import sentences

Page = tuple[str, str, str]  # frame, title, body

ABSENT: tuple[Page, ...] = (
    ("government", "Fehlerseite", "<h1>Ihre Anfrage</h1><p>Die gewünschte Seite ist leider nicht vorhanden. Möglicherweise"
     " haben Sie ein veraltetes Lesezeichen verwendet.</p>"),
    ("government", "Inhalt nicht auffindbar", "<h1>Inhalt nicht auffindbar</h1><p>Bitte verwenden Sie unsere Suche.</p>"),
    ("government", "Service", "<h1>Diese Pressemitteilung liegt nicht mehr vor</h1><p>Mitteilungen werden nach zwei Jahren"
     " aus dem Netz genommen.</p>"),
    ("austria", "Hoppala", "<h1>Hoppala!</h1><p>Das von Ihnen gesuchte Dokument konnte nicht aufgefunden werden.</p>"),
    ("austria", "Kundmachung", "<h2>Diese Kundmachung wurde bereits von der Amtstafel abgenommen.</h2>"),
    ("austria", "Seite nicht verfügbar", "<h1>Die aufgerufene Seite steht nicht (mehr) zur Verfügung</h1>"
     "<p>Über die Navigation gelangen Sie zu den aktuellen Inhalten.</p>"),
    ("canton", "Diese Seite gibt es leider nicht", "<h1>Diese Seite gibt es leider nicht (mehr).</h1>"
     "<p>Vielleicht hilft Ihnen die Suche weiter.</p>"),
    ("canton", "Seite nicht gefunden / Page introuvable", "<h1>Seite nicht gefunden</h1><h1>Page introuvable</h1>"
     "<h1>Pagina non trovata</h1><p>HTTP 404</p>"),
    ("canton", "Medienmitteilung", "<h1>Der gewählte Link ist veraltet</h1><p>Unsere Website wurde überarbeitet. Der Inhalt"
     " hat eine neue Adresse oder wurde gelöscht.</p>"),
    ("canton", "Ups", "<h1>Ups, diese Seite ist unauffindbar</h1><p>Fehlercode 404</p>"),
    ("austria", "News", "<h1>News</h1><p>Es wurde kein Nachrichteneintrag gefunden.</p>"),
    ("government", "Stellenangebote", "<h1>Dieses Stellenangebot ist abgelaufen</h1><p>Aktuelle Angebote finden Sie hier.</p>"),
    ("bare", "Objekt nicht gefunden!", "<h1>Objekt nicht gefunden!</h1><p>Der angeforderte URL konnte auf dem Server nicht"
     " gefunden werden.</p><h2>Error 404</h2>"),
    ("press", "Nothing here", "<h1>Nothing here</h1><p>It looks like nothing was found at this location. Maybe try a search?</p>"),
    ("press", "News", "<h1>We couldn&#8217;t find what you were looking for</h1><p>Sorry about that. Try the menu above.</p>"),
    ("press", "This page has gone missing", "<h1>This page has gone missing</h1><p>Our site was redesigned in spring.</p>"),
    ("press", "That page doesn't exist", "<h1>That page doesn&#8217;t exist</h1><p>Please check the spelling.</p>"),
    ("bare", "404 - File or directory not found.", "<div id='header'><h1>Server Error</h1></div><h2>404 - File or directory not"
     " found.</h2><h3>The resource might have been removed, had its name changed, or is temporarily unavailable.</h3>"),
    ("press", "Document unavailable", "<h1>Document unavailable</h1><p>The document was removed by its owner.</p>"),
    ("press", "News archive", "<h1>This news release has been removed</h1><p>Releases are kept for three years.</p>"),
)  # fmt: skip

MAINTENANCE: tuple[Page, ...] = (
    ("bare", "Wir sind bald wieder für Sie da", "<h1>Wir sind bald wieder für Sie da</h1><p>Unser Internetauftritt wird gerade"
     " gewartet.</p>"),
    ("bare", "Landesamt Oberland", "<h1>Diese Website wird zurzeit gewartet</h1><p>Bitte schauen Sie später wieder vorbei.</p>"),
    ("canton", "Unterhaltsarbeiten", "<h1>Unterhaltsarbeiten am System</h1><p>Die Website ist vorübergehend nicht verfügbar.</p>"),
    ("bare", "Site under maintenance", "<h1>Site under maintenance</h1><p>We should be back shortly. Thank you for your"
     " patience.</p>"),
    ("bare", "Northfield", "<h1>Scheduled maintenance</h1><p>The site is briefly unavailable. Check back in a minute.</p>"),
)  # fmt: skip

SERVER_ERRORS: tuple[Page, ...] = (
    ("bare", "Database Error", "<h1>Error establishing a database connection</h1>"),
    ("government", "Fehler", "<h1>Oops, an error occurred!</h1><p>Code: 20160922140512a1b2c3d4</p>"),
    ("bare", "Runtime Error", "<span><h1>Server Error in '/' Application.<hr></h1><h2><i>Runtime Error</i></h2></span>"),
    ("austria", "Interner Serverfehler", "<h1>Interner Serverfehler</h1><p>Bitte versuchen Sie es später noch einmal.</p>"),
    ("bare", "Whoops, looks like something went wrong.", "<h1>Whoops, looks like something went wrong.</h1>"),
)  # fmt: skip

# whole pages: registrars and marketplaces have markup of their own
PARKED: tuple[bytes, ...] = (
    "<!DOCTYPE html><html lang='de'><head><title>unterwald-alt.example - Diese Website steht zum Verkauf! - Informationen zum"
    " Thema unterwald-alt.</title><script src='//img.sedoparking.com/js/ads.js'></script></head><body><div id='buybox'>Die"
    " Domain unterwald-alt.example steht zum Verkauf.</div><div class='webarchive-block'><ul><li>Weiterführende Links"
    "</li></ul></div></body></html>".encode(),
    "<html><head><title>oberland-alt.example</title></head><body><h1>oberland-alt.example ist bereits registriert</h1><p>Hier"
    " entsteht eine neue Internetpräsenz. Domain und Webhosting vom Anbieter.</p><a href='https://www.hoster.example/domains'>"
    "Jetzt eigene Domain sichern</a></body></html>".encode(),
    b"<html><head><title>northfield-alt.example</title><script>window.onload=function(){window.location.href='/lander'}</script>"
    b"</head><body><h1>northfield-alt.example</h1><p>This domain may be for sale. Get this domain.</p><p>Related Searches: "
    b"Cheap flights, Home insurance, Dentist near me</p><script src='https://www.google.com/adsense/domains/caf.js'></script>"
    b"</body></html>",
    b"<html><head><title>seetal-alt.example is for sale | HugeDomains</title></head><body><div class='price'>$2,495</div><h1>"
    b"seetal-alt.example is for sale</h1><p>30-day money back guarantee. Buy now or start a payment plan.</p></body></html>",
    b"<html><head><title>Parked Domain name on a DNS system</title></head><body><h2>stadtarchiv-alt.example</h2><p>This is the "
    b"default page of a parked domain name. The owner has not uploaded a website yet.</p></body></html>",
    b"<html><head><title>Willkommen bei verein-alt.example</title></head><body><p>Diese Domain wurde im Kundenauftrag"
    b" registriert und reserviert.</p><p>verein-alt.example ist geparkt.</p></body></html>",
)  # fmt: skip

LOGIN_PAGES: tuple[Page, ...] = (
    ("government", "Interner Bereich", "<h1>Interner Bereich</h1><p>Bitte melden Sie sich mit Ihren Zugangsdaten an.</p><div class="
     "'tx-felogin-pi1'><form><label>Benutzername:</label><input name='user'><label>Passwort:</label><input type='password'"
     " name='pass'><input type='submit' value='Anmelden'></form></div>"),
    ("bare", "Sign in to Northfield Learning", "<h1>Sign in to your account</h1><form><input name='username'><input"
     " type='password' name='password'><button>Sign In</button></form>"),
    ("austria", "Mitgliederbereich", "<h1>Nur für Mitglieder</h1><form><input name='log'><input type='password' name='pwd'>"
     "<input type='submit' value='Einloggen'></form><p>Passwort vergessen?</p>"),
    ("press", "Members only", "<h1>Please log in to view this content</h1><form><input name='u'><input type='password'"
     " name='p'></form><a href='/lost'>Lost your password?</a>"),
)  # fmt: skip
LOGIN_TARGETS = (
    "/auth/realms/oberland/protocol/openid-connect/auth?client_id=web&redirect_uri=x",
    "/idp/profile/SAML2/Redirect/SSO?SAMLRequest=fZJ",
    "/_layouts/15/Authenticate.aspx?Source=%2FSeiten%2Fx",
    "/login.action?os_destination=%2Fdisplay",
    "/wp-login.php?redirect_to=x",
    "/benutzeranmeldung.html?redirect=x",
)

# body, status, further headers
WALLS: tuple[tuple[bytes, int, dict[str, str]], ...] = (
    (b"<html><head><title>Attention Required! | Cloudflare</title></head><body><h1>Sorry, you have been blocked</h1></body></html>",
     403, {"Server": "cloudflare", "CF-RAY": "7d1"}),
    (b"<html><head><title>Access Denied</title></head><body><h1>Access Denied</h1>You don't have permission to access this page "
     b"on this server.<p>Reference #18.6f1</body></html>", 200, {}),
    (b"<html><head><meta name='robots' content='noindex'></head><body style='margin:0'><iframe id='main-iframe' src='/_Incapsula"
     b"_Resource?SWUDNSAI=31&xinfo=1' width='100%'>Request unsuccessful. Incapsula incident ID: 1-2</iframe></body></html>", 200, {}),
    (b"<html><head><title>northfield.example</title></head><body><p id='cmsg'>Please enable JS and disable any ad blocker</p>"
     b"<script src='https://ct.captcha-delivery.com/c.js'></script></body></html>", 403, {"Server": "DataDome"}),
    (b"<!doctype html><html lang='en'><head><title>Making sure you&#39;re not a bot!</title></head><body><main><h1>Making sure "
     b"you&#39;re not a bot!</h1><p>Calculating...</p><noscript>Sadly, you must enable JavaScript</noscript></main></body></html>",
     200, {}),
    (b"<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. Please consult with your "
     b"administrator.<br><br>Your support ID is: 4711</body></html>", 200, {}),
    ("<html><head><title>Sicherheitsüberprüfung</title></head><body><h1>Einen Moment bitte</h1><p>Ihr Browser wird überprüft,"
     " bevor Sie weitergeleitet werden.</p></body></html>".encode(), 200, {}),
    ("<html><head><title>Bitte bestätigen Sie, dass Sie ein Mensch sind</title></head><body><h1>Sind Sie ein Mensch?</h1><p>Lösen"
     " Sie die Aufgabe.</p><div class='frc-captcha'></div></body></html>".encode(), 200, {}),
)  # fmt: skip
COOKIE_WALLS: tuple[Page, ...] = (
    ("bare", "Cookies erforderlich", "<h1>Bitte aktivieren Sie Cookies</h1><p>Um diese Seite anzuzeigen, muss Ihr Browser Cookies"
     " annehmen.</p>"),
    ("bare", "Before you continue", "<h1>Before you continue</h1><p>We use cookies. Accept all or reject all to go on.</p><button>"
     "Accept all</button><button>Reject all</button>"),
)  # fmt: skip

SHELLS: tuple[bytes, ...] = (
    b"<!DOCTYPE html><html lang='de'><head><title>Oberland</title><script src='/js/app.3f2.js' defer></script></head><body><noscript>"
    b"<strong>Diese Anwendung braucht JavaScript.</strong></noscript><div id='app'></div></body></html>",
    b"<!doctype html><html><head><title>React App</title></head><body><noscript>You need to enable JavaScript to run this app."
    b"</noscript><div id='root'></div><script src='/static/js/main.js'></script></body></html>",
    b"<!doctype html><html><head><base href='/'><title>Portal</title></head><body><app-root></app-root><script src='main.js' "
    b"type='module'></script></body></html>",
)  # fmt: skip

HOME_TARGETS = ("/home.php", "/de/home", "/web/guest/home", "/Seiten/default.aspx", "/startseite/index.htm", "/de.html",
                "/willkommen.html", "/de-at/", "/en/index.html")  # fmt: skip
SEARCH_TARGETS = (
    "/de/suche/?q=meldung",
    "/?s=meldung",
    "/suchergebnisse?query=meldung",
    "/component/search/?searchword=x",
)

# title, further text: honest pages that speak of such things
HONEST: tuple[tuple[str, str], ...] = (
    ("Nicht mehr verfügbar: Impfstoff wird knapp", "Der Impfstoff ist derzeit nicht mehr verfügbar."),
    ("Kein Eintrag im Register nötig", "Für Vereine wurde kein Eintrag gefunden, der fehlt."),
    ("Hier entsteht ein neues Wohngebiet", "Hier entsteht in zwei Jahren ein neues Quartier mit Kita."),
    ("Gelöscht: Feuerwehr bekämpft Brand im Gewerbegebiet", "Der Brand ist gelöscht, die Strasse wurde verschoben freigegeben."),
    ("Mitgliederbereich neu gestaltet", "Mitglieder finden im internen Bereich nun alle Rundschreiben."),
    ("Anmelden leicht gemacht: Kurse der Volkshochschule", "Anmelden kann man sich im Sekretariat oder schriftlich."),
    ("Sicherheitsüberprüfung für Großveranstaltungen", "Die Sicherheitsüberprüfung dauert zwei Wochen."),
    ("Unterhaltsarbeiten an Gewässern", "Die Unterhaltsarbeiten beginnen im Herbst."),
    ("Vermisst: Katze aus dem Tierheim unauffindbar", "Die Katze ist seit Montag unauffindbar."),
    ("Gesucht und nicht gefunden: Fundbüro versteigert Räder", "Was nicht gefunden wurde, wird ersetzt."),
    ("Cookies und Co: Verbraucherzentrale berät", "Wer Cookies ablehnt, sieht oft eine leere Seite."),
    ("Diese Seiten gibt es nicht mehr: Zeitung wird eingestellt", "Die Lokalseiten gibt es nicht mehr."),
    ("Domain und Marke: Gemeinden einigen sich", "Eine Domain, die zum Verkauf steht, kaufte die Stadt."),
    ("Systemfehler bei der Bahn legt Verkehr lahm", "Ein Fehler ist aufgetreten, so die Leitstelle."),
)  # fmt: skip
HONEST_ENGLISH: tuple[tuple[str, str], ...] = (
    ("Missing: what to do when a pet has gone missing", "Call the shelter when your pet could not be found."),
    ("Nothing found at excavation site", "Archaeologists say that nothing was found at this location."),
    ("Scheduled maintenance of the swing bridge", "The bridge is briefly unavailable to road traffic."),
    ("Blocked drains: who to call", "Sorry, you have been blocked from parking? Call the office."),
    ("Sign in for summer classes", "Parents sign in at the reception desk."),
    ("Server error delays election results", "An error occurred in the counting software."),
)  # fmt: skip


def german_body(title: str, more: str, seed: object, paragraphs: int) -> str:
    text = "".join(f"<p>{sentences(f'w{seed}-{n}', 3)}</p>" for n in range(paragraphs))
    return f"<h1>{title}</h1><p>{more}</p>{text}"


def english_body(title: str, more: str, seed: object, paragraphs: int) -> str:
    text = "".join(f"<p>{english(f'w{seed}-{n}', 3)}</p>" for n in range(paragraphs))
    return f"<h1>{title}</h1><p>{more}</p>{text}"
