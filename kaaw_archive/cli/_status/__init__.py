"""Parts of ``kaaw status``: the report and its forms."""
