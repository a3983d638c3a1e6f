"""What can be done to organisations, collaboratives and authority."""
