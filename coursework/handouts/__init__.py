"""Handouts: on screen, and as PDF made once and kept; the whole lecture on paper."""
