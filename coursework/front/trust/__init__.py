"""Why anybody should trust the course: privacy, terms, contact, accessibility, corrections, sources."""
