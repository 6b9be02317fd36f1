"""Take in files of registers and records: the same operations as pages and API, chunk by chunk."""
