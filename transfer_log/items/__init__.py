"""The catalogue of personal data items (個人データの項目)."""
