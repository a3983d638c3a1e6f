"""What can be said of outcomes without a database."""
