"""Pure rules of collaboration: they import nothing of Django."""
