"""What may be done with accounts, one module for each matter."""
