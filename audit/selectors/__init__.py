"""What the auditor's pages and checks read."""
