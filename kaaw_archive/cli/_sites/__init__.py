"""Parts of ``kaaw sites``."""
