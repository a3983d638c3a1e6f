"""The generated access matrix: model, verb and address against every situation."""
