"""Imported by the server that workers are forked from: reads a page once, so that no worker pays for the first time.

What trafilatura and its kin build at their first page costs 0.2 s of a core, and would count against the time limit of
whatever page a fresh worker happens to be given.
"""

from __future__ import annotations

from kaaw_archive.derive.reading import read_payload

_PAGE = (
    '<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Bekanntmachung</title></head><body><main>'
    "<h1>Bekanntmachung</h1><p>Berlin, 22. September 2016</p>"
    + "<p>Die Verwaltung gibt bekannt, dass die Sitzung des Rates verlegt wird.</p>" * 8
    + "</main></body></html>"
)

read_payload(_PAGE.encode(), "https://www.example.org/bekanntmachung", "text/html")
