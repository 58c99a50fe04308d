"""Print docs/licences.md: each library that ``make install`` brings, with its licence and the reason it is there."""

from __future__ import annotations

from supply.installed import libraries, needed

_HEAD = """# Licences

Each library that `make install` brings, with the licence that it states. `run`: the package needs it; `demo`: its extra
of that name does; `development`: tests and tools do. Made by `make renew`; a test compares it with what is installed.

| library | licence | for |
|---|---|---|
"""


def page() -> str:
    """Return the text of docs/licences.md."""
    run, demo = needed(), needed(("demo",))
    rows = []
    for name, library in libraries().items():
        purpose = "run" if name in run else "demo" if name in demo else "development"
        rows.append(f"| {name} | {library.licence} | {purpose} |\n")
    return _HEAD + "".join(rows)


if __name__ == "__main__":
    print(page(), end="")
