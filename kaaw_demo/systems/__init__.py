"""How each content system of the world answers: its addresses, its paging, its feeds. One file a system."""
