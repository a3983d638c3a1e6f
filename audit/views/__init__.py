"""The auditor's pages, and the page of what could not be delivered."""
