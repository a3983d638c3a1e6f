"""Rules about agreements as plain functions over plain values."""
