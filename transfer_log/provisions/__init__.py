"""Provisions (提供): the heart of the ledger."""
