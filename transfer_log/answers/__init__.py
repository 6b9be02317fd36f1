"""Answer the question to whom a person's data went: one frozen document, given as PDF, CSV and JSON (Act Art. 33(5))."""
