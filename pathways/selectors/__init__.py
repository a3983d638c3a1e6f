"""Reads that have the shape of a page."""
