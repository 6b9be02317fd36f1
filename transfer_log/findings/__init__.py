"""What is doubtful or unlawful, and how it is resolved."""
