"""Agreements in words and states, ready for a page."""
