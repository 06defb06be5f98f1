"""Coursework: an online course with lectures, handouts, tests, progress and certificates."""
