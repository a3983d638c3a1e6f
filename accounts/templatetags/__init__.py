"""Tags for the sign-in library's pages."""
