"""Ways out of the archive: one file a format, found by its name; and the rights profiles that all of them obey."""
