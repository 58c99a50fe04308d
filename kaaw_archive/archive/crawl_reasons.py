"""Reasons of crawls (``crawls.reason``) that queries know."""

from __future__ import annotations

INTERRUPTED = "interrupted"  # a deadline or a signal ended the crawl; the next run goes on
NOTHING_WAS_DUE = "nothing was due"  # the crawl asked for nothing and shows nothing of a site
