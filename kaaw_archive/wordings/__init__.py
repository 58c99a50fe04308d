"""Wordings of pages that are shown instead of content (not found, maintenance, login, wall), and of their titles."""
