"""Who did what to whom, when, and from where; rows are added and never changed."""
