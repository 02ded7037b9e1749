"""Whether an error says that there is no room left, on a disk of ours or on the database's. It must not make any."""

import errno
import sqlite3
from typing import Final

from sqlalchemy.exc import DBAPIError

FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
DISK_FULL: Final = "53100"
"""PostgreSQL's SQLSTATE."""


def is_full(error: BaseException) -> bool:
    """Whether what failed was writing to something that is full; trying again later is right."""
    if isinstance(error, DBAPIError):
        cause = error.orig
        return getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL or (
            getattr(cause, "sqlstate", None) == DISK_FULL
        )
    return isinstance(error, OSError) and error.errno in FULL
