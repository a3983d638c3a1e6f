"""The pages that belong to no domain: errors, footer pages, health, references."""
