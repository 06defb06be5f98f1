"""The pages that put several rooms together: the course, my progress, my account."""
