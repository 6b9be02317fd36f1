"""Offer the application to any WSGI server: `granian --interface wsgi wsgi:app`; settings come from the environment."""

import os

from transfer_log.app import create_app
from transfer_log.config import read_settings

app = create_app(read_settings(os.environ))
