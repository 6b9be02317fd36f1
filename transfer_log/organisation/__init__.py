"""The operators (事業者) of the group: desks, departments, policies, purposes."""
