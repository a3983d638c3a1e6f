"""Everything that can be done with pathways and outcomes."""
