"""Words of a report in English and German; what pages wrote is quoted in their own language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kaaw_archive.verdicts import LinkHealth, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class ReportWords:
    """Words of one language.

    ``link`` is singular and plural; ``nothing_since`` is a reason with the day of a later check that showed nothing;
    ``days`` name the first bad day, the day since which a link is dead, and the last good day; ``many_pages`` is the
    title and the explanation of a group of links that stand on many pages.
    ``verdict_names`` are short, by verdict; one without a name is shown as it is. ``verdicts`` and ``candidates`` are
    sentences by verdict and by kind of candidate; None: the reason is shown as it is stored, in English. ``actions``
    are what to do, ``states`` those of articles in which nothing is to be mended.
    """

    language: str
    title: str
    last_check: str
    nothing: str
    link: tuple[str, str]
    at: str
    in_article: str
    suggestion: str
    copy: str
    to_do: str
    gone_heading: str
    watched: str
    cited_by_none: str
    source_and_version: str
    broke_together: str
    incidents: Mapping[str, str]
    checked_on: str
    nothing_since: str
    days: tuple[str, str, str]
    healths: Mapping[str, str]
    verdict_names: Mapping[str, str]
    verdicts: Mapping[str, str] | None
    candidates: Mapping[str, str] | None
    actions: Mapping[str, str]
    states: Mapping[str, str]
    many_pages: tuple[str, str]
    on_page: str


ENGLISH = ReportWords(
    language="en",
    title="Links to mend",
    last_check="last check of {day}",
    nothing="Nothing new to mend.",
    link=("link", "links"),
    at="at",
    in_article="in",
    suggestion="suggestion",
    copy="copy from the time of the citation",
    to_do="to do",
    gone_heading="In articles that are gone: nothing to mend there",
    watched="Watched addresses",
    cited_by_none="cited by no article",
    source_and_version="{source}, version {version}",
    broke_together="{links} links broke together after {day}",
    incidents={"relaunch": "relaunch", "outage": "outage"},
    checked_on="checked on {day}",
    nothing_since="{reason}; the last check, on {day}, showed nothing",
    days=("first bad on", "dead since", "last good on"),
    healths={health.value: health.value for health in LinkHealth},
    verdict_names={},
    verdicts=None,
    candidates=None,
    actions={
        "replace": "replace the link by the suggestion",
        "copy": "no successor is known: point to the copy, or take the link out",
        "own_copy": "no successor is known: take the link out, or show the archive's copy if you may (ask its operator "
        "for `kaaw payload {capture}`)",
        "nothing_known": "no successor and no copy is known: look for a new address, or take the link out",
        "compare": "the page is there: check if it still says what you cite",
        "place": "the page is there: take the part behind # out of the link, or name a place that exists",
        "certificate": "readers see a warning: tell the site, or point to another address",
        "correct": "the address is mistyped: correct it",
        "wait": "wait: it is checked again on {day}, and dead only after several checks",
        "none": "nothing: the article is gone",
    },
    states={"withdrawn": "withdrawn", "moved": "moved to another address"},
    many_pages=("On {pages} pages, such as {url}", "part of a menu or a template: mend it once"),
    on_page="page of the site",
)

GERMAN = ReportWords(
    language="de",
    title="Links, die repariert werden müssen",
    last_check="letzte Prüfung vom {day}",
    nothing="Nichts Neues zu reparieren.",
    link=("Link", "Links"),
    at="bei",
    in_article="in",
    suggestion="Vorschlag",
    copy="Kopie aus der Zeit des Zitats",
    to_do="zu tun",
    gone_heading="In Artikeln, die es nicht mehr gibt: dort ist nichts zu reparieren",
    watched="Beobachtete Adressen",
    cited_by_none="in keinem Artikel verlinkt",
    source_and_version="{source}, Fassung {version}",
    broke_together="{links} Links sind nach dem {day} gemeinsam ausgefallen",
    incidents={"relaunch": "Neuer Webauftritt", "outage": "Ausfall"},
    checked_on="geprüft am {day}",
    nothing_since="{reason} Die letzte Prüfung am {day} hat nichts ergeben.",
    days=("erstmals fehlerhaft am", "tot seit", "zuletzt erreichbar am"),
    healths={
        LinkHealth.UNCHECKED: "ungeprüft",
        LinkHealth.ALIVE: "erreichbar",
        LinkHealth.FAILING: "gestört",
        LinkHealth.DEAD: "tot",
        LinkHealth.RETURNED: "wieder da",
        LinkHealth.NOT_JUDGED: "nicht beurteilt",
    },
    verdict_names={
        Verdict.OK: "in Ordnung",
        Verdict.MOVED: "umgezogen",
        Verdict.DRIFTED: "anderer Inhalt",
        Verdict.FRAGMENT_LOST: "Sprungmarke fehlt",
        Verdict.SOFT_404: "Fehlerseite ohne Fehlernummer",
        Verdict.NOT_FOUND: "nicht gefunden",
        Verdict.GONE: "endgültig entfernt",
        Verdict.DOMAIN_LOST: "Domain existiert nicht mehr",
        Verdict.PARKED: "Domain zu verkaufen",
        Verdict.SERVER_ERROR: "Serverfehler",
        Verdict.TIMEOUT: "keine Antwort",
        Verdict.UNREACHABLE: "nicht erreichbar",
        Verdict.REDIRECT_LOOP: "Weiterleitungsschleife",
        Verdict.WRONG_TYPE: "kein Dokument mehr",
        Verdict.EMPTY: "leer",
        Verdict.BAD_URL: "falsche Adresse",
        Verdict.BLOCKED: "Zugang versperrt",
        Verdict.LOGIN: "Anmeldung nötig",
        Verdict.LEGAL: "aus rechtlichen Gründen gesperrt",
        Verdict.ROBOTS_DENIED: "robots.txt verbietet es",
        Verdict.TLS_INVALID: "Zertifikat ungültig",
        Verdict.UNKNOWN: "unbekannt",
    },
    verdicts={
        Verdict.OK: "Die Seite antwortet.",
        Verdict.MOVED: "Die Seite ist dauerhaft umgezogen nach {final_url}.",
        Verdict.DRIFTED: "Die Seite antwortet, aber vom zitierten Text ist wenig übrig.",
        Verdict.FRAGMENT_LOST: "Die Seite antwortet, aber die verlinkte Sprungmarke darin gibt es nicht mehr.",
        Verdict.SOFT_404: "Die Adresse antwortet, zeigt aber eine Fehlerseite, die Startseite oder eine andere Seite.",
        Verdict.NOT_FOUND: "Der Server meldet: nicht gefunden (404).",
        Verdict.GONE: "Der Server meldet: endgültig entfernt (410).",
        Verdict.DOMAIN_LOST: "Den Domainnamen gibt es nicht mehr.",
        Verdict.PARKED: "Die Domain steht zum Verkauf.",
        Verdict.SERVER_ERROR: "Der Server meldet einen Fehler, auch beim zweiten Versuch.",
        Verdict.TIMEOUT: "Der Server hat nicht rechtzeitig geantwortet.",
        Verdict.UNREACHABLE: "Es kam keine Verbindung zustande, auch beim zweiten Versuch.",
        Verdict.REDIRECT_LOOP: "Die Weiterleitungen führen im Kreis.",
        Verdict.WRONG_TYPE: "Statt des Dokuments kommt eine Webseite.",
        Verdict.EMPTY: "Die Seite ist leer.",
        Verdict.BAD_URL: "Diese Adresse kann niemand aufrufen.",
        Verdict.BLOCKED: "Eine Sperre gegen Programme, ein Cookie-Hinweis oder eine Bezahlschranke verdeckt die Seite.",
        Verdict.LOGIN: "Die Seite verlangt eine Anmeldung.",
        Verdict.LEGAL: "Der Server zeigt die Seite aus rechtlichen Gründen nicht (451).",
        Verdict.ROBOTS_DENIED: "Die robots.txt verbietet uns den Abruf.",
        Verdict.TLS_INVALID: "Die Seite antwortet, aber ihr Zertifikat ist ungültig: Browser warnen.",
        Verdict.UNKNOWN: "Die Prüfung hat nichts ergeben.",
    },
    candidates={
        "redirect": "eine dauerhafte Weiterleitung führt dorthin",
        "canonical": "die Seite nennt dies als ihre Adresse",
        "renaming": "nach einer bekannten Umbenennung",
        "page": "gleicher Titel oder gleicher Text im Archiv",
        "incident": "nach dem Muster der anderen Links, die mit ihm ausfielen",
    },
    actions={
        "replace": "den Link durch den Vorschlag ersetzen",
        "copy": "kein Nachfolger bekannt: auf die Kopie verweisen oder den Link entfernen",
        "own_copy": "kein Nachfolger bekannt: Link entfernen oder, wenn Sie dürfen, die Kopie des Archivs zeigen "
        "(dessen Betreiber: kaaw payload {capture})",
        "nothing_known": "weder Nachfolger noch Kopie bekannt: neue Adresse suchen oder den Link entfernen",
        "compare": "die Seite ist da: nachsehen, ob sie noch sagt, was Sie zitieren",
        "place": "die Seite ist da: den Teil hinter # entfernen oder eine vorhandene Sprungmarke angeben",
        "certificate": "Leser sehen eine Warnung: dem Betreiber melden oder eine andere Adresse angeben",
        "correct": "die Adresse enthält einen Fehler: berichtigen",
        "wait": "abwarten: am {day} wird wieder geprüft; erst nach mehreren Prüfungen gilt der Link als tot",
        "none": "nichts: den Artikel gibt es nicht mehr",
    },
    states={"withdrawn": "zurückgezogen", "moved": "unter einer anderen Adresse"},
    many_pages=("Auf {pages} Seiten, zum Beispiel {url}", "Teil eines Menüs oder einer Vorlage: einmal reparieren"),
    on_page="Seite des Webauftritts",
)

LANGUAGES = {words.language: words for words in (ENGLISH, GERMAN)}


def days_of(words: ReportWords, first_bad_on: str | None, dead_since_on: str | None, last_good_on: str | None) -> str:
    """Return the days of a link that are known, each with its name."""
    pairs = zip(words.days, (first_bad_on, dead_since_on, last_good_on), strict=True)
    return ", ".join(f"{name} {day}" for name, day in pairs if day)


def verdict_of(words: ReportWords, verdict: str | None) -> str | None:
    """Return the name of a verdict in this language, with the word of the docs in brackets; None for None."""
    name = words.verdict_names.get(verdict or "")
    return f"{name} ({verdict})" if name else verdict


def reason_of(words: ReportWords, row: Mapping[str, Any]) -> str | None:
    """Return the reason of a link's verdict, and if a later check showed nothing; None if it was never checked."""
    if row["verdict"] is None:
        return None
    reason = str(row["reason"])
    if words.verdicts is not None:
        reason = words.verdicts[row["verdict"]].format(final_url=row["final_url"])
    if row["last_checked_at"] == row["checked_at"]:
        return reason
    return words.nothing_since.format(reason=reason, day=row["last_checked_at"][:10])
