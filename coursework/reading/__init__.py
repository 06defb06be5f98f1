"""Lectures on screen: the text, the place kept, sections read, time on topic."""
