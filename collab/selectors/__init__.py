"""What pages read of organisations, collaboratives and authority."""
