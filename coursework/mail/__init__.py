"""Mail to people: written as rows in the transaction that causes it, delivered by a job."""
