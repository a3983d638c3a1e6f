"""Builders that reach a state through the real services."""
