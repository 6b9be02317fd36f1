"""Gather all tables: importing this module makes `Base.metadata` complete for migrations and tests."""

from __future__ import annotations

import transfer_log.accounts.models
import transfer_log.countries.models
import transfer_log.findings.models
import transfer_log.items.models
import transfer_log.organisation.models
import transfer_log.provisions.models
import transfer_log.recipients.models
import transfer_log.situations.models
import transfer_log.subjects.models
import transfer_log.trail.models  # noqa: F401
from transfer_log.db import Base

metadata = Base.metadata
