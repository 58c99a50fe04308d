"""Releases: chosen articles as a folder that others can read, check, cite and list in a catalogue of data."""
