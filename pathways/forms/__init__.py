"""What is typed about pathways and outcomes, turned into typed values."""
