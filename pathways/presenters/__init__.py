"""What pages and other rooms are shown of pathways and outcomes."""
