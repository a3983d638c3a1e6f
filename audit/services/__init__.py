"""What the ledger itself does."""
