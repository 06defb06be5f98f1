"""Who a person is: accounts, roles and permissions, sign-in, guards."""
