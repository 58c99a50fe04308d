"""Content systems of the world: their addresses, paging and feeds. One file a system."""
