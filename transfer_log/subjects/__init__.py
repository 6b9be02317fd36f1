"""The people (本人): registrations, consents, withdrawals, stops."""
