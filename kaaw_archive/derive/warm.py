"""Warm-up of the server that workers are forked from: importing this module reads a page once.

The tables that trafilatura and its kin build at their first page cost 0.2 s of a core, which would count against the
time limit of the first page of every worker.
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
