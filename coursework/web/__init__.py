"""What every page shares: forms, refusals, headers, templates, static files."""
