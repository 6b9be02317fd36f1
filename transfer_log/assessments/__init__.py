"""The law as a question and an answer: raw facts in, what follows from them out (`transfer_log.law`)."""
