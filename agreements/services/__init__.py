"""What may happen to an agreement, one module for each use case."""
