"""Plain functions that build the world before a test."""
