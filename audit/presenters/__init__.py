"""What the auditor's pages show, in words."""
