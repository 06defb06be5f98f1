"""What people change of their own account, and the devices that are signed in."""
