"""How fast the course is, beside a floor measured in the same run."""
