"""Take along what is kept, and close the account."""
