"""Ways in from a browser."""
