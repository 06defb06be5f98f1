"""What administrators look after: people, mail, jobs, the audit log, room on the disk."""
