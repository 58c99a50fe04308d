"""Parts of ``kaaw trend``."""
