"""Make every record evidence: canonical form, salt and leaf hash (docs/canonical-v1.md)."""
