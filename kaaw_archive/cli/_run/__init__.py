"""Parts of ``kaaw run``."""
