"""Strings from pages turned into typed values."""
