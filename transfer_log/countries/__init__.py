"""What is known about the protection of personal information in other countries."""
