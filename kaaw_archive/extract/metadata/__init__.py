"""Declarations of a page about its article, made for machines: JSON-LD, meta, microdata."""
