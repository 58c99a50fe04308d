"""Spiders of sites and their test cases: made, checked against the archive, recorded from it."""
