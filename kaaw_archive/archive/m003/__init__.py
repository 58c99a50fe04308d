"""The SQL of migration 3: what is learned of a site and cut from its texts, and how the search index was made."""
