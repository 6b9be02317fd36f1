"""Write the ledger and the registers to files: the columns in which they came in, and what the ledger adds."""
