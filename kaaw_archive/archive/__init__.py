"""The one SQLite file, and the only room that knows SQL."""
