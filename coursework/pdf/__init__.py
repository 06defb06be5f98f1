"""Documents on paper: their HTML, their PDF, and the shelf that keeps the finished files."""
