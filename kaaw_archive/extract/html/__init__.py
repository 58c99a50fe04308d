"""Markup: bytes decoded and parsed, the tree as a row of segments."""
