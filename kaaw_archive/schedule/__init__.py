"""Schedule: run the sources that are due, each crawl in its own process, and report the results."""
