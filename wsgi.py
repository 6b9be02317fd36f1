"""Offer the application to a WSGI server of one's own choice, as `wsgi:application`; `transfer-log serve` needs no such file."""

from __future__ import annotations

import os

from transfer_log.app import create_app
from transfer_log.config import read_settings

application = create_app(read_settings(os.environ))
