"""The SQL of migration 1; never changed after it has landed."""
