"""Turn a canonical row into a leaf hash that reveals nothing without its salt.

    commitment = SHA-256("tl/commit/v1\\n" || salt || canonical)
    leaf_data  = "tl/leaf/v1\\n" || type || "\\n" || log_id || "\\n" || entry_id || "\\n" || commitment
    leaf_hash  = SHA-256(0x00 || leaf_data)                                   (RFC 9162, section 2.1.1)

type = table name, log_id and entry_id = text, commitment = 32 raw bytes. No personal value and no subject id is in
leaf_data; the salt of 32 random bytes lies beside the record and goes to whoever may see it.
"""

from __future__ import annotations

import os
from hashlib import sha256
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from uuid import UUID

SALT_BYTES: Final = 32
_COMMIT: Final = b"tl/commit/v1\n"
_LEAF: Final = b"tl/leaf/v1\n"


def new_salt() -> bytes:
    """Return 32 fresh random bytes."""
    return os.urandom(SALT_BYTES)


def commitment(salt: bytes, canonical_row: bytes) -> bytes:
    """Return what binds the row without showing it."""
    return sha256(_COMMIT + salt + canonical_row).digest()


def leaf_prefix(entry_type: str, log_id: str) -> bytes:
    """Return the part of `leaf_data` that is the same for every row of a table, hash byte included."""
    return b"\x00" + _LEAF + entry_type.encode() + b"\n" + log_id.encode() + b"\n"


def leaf_hash(prefix: bytes, entry_id: UUID, salt: bytes, canonical_row: bytes) -> bytes:
    """Return the leaf hash of one row; `prefix` comes from `leaf_prefix`."""
    return sha256(prefix + str(entry_id).encode() + b"\n" + commitment(salt, canonical_row)).digest()
