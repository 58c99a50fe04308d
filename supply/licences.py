"""Print docs/licences.md: each library that ``make install`` brings, with its licence and the reason it is there."""

from __future__ import annotations

from supply.installed import EXTRAS, libraries, needed

_HEAD = """# Licences

Each library that `make install` brings, with the licence that it states. `run`: the package needs it; `demo`, `notify`,
`parquet`, `mcp`: its extras of these names do; `development`: tests and tools do. Made by `make renew`; a test compares
it with what is installed.

| library | licence | for |
|---|---|---|
"""


def page() -> str:
    """Return the text of docs/licences.md."""
    run = needed()
    extras = {extra: needed((extra,)) for extra in EXTRAS}
    rows = []
    for name, library in libraries().items():
        wanted_by = ", ".join(extra for extra, names in extras.items() if name in names)
        purpose = "run" if name in run else wanted_by or "development"
        rows.append(f"| {name} | {library.licence} | {purpose} |\n")
    return _HEAD + "".join(rows)


if __name__ == "__main__":
    print(page(), end="")
