"""What doors and pages of the catalogue take from a request: the files, who asks, when. It must not decide."""

from datetime import datetime

from fastapi import Request

from server.access import identity_of
from server.accounts import service as accounts
from server.accounts.schemas import By
from server.context import context_of
from server.objetos.schemas import Clase
from server.objetos.service import Files


def files_of(request: Request) -> Files:
    """Where delivered files and reviewed differences are kept, by their hash."""
    return Files(context_of(request), Clase.CATALOGO)


def said_of(request: Request) -> tuple[By, datetime]:
    """Who takes a step, for the trail, and when."""
    address = request.client.host if request.client else ""
    return accounts.by(identity_of(request), address), context_of(request).clock.now()
