"""The SQL of migration 2: what a crawl found and has yet to visit, and what follows from links being checked."""
