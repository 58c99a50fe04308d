"""Audit of a site of one's own: every page is crawled, and every link on it is checked by ``linkcheck``."""
