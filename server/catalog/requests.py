"""What doors and pages of the catalogue take from a request: the files, who asks, when. It must not decide."""

from datetime import datetime
from typing import Final

from fastapi import Request

from server.access import identity_of
from server.accounts import service as accounts
from server.accounts.schemas import By
from server.context import DELIVERED_FOLDER, context_of
from server.kit.files import FileStore

FOLDER: Final = DELIVERED_FOLDER


def files_of(request: Request) -> FileStore:
    """Where delivered files and reviewed differences are kept, by their hash."""
    return FileStore(context_of(request).config.data / FOLDER)


def said_of(request: Request) -> tuple[By, datetime]:
    """Who takes a step, for the trail, and when."""
    address = request.client.host if request.client else ""
    return accounts.by(identity_of(request), address), context_of(request).clock.now()
