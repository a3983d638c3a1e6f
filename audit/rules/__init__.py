"""Pure rules of the ledger: they import nothing of Django."""
