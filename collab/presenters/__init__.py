"""Records as pages show them."""
