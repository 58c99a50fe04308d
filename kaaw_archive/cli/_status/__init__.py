"""What ``kaaw status`` gathers, and the forms in which it says it."""
