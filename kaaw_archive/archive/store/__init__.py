"""Every write: rows are added, changed and removed here and in the schema alone."""
