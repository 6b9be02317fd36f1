"""The REST API: what all its doors share. The doors themselves stand in the `api` module of each feature."""
