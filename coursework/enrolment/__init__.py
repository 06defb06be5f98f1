"""Cohorts, who belongs to which, the policies of their tests, and accommodations."""
