"""Documents of a release: data package, citation file, catalogue entry, data dictionary, README."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kaaw_archive.archive.columns import formats
from kaaw_archive.export.profiles import MEANINGS

if TYPE_CHECKING:
    from collections.abc import Callable

    from kaaw_archive.release.about import About, ReleaseFile
    from kaaw_archive.release.tables import ReleaseTable

_RIGHTS = (
    "The texts belong to their publishers. What a publisher says of their use is stored with each capture"
    " (rights_json) and named in reserved_by; no licence is granted here that a publisher did not grant."
)
_KEYS = {"articles": ["url"], "versions": ["url", "version"]}
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_THEME = "http://publications.europa.eu/resource/authority/data-theme/GOVE"
_LANGUAGES = {"de": "DEU", "en": "ENG", "fr": "FRA"}


def data_package(about: About) -> str:
    """Return ``datapackage.json`` (Frictionless Data Package 1)."""
    package = {
        "profile": "data-package",
        "name": about.name,
        "title": about.title,
        "description": f"{about.description} {_RIGHTS}",
        "version": about.last_on or "empty",
        "contributors": [{"title": about.publisher, "role": "publisher"}],
        "licenses": [{"path": about.licence, "title": "Rights of the publishers"}],
        "sources": [{"title": source} for source in about.sources],
        "resources": [_resource(file) for file in about.files],
    }
    return _as_json(package)


def _resource(file: ReleaseFile) -> dict[str, Any]:
    stem, _, ending = file.path.partition(".")
    resource: dict[str, Any] = {
        "name": stem.replace("_", "-") if ending == "csv" else f"{stem}-{ending}".replace("_", "-"),
        "path": file.path,
        "format": ending,
        "mediatype": file.media_type,
        "bytes": file.size_bytes,
        "hash": f"sha256:{file.sha256}",
    }
    if file.table is not None:
        resource["description"] = file.table.text
    if file.table is not None and ending == "csv":
        return resource | {"profile": "tabular-data-resource", "encoding": "utf-8", "schema": _schema(file.table)}
    return resource | {"type": "file"}  # so that a validator without a reader for it checks its digest alone


def _schema(table: ReleaseTable) -> dict[str, Any]:
    columns = [
        {"name": column.name, "type": column.type, "description": column.text}
        | ({"format": "%Y-%m-%dT%H:%M:%S.%fZ"} if column.type == "datetime" else {})
        for column in table.columns
    ]
    key = {"primaryKey": _KEYS[table.name]} if table.name in _KEYS else {}
    return {"fields": columns, "missingValues": [""]} | key


def citation_file(about: About) -> str:
    """Return ``CITATION.cff`` (Citation File Format 1.2.0). JSON is YAML, too, and needs no quoting of its own."""
    (archive,) = (file for file in about.files if file.table is None)
    lines = {
        "cff-version": "1.2.0",
        "message": "Cite the version of each article by the uid of its capture; cite the whole as below.",
        "type": "dataset",
        "title": about.title,
        "abstract": about.description,
        "authors": [{"name": about.publisher}],
        "version": about.last_on or "empty",
        "keywords": ["web archive", "public sector", "news"],
        "identifiers": [
            {"type": "other", "value": f"sha256:{archive.sha256}", "description": f"Bytes of {archive.path}"}
        ],
    }
    if about.last_on:
        lines["date-released"] = about.last_on
    return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in lines.items())


def catalogue(about: About) -> str:
    """Return a ``dcat:Dataset`` as JSON-LD, with the properties that DCAT-AP.de asks of every data set.

    The identifier of a deliverer, which GovData gives, is not invented.
    """
    dataset: dict[str, Any] = {
        "@context": _CONTEXT,
        "@id": "./",
        "@type": "dcat:Dataset",
        "dct:title": {"@value": about.title, "@language": "de"},
        "dct:description": {"@value": about.description, "@language": "en"},
        "dct:identifier": about.name,
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": about.publisher},
        "dcat:theme": {"@id": _THEME},
        "dcat:keyword": ["Nachrichten", "Webarchiv", "Verwaltung"],
        "dct:language": [_language(code) for code in about.languages if code in _LANGUAGES],
        "dct:rights": {"@type": "dct:RightsStatement", "dct:description": _RIGHTS},
        "dcat:distribution": [_distribution(file, about) for file in about.files],
    }
    if about.first_on and about.last_on:
        dataset["dct:issued"] = dataset["dct:modified"] = _day(about.last_on)
        dataset["dct:temporal"] = {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _day(about.first_on),
            "dcat:endDate": _day(about.last_on),
        }
    return _as_json(dataset)


def _distribution(file: ReleaseFile, about: About) -> dict[str, Any]:
    media = f"http://www.iana.org/assignments/media-types/{file.media_type}"
    return {
        "@type": "dcat:Distribution",
        "dct:title": file.path,
        "dcat:accessURL": {"@id": file.path},
        "dcat:downloadURL": {"@id": file.path},
        "dcat:mediaType": {"@id": media},
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(file.size_bytes)},
        "dct:license": {"@id": about.licence},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": file.sha256,
        },
    }


def dictionary(about: About) -> str:
    """Return the data dictionary: the tables of the release, then those of its small archive."""
    lines = ["# Data dictionary", ""]
    for table in _tables(about):
        lines += [f"## {table.name}", "", table.text, "", "| column | type | |", "|---|---|---|"]
        lines += [f"| `{column.name}` | {column.type} | {column.text} |" for column in table.columns]
        lines.append("")
    return "\n".join(lines) + "\n" + formats.markdown().replace("# Schema\n", "# Schema of archive.sqlite\n", 1)


def readme(about: About) -> str:
    """Return the README of a release: its content, how to read and check it, and its owner."""
    rows = [f"| `{table.name}` | {about.rows[table.name]:,} | {table.text} |" for table in _tables(about)]
    lines = [
        f"# {about.title}",
        "",
        about.description,
        "",
        "| table | rows | |",
        "|---|---|---|",
        *rows,
        "",
        "Each table is a CSV file (UTF-8; an apostrophe stands before what a spreadsheet would calculate)",
        "and, where there is one, a Parquet file, which is exact. `archive.sqlite` is a whole small archive with every",
        "version, link and check; any SQLite program and `kaaw --archive archive.sqlite` read it. It has the captures",
        "of these articles and of their links. Looks at feeds, sitemaps and lists, and at pages that gave no article,",
        "are left out: coverage, gaps and failures of the crawl must be asked of the whole archive.",
        "`dictionary.md` explains each column, `datapackage.json` describes the tables for programs",
        "(`frictionless validate datapackage.json`), `catalogue.jsonld` is an entry for catalogues (DCAT-AP.de).",
        "",
        "Check that nothing changed: `sha256sum -c SHA256SUMS`.",
        "",
        "## Rights",
        "",
        _RIGHTS,
        f"Profile `{about.profile.value}`: {MEANINGS[about.profile]}. `left_out.csv` names what is left out.",
        "Pages name people; the GDPR applies to what you do with them.",
        "",
        f"Made by {about.software}.",
    ]
    return "\n".join(lines) + "\n"


DOCUMENTS: dict[str, Callable[[About], str]] = {
    "README.md": readme,
    "dictionary.md": dictionary,
    "datapackage.json": data_package,
    "CITATION.cff": citation_file,
    "catalogue.jsonld": catalogue,
}


def _tables(about: About) -> list[ReleaseTable]:
    return [file.table for file in about.files if file.table is not None and file.path.endswith(".csv")]


def _language(code: str) -> dict[str, str]:
    return {"@id": f"http://publications.europa.eu/resource/authority/language/{_LANGUAGES[code]}"}


def _day(day: str) -> dict[str, str]:
    return {"@type": "xsd:date", "@value": day}


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
