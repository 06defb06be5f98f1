"""Become somebody: register and confirm; choose another password when the old one is lost."""
