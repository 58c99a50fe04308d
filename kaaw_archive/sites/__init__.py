"""A site's file and its test cases: made, checked against the archive, recorded from it."""
