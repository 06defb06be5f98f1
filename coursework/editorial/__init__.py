"""Is the course good? Everything that a program can see of it, as faults and warnings."""
