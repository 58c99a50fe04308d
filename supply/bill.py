"""Print the software bill of materials of the wheel: CycloneDX 1.6 in JSON, the same for the same environment.

Its parts are the libraries that a run needs, in the versions of constraints.txt; those of its extras are optional.
Source: the CycloneDX specification, ECMA-424.
"""

from __future__ import annotations

import json
from importlib.metadata import distribution
from typing import TYPE_CHECKING, Any

from supply.installed import EXTRAS, PROJECT, Library, libraries, needed, required

if TYPE_CHECKING:
    from collections.abc import Iterable


def bill() -> dict[str, Any]:
    """Return the bill of materials as the object of its JSON."""
    known, run = libraries(), needed()
    parts = [known[name] for name in sorted(needed(EXTRAS))]
    project = distribution(PROJECT)
    root = {
        "type": "application",
        "bom-ref": _reference(PROJECT, project.version),
        "name": PROJECT,
        "version": project.version,
        "licenses": [{"expression": project.metadata["License-Expression"]}],
        "purl": _reference(PROJECT, project.version),
    }
    depends = [{"ref": root["bom-ref"], "dependsOn": _references(required(EXTRAS), known)}]
    depends += [{"ref": _of(part), "dependsOn": _references(part.requires, known)} for part in parts]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": root},
        "components": [_component(part, is_optional=part.name not in run) for part in parts],
        "dependencies": depends,
    }


def _of(part: Library) -> str:
    return _reference(part.name, part.version)


def _reference(name: str, version: str) -> str:
    """Return the package URL, which also names the component inside the bill."""
    return f"pkg:pypi/{name}@{version}"


def _references(names: Iterable[str], known: dict[str, Library]) -> list[str]:
    return sorted(_of(known[name]) for name in set(names) if name in known)


def _component(part: Library, *, is_optional: bool) -> dict[str, Any]:
    licence = {"expression": part.licence} if part.is_expression else {"license": {"name": part.licence}}
    return {
        "type": "library",
        "bom-ref": _of(part),
        "name": part.name,
        "version": part.version,
        "scope": "optional" if is_optional else "required",
        "licenses": [licence],
        "purl": _of(part),
    }


if __name__ == "__main__":
    print(json.dumps(bill(), indent=2))
