"""The queue: what is to be done outside a request, by name; rows are the truth."""
