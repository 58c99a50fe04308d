"""Every SELECT, one file a subject."""
