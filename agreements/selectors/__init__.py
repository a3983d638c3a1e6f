"""Reads shaped for pages and policies."""
