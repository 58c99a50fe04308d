"""Articles: which segments of a page they are, and what is read of them."""
