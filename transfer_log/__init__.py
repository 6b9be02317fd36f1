"""Keep the record of every provision of personal data to someone else, as Japan's APPI asks (個人情報保護法)."""

__version__ = "0.1.0"
